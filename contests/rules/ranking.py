"""Standings by a stated chain: each step compares two rows, the first that differs decides, then they are equal.

A rank is a pair `(rank, tied)`: equal rows share the rank, the next one skips (1, 2, 2, 4).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Ranked(Protocol):
    """What a row must have to be ranked."""

    @property
    def points(self) -> int: ...
    @property
    def time_used_ms(self) -> int | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Row:
    """A plain row to rank: points in hundredths, time in ms."""

    id: int
    points: int
    right: int = 0
    time_used_ms: int | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One step of a chain. `key` gives a number, the smaller the better."""

    name: str
    key: Callable[[Ranked], float]


def _instant(moment: datetime | None) -> float:
    return float("inf") if moment is None else moment.timestamp()


STEPS: dict[str, Step] = {
    "points": Step("points", lambda row: -row.points),
    "time_used": Step(
        "time_used",
        lambda row: float("inf") if row.time_used_ms is None else row.time_used_ms,
    ),
    "submitted_at": Step("submitted_at", lambda row: _instant(row.ended_at)),
}


def chain(names: str) -> tuple[Step, ...]:
    """The steps named in a contest's rule sheet, e.g. `"points,time_used,submitted_at"`. KeyError for an unknown."""
    return tuple(STEPS[name] for name in names.split(","))


T = TypeVar("T")
R = TypeVar("R", bound=Ranked)


@dataclass(frozen=True)
class Standing(Generic[T]):
    """`decided_by` names the step that parted this row from the one above (the first: from the one below)."""

    row: T
    rank: int
    tied: bool
    decided_by: str


def rank(rows: Sequence[R], steps: Sequence[Step]) -> list[Standing[R]]:
    """All rows in order, best first."""
    keyed = sorted(((tuple(step.key(row) for step in steps), row) for row in rows), key=lambda pair: pair[0])
    keys = [key for key, _ in keyed]
    standings: list[Standing[R]] = []
    below = next((key for key in keys if key != keys[0]), None) if keys else None
    place = 0
    for index, (key, row) in enumerate(keyed):
        if index == 0 or key != keys[index - 1]:
            place = index + 1
        tied = (index > 0 and keys[index - 1] == key) or (index + 1 < len(keys) and keys[index + 1] == key)
        other = keys[place - 2] if place > 1 else below
        standings.append(Standing(row, place, tied, _first_difference(steps, key, other)))
    return standings


def _first_difference(steps: Sequence[Step], key: tuple[float, ...], other: tuple[float, ...] | None) -> str:
    if other is None:
        return ""
    return next((step.name for step, mine, theirs in zip(steps, key, other, strict=True) if mine != theirs), "")
