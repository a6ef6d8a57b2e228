"""Rounds that lead to a contest: levels, the rule for who goes on, and what became of a row of results."""

from dataclasses import dataclass
from enum import StrEnum

from contests.rules.words import Say

PER_SCHOOL, PER_ROUND, TOP = "per_school", "per_round", "top"
#: What becomes of those who stand equal at a cut: all go on, none does, or those who were drawn by hand.
ALL, NONE, LOTS = "all", "none", "lots"
#: The name of the pool of all, and of the cut that the places in all make.
EVERYBODY, CAP = "all", "cap"
#: A round leads to one of a higher level.
LEVELS = {"school": 0, "commune": 1, "cluster": 2, "district": 2, "province": 3}


class Outcome(StrEnum):
    ADVANCED = "advanced"
    RESERVE = "reserve"
    OUT = "out"


class Reason(StrEnum):
    """Why a line came out as it did."""

    PLACE = "place"
    TIE_ALL = "tie_all"
    DRAWN = "drawn"
    NEXT = "next"
    BELOW = "below"
    TIE_NONE = "tie_none"
    NOT_DRAWN = "not_drawn"
    CAP = "cap"
    WAITS = "waits"
    TWICE = "twice"
    GRADE = "grade"
    BARRED = "barred"

    def in_words(self, _: Say) -> str:
        """A clause for a table."""
        return {
            Reason.PLACE: lambda: _("trong số suất"),
            Reason.TIE_ALL: lambda: _("đồng hạng ở suất cuối, lấy tất cả"),
            Reason.DRAWN: lambda: _("đồng hạng ở suất cuối, bốc thăm được"),
            Reason.NEXT: lambda: _("kế tiếp sau các suất"),
            Reason.BELOW: lambda: _("ngoài số suất"),
            Reason.TIE_NONE: lambda: _("đồng hạng ở suất cuối, không lấy em nào"),
            Reason.NOT_DRAWN: lambda: _("đồng hạng ở suất cuối, bốc thăm không được"),
            Reason.CAP: lambda: _("vượt tổng số suất"),
            Reason.WAITS: lambda: _("đồng hạng ở suất cuối, chờ quyết định"),
            Reason.TWICE: lambda: _("đã xét ở vòng khác"),
            Reason.GRADE: lambda: _("khối không dự vòng này"),
            Reason.BARRED: lambda: _("không đủ điều kiện dự vòng này"),
        }[self]()


@dataclass(frozen=True, slots=True)
class Rule:
    """`most` for each pool and `cap` for all (0: none); `reserves` for each pool; no `grades`: every grade."""

    by: str = PER_SCHOOL
    most: int = 3
    cap: int = 0
    reserves: int = 0
    grades: frozenset[int] = frozenset()

    @property
    def shared(self) -> bool:
        """Whether people of different rounds stand in for the same places, so that one round alone decides nothing."""
        return self.by == TOP or self.cap > 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of a round's published results. `lot`: the place drawn by hand; `barred`: why the person may not enter."""

    person: int
    round: int
    rank: int
    points: int
    school: int | None
    grade: int | None = None
    lot: int | None = None
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided by hand about a tie; `people`: those who were drawn."""

    way: str
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """More people stand equal than there are places left. The key names just these people and places.

    `decided` is None while nobody has decided, or what was decided does not fit.
    """

    key: str
    pool: str
    people: tuple[int, ...]
    left: int
    ways: tuple[str, ...]
    decided: Decision | None


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a row. `place` counts within the pool, equals share one; 0 for those who did not compete."""

    row: Candidate
    outcome: Outcome
    reason: Reason
    pool: str
    place: int = 0


@dataclass(frozen=True)
class Selected:
    """One line for each row, by pool and place; and every tie at a cut."""

    lines: tuple[Line, ...]
    ties: tuple[Tie, ...]

    @property
    def waits(self) -> bool:
        return any(tie.decided is None for tie in self.ties)


def is_above(level: str, other: str) -> bool:
    """Whether a round of one level may take people from a round of the other."""
    return LEVELS[level] > LEVELS[other]
