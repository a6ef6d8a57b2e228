"""The rule sheet (thể lệ) as plain values, how two of them differ, and what may no longer change once it is sat."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256

WORTH = 100  # hundredths of a point
OLDEST = 1000  # no age limit
CHAIN = ("points", "time_used", "submitted_at")

Place = tuple[int, int | None]  # school id, grade (None: the whole school)


@dataclass(frozen=True)
class CellLine:
    """`count` items of a topic and level ("" = any), each worth `points` hundredths."""

    topic: str
    level: str
    count: int
    points: int = WORTH


@dataclass(frozen=True)
class PrizeLine:
    name: str
    quota: int


@dataclass(frozen=True, kw_only=True)
class RuleSheet:
    """Everything a rule sheet says. The names at the end only make its sentences; no rule depends on them."""

    title: str
    # who may enter
    audience: str = "pupils"
    entry_by: str = "invited"
    invitations: tuple[Place, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    practice_needed: int = 0
    # when, how long, how often
    mode: str = "own"
    opens_at: datetime
    closes_at: datetime
    length_ms: int
    attempts_most: int | None = 1
    counts: str = "best"
    # the paper
    as_of: date
    paper_kind: str = "blueprint"
    cells: tuple[CellLine, ...] = ()
    papers_count: int = 1
    shuffle: bool = True
    private_first: bool = False
    allow_held: bool = False
    # scoring
    multiple_scoring: str = "all"
    negative_percent: int = 0
    speed_most: int = 0
    prediction: str = "none"
    chain: tuple[str, ...] = CHAIN
    # who sees what
    board_to: str = "own_submit"
    sub_boards: tuple[str, ...] = ()
    results_open: str = "submit"
    keys_open: str = "close"
    frozen_at: datetime | None = None
    # results
    confirmation: str = "at_once"
    appeal_h: int = 0
    prizes: tuple[PrizeLine, ...] = ()
    retention_months: int = 12
    round_level: str = "school"
    school_names: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    topic_names: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    chosen_count: int = field(default=0, compare=False)  # items of a fixed paper; they are chosen elsewhere

    @property
    def items_count(self) -> int:
        return sum(cell.count for cell in self.cells) if self.paper_kind == "blueprint" else self.chosen_count

    @property
    def most_points(self) -> int:
        """Hundredths that a perfect blueprint paper earns, without speed points."""
        return sum(cell.count * cell.points for cell in self.cells)

    def mark(self) -> str:
        """A short word for exactly these rules, so that who saves can be told that they have changed meanwhile."""
        said = [(name, _plain(getattr(self, name))) for name in NAMES]
        return sha256(repr(said).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    return value.timestamp() if isinstance(value, datetime) else value


NAMES = tuple(one.name for one in fields(RuleSheet) if one.compare)

#: Frozen with the papers when a contest is published; a copy of the contest can change it.
PAPER = frozenset({"paper_kind", "cells", "papers_count", "as_of", "private_first", "allow_held"})
#: May change while it is sat: none of them changes what anybody is doing or has done.
HARMLESS = frozenset({
    "title", "results_open", "keys_open", "board_to", "sub_boards", "prizes", "appeal_h", "confirmation",
    "retention_months", "round_level",
})  # fmt: skip
#: May still change when results stand.
AFTERWARDS = frozenset({"title", "results_open", "appeal_h", "retention_months"})


def changes(old: RuleSheet, new: RuleSheet) -> list[str]:
    """The names of the fields that differ, in the order of the sheet."""
    return [name for name in NAMES if getattr(old, name) != getattr(new, name)]


def frozen_once_running(old: RuleSheet, new: RuleSheet, at: datetime) -> list[str]:
    """The changed fields that would touch a sitting under way. More time, and more people, are never taken amiss."""
    return [name for name in changes(old, new) if name not in HARMLESS and not _only_gives(name, old, new, at)]


def frozen_once_published(old: RuleSheet, new: RuleSheet) -> list[str]:
    """The changed fields that nobody can change any more though nobody has started: the papers are printed."""
    return [name for name in changes(old, new) if name in PAPER]


def frozen_once_settled(old: RuleSheet, new: RuleSheet) -> list[str]:
    """The changed fields that results, once they stand, forbid."""
    return [name for name in changes(old, new) if name not in AFTERWARDS]


def _only_gives(name: str, old: RuleSheet, new: RuleSheet, at: datetime) -> bool:
    """Whether a change takes nothing from anybody."""
    gives = {
        "closes_at": lambda: new.closes_at > old.closes_at,
        "invitations": lambda: all(_invited(place, new.invitations) for place in old.invitations),
        "entry_by": lambda: new.entry_by == "invited",
        "age_from": lambda: (new.age_from or 0) < (old.age_from or 0),
        "age_to": lambda: (new.age_to or OLDEST) > (old.age_to or OLDEST),
        "practice_needed": lambda: new.practice_needed < old.practice_needed,
        # a board that stands still already is unveiled by who runs the contest, not by a rule
        "frozen_at": lambda: all(moment is None or moment > at for moment in (old.frozen_at, new.frozen_at)),
    }
    return name in gives and gives[name]()


def _invited(place: Place, places: Iterable[Place]) -> bool:
    return place in places or (place[0], None) in places
