"""Standings by a stated chain: each step compares two rows, the first that differs decides, then they are equal.

A rank is a pair `(rank, tied)`: equal rows share the rank, the next one skips (1, 2, 2, 4).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from contests.rules.words import Say

INFINITE = float("inf")


class Ranked(Protocol):
    """What a row must have to be ranked."""

    @property
    def points(self) -> int: ...
    @property
    def right(self) -> int: ...
    @property
    def time_used_ms(self) -> int | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def prediction_gap(self) -> int | None: ...
    @property
    def hardest(self) -> int: ...
    @property
    def lot(self) -> int | None: ...


@dataclass(frozen=True)
class Row:
    """A plain row to rank: points in hundredths, time in ms.

    `prediction_gap`: how far the prediction was off; `hardest`: right answers by level (`by_level`); `lot`: the place
    drawn by hand.
    """

    id: int
    points: int
    right: int = 0
    time_used_ms: int | None = None
    ended_at: datetime | None = None
    prediction_gap: int | None = None
    hardest: int = 0
    lot: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a chain. `key` gives a number, the smaller the better; the words say it as a rule and as a reason."""

    name: str
    key: Callable[[Ranked], float]
    in_words: Callable[[Say], str]
    decided: Callable[[Say], str]


def _known(number: float | None) -> float:
    return INFINITE if number is None else number


def _instant(moment: datetime | None) -> float:
    return INFINITE if moment is None else moment.timestamp()


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            "points",
            lambda row: -row.points,
            lambda _: _("nhiều điểm hơn"),
            lambda _: _("Thứ hạng do số điểm quyết định."),
        ),
        Step(
            "right",
            lambda row: -row.right,
            lambda _: _("nhiều câu đúng hơn"),
            lambda _: _("Có bạn bằng em ở các tiêu chí trước; ai nhiều câu đúng hơn đứng trên."),
        ),
        Step(
            "prediction",
            lambda row: _known(row.prediction_gap),
            lambda _: _("dự đoán gần hơn"),
            lambda _: _("Có bạn bằng em ở các tiêu chí trước; ai dự đoán gần hơn đứng trên."),
        ),
        Step(
            "time_used",
            lambda row: _known(row.time_used_ms),
            lambda _: _("làm bài nhanh hơn"),
            lambda _: _("Có bạn bằng em ở các tiêu chí trước; ai làm nhanh hơn đứng trên."),
        ),
        Step(
            "submitted_at",
            lambda row: _instant(row.ended_at),
            lambda _: _("nộp bài sớm hơn"),
            lambda _: _("Có bạn bằng em ở các tiêu chí trước; ai nộp sớm hơn đứng trên."),
        ),
        Step(
            "hardest",
            lambda row: -row.hardest,
            lambda _: _("đúng nhiều câu khó hơn"),
            lambda _: _("Có bạn bằng em ở các tiêu chí trước; ai đúng nhiều câu khó hơn đứng trên."),
        ),
        Step(
            "lots",
            lambda row: _known(row.lot),
            lambda _: _("bốc thăm, có biên bản"),
            lambda _: _("Có bạn bằng em ở mọi tiêu chí trước; thứ tự do bốc thăm."),
        ),
    )
}
#: Steps that are known while a contest runs; the others are known only when its results are counted.
LIVE = ("points", "right", "time_used", "submitted_at")


def chain(names: str) -> tuple[Step, ...]:
    """The steps named in a contest's rule sheet, e.g. `"points,time_used,submitted_at"`. KeyError for an unknown."""
    return tuple(STEPS[name] for name in names.split(","))


def live_chain(names: str) -> tuple[Step, ...]:
    """The steps of a chain that a board can go by before the results are counted."""
    return tuple(step for step in chain(names) if step.name in LIVE)


def in_words(names: str, _: Say) -> str:
    """The chain as one sentence."""
    steps = ", ".join(step.in_words(_) for step in chain(names))
    return _("Xếp hạng lần lượt theo: %(steps)s; vẫn bằng nhau thì đồng hạng.") % {"steps": steps}


def by_level(right: Sequence[int]) -> int:
    """Numbers of right answers by level, the hardest first, as one number: more at a harder level always wins.

    ValueError for a thousand or more at one level.
    """
    made = 0
    for many in right:
        if not 0 <= many < 1000:
            raise ValueError("too many right answers at one level")
        made = made * 1000 + many
    return made


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
