"""What a batch of answers is judged by: attempts under their locks, the rules of their papers, the answers that stand.

The hottest reads of the house: three statements in SQL, whatever the size of the batch.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from contests.models import MultipleScoring
from contests.queries import time
from contests.queries.instants import instant
from contests.rules import timing
from contests.rules.scoring import Scoring

#: SQLite takes 32,766 values in a statement unless it was built for more.
MOST_PAIRS = 8_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Standing:
    """What an attempt needs for an answer to be judged; `stops` are its place's pauses, `openings` how often its paper
    was opened."""

    id: int
    contest_id: int
    paper_id: int
    state: str
    started_at: datetime
    due_at: datetime
    user_id: int
    school_id: int | None
    class_name: str
    openings: int
    stops: tuple[timing.Stop, ...] = ()

    def due(self, received_at: datetime) -> datetime:
        """The deadline as it counts for what is received then: none passes while a pause holds."""
        if not self.stops:
            return self.due_at
        stands = timing.stands(self.stops, self.due_at, received_at)
        return max(self.due_at, received_at) if stands else self.due_at

    def used_ms(self, ended_at: datetime) -> int:
        """Time used by one who ends then, without what was lost to pauses."""
        end = min(ended_at, self.due(ended_at))
        lost = timing.stopped_ms(self.stops, self.started_at, end)
        return timing.time_used_ms(self.started_at, end, end, lost_ms=lost)

    def left_ms(self, ended_at: datetime) -> int:
        """Time left to one who ends then; what goes on has taken none of it."""
        left = timing.milliseconds(self.due_at - ended_at)
        if timing.stands(self.stops, self.due_at, ended_at):
            ended = [stop for stop in self.stops if stop.to_at is not None]
            left += timing.stopped_ms(self.stops, self.started_at, ended_at)
            left -= timing.stopped_ms(ended, self.started_at, ended_at)
        return max(0, left)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper and those rules of its contest by which answers are judged. `stopped`: the contest has had pauses."""

    id: int
    seed: str
    key_version: int
    contest_id: int
    state: str
    scoring: Scoring
    attempts_most: int | None
    speed_most: int
    length_ms: int
    stopped: bool


@dataclass(slots=True)
class Stored:
    """An answer as it stands in the database (`points` None: its grading failed)."""

    value: str
    opening: int
    seq: int
    points: int | None
    right: bool | None

    @property
    def order(self) -> tuple[int, int]:
        return self.opening, self.seq


def attempts_locked(ids: Collection[int]) -> dict[int, Standing]:
    """Rows of these attempts, locked in the order of their ids for the rest of the transaction."""
    return {row[0]: Standing(*row) for row in _attempt_rows(sorted(ids))}


def give_stops(attempts: Collection[Standing]) -> None:
    """Each gets the pauses of its place.

    Read after the locks: who ends a pause has written the deadlines it moves, or waits for us.
    """
    stops = time.stops_of({attempt.contest_id for attempt in attempts})
    for attempt in attempts:
        its = stops.get(attempt.contest_id, ())
        attempt.stops = tuple(stop for stop in its if stop.covers(attempt.school_id, attempt.class_name))


def _attempt_rows(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    columns = "id, contest_id, paper_id, state, {}, {}, user_id, school_id, class_name, openings"
    if connection.vendor == "postgresql":
        # whole microseconds are read ten times as fast as the driver's instants; the lock is the one an update takes
        said = columns.format(*(f"(extract(epoch from {name}) * 1000000)::bigint" for name in ("started_at", "due_at")))
        text = f"SELECT {said} FROM contests_attempt WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"  # noqa: S608 - names
        rows = _rows(text, [_array(ids)])
    else:
        places = ",".join(["%s"] * len(ids))
        said = columns.format("started_at", "due_at")
        rows = _rows(f"SELECT {said} FROM contests_attempt WHERE id IN ({places}) ORDER BY id", ids)  # noqa: S608 - names
    return [(*row[:4], _instant(row[4]), _instant(row[5]), *row[6:]) for row in rows]


def _instant(stored: int | datetime) -> datetime:
    return _EPOCH + timedelta(microseconds=stored) if isinstance(stored, int) else instant(stored)


def sheets_of(paper_ids: Collection[int]) -> dict[int, Sheet]:
    """Papers by id, each with its contest's rules as they are now."""
    places = ",".join(["%s"] * len(paper_ids))
    rows = _rows(
        "SELECT p.id, p.seed, p.key_version, c.id, c.state, c.multiple_scoring, c.negative_percent, c.attempts_most, "  # noqa: S608 - only placeholders are put in
        "c.speed_most, c.length_ms, EXISTS (SELECT 1 FROM contests_pause s WHERE s.contest_id = c.id) "
        f"FROM contests_paper p JOIN contests_contest c ON c.id = p.contest_id WHERE p.id IN ({places})",
        list(paper_ids),
    )
    return {row[0]: _sheet(*row) for row in rows}


def _sheet(
    paper: int, seed: str, version: int, contest: int, state: str, multiple: str, negative: int, *more: Any
) -> Sheet:
    attempts_most, speed_most, length_ms, stopped = more
    rule = Scoring(multiple == MultipleScoring.PARTIAL, negative)
    return Sheet(paper, seed, version, contest, state, rule, attempts_most, speed_most, length_ms, bool(stopped))


def answers_standing(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Stored]:
    """The stored answers of these (attempt, item) pairs: by row values, in portions a database takes."""
    portions = (pairs[start : start + MOST_PAIRS] for start in range(0, len(pairs), MOST_PAIRS))
    return {(row[0], row[1]): _stored(row) for portion in portions for row in _answer_rows(portion)}


def _stored(row: Sequence[Any]) -> Stored:
    return Stored(row[2], row[3], row[4], row[5], None if row[6] is None else bool(row[6]))


def _answer_rows(pairs: Sequence[tuple[int, int]]) -> list[tuple[Any, ...]]:
    if connection.vendor == "postgresql":
        wanted = "unnest(%s::bigint[], %s::bigint[]) AS w(attempt, item) ON attempt_id = w.attempt AND item_id = w.item"
        text = f"{_ANSWERS} JOIN {wanted}"
        return _rows(text, [_array(column) for column in zip(*pairs, strict=True)])
    places = ",".join(["(%s,%s)"] * len(pairs))
    return _rows(
        f"{_ANSWERS} WHERE (attempt_id, item_id) IN (VALUES {places})",
        [number for pair in pairs for number in pair],
    )


_ANSWERS = 'SELECT attempt_id, item_id, value, opening, seq, points, "right" FROM contests_answer'


def _array(numbers: Sequence[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _rows(text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
