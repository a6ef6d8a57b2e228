"""What the database holds of one contest, read by plain SQL: nothing of the product stands between."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg


@dataclass(frozen=True)
class ItemRow:
    id: int
    kind: str
    worth: int
    key: tuple[str, ...]


@dataclass(frozen=True)
class AttemptRow:
    """Moments in epoch seconds."""

    id: int
    state: str
    started_at: float
    due_at: float
    submitted_at: float | None
    ended_at: float | None
    stands: bool
    time_used_ms: int | None
    points: int
    right: int
    answered: int


@dataclass(frozen=True)
class AnswerRow:
    attempt: int
    item: int
    opening: int
    seq: int
    value: tuple[str, ...]
    points: int | None
    right: bool | None
    received_at: float

    @property
    def order(self) -> tuple[int, int]:
        return self.opening, self.seq


@dataclass(frozen=True)
class LateRow:
    attempt: int
    item: int
    opening: int
    seq: int
    received_at: float


@dataclass(frozen=True)
class Export:
    """One contest as it stands."""

    chain: tuple[str, ...]
    state: str
    items: dict[int, ItemRow]
    attempts: dict[int, AttemptRow]
    answers: list[AnswerRow]
    late: list[LateRow]


class Reader:
    """A connection of its own to SQLite (a path) or PostgreSQL (a URL)."""

    def __init__(self, database: Path | str) -> None:
        self.database = database

    def rows(self, sql: str, *values: object) -> list[Sequence[Any]]:
        """What a SELECT gives; `?` stands for a value."""
        if isinstance(self.database, Path):
            line = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
            try:
                return line.execute(sql, values).fetchall()
            finally:
                line.close()
        with psycopg.connect(self.database, connect_timeout=10) as server:
            return server.execute(sql.replace("?", "%s"), values).fetchall()  # type: ignore[arg-type]  # SQL of ours

    def contest(self, code: str) -> Export:
        ((contest, chain, state),) = self.rows("SELECT id, chain, state FROM contests_contest WHERE code = ?", code)
        return Export(
            tuple(chain.split(",")), state, self._items(contest), self._attempts(contest),
            self._answers(contest), self._late(contest),
        )  # fmt: skip

    def is_settled(self, code: str) -> bool:
        return self.rows("SELECT state FROM contests_contest WHERE code = ?", code)[0][0] == "settled"

    def keeper(self) -> str:
        """The lease's holder, `host:pid:…`; empty where there is none."""
        rows = self.rows("SELECT holder FROM contests_lease")
        return str(rows[0][0]) if rows else ""

    def _items(self, contest: int) -> dict[int, ItemRow]:
        rows = self.rows(
            "SELECT i.id, i.kind, i.points, k.value FROM contests_paperitem i "
            "JOIN contests_paper p ON p.id = i.paper_id JOIN contests_paperkey k ON k.item_id = i.id "
            "WHERE p.contest_id = ? ORDER BY k.version", contest,
        )  # fmt: skip
        return {row[0]: ItemRow(row[0], row[1], row[2], tuple(json.loads(row[3]))) for row in rows}

    def _attempts(self, contest: int) -> dict[int, AttemptRow]:
        rows = self.rows(
            "SELECT id, state, started_at, due_at, submitted_at, ended_at, stands_at, time_used_ms, points, "
            '"right", answered FROM contests_attempt WHERE contest_id = ?', contest,
        )  # fmt: skip
        return {
            row[0]: AttemptRow(
                row[0], row[1], seconds(row[2]), seconds(row[3]), maybe(row[4]), maybe(row[5]),
                row[6] is not None, *row[7:],
            )
            for row in rows
        }  # fmt: skip

    def _answers(self, contest: int) -> list[AnswerRow]:
        rows = self.rows(
            'SELECT a.attempt_id, a.item_id, a.opening, a.seq, a.value, a.points, a."right", a.received_at '
            "FROM contests_answer a JOIN contests_attempt t ON t.id = a.attempt_id WHERE t.contest_id = ?", contest,
        )  # fmt: skip
        return [
            AnswerRow(
                *row[:4],
                value=tuple(json.loads(row[4])),
                points=row[5],
                right=None if row[6] is None else bool(row[6]),
                received_at=seconds(row[7]),
            )
            for row in rows
        ]

    def _late(self, contest: int) -> list[LateRow]:
        rows = self.rows(
            "SELECT l.attempt_id, l.item_id, l.opening, l.seq, l.received_at FROM contests_lateanswer l "
            "JOIN contests_attempt t ON t.id = l.attempt_id WHERE t.contest_id = ?", contest,
        )  # fmt: skip
        return [LateRow(*row[:4], seconds(row[4])) for row in rows]


def seconds(moment: datetime | str) -> float:
    """Epoch seconds of an instant as either driver gives it."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def maybe(moment: datetime | str | None) -> float | None:
    return None if moment is None else seconds(moment)
