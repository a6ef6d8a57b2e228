"""Every number of a report in one tree: page, Word and JSON are all made of it, so they cannot disagree.

`Contents` holds no pupil's name. Rates stand beside what they were divided by, with day and source. A figure that is
not known is None, never 0. `official.snapshot` writes it as text and reads it back.
"""

from dataclasses import dataclass, field
from datetime import date

from reports.official.contents.participation import (
    AudienceLine,
    Change,
    ContestLine,
    Denominators,
    GradeLine,
    KindLine,
    LevelLine,
    SchoolLine,
    Taking,
    UnitLine,
    WeekLine,
)
from reports.official.contents.results import (
    Awareness,
    Band,
    ItemLine,
    OptionShare,
    PaperLine,
    Scores,
    TopicLine,
)
from reports.rules.registers import Registers

__all__ = [
    "AudienceLine",
    "Awareness",
    "Band",
    "Change",
    "Contents",
    "ContestLine",
    "Denominators",
    "GradeLine",
    "ItemLine",
    "KindLine",
    "Letterhead",
    "LevelLine",
    "OptionShare",
    "PaperLine",
    "Registers",
    "SchoolLine",
    "Scores",
    "Taking",
    "Teachers",
    "TopicLine",
    "UnitLine",
    "WeekLine",
]
SCHEMA = "asean-report/2"


@dataclass(frozen=True)
class Letterhead:
    """What the office sets: names and titles. Empty means a blank to fill in."""

    parent: str
    agency: str
    symbol: str
    place: str
    plan: str
    to: tuple[str, ...]
    signs_as: tuple[str, ...]
    signatory: str
    copies_to: tuple[str, ...]
    filed_by: str


@dataclass(frozen=True)
class Teachers:
    participants: int
    turns: int


@dataclass(frozen=True)
class Contents:
    first: date
    last: date
    cut_off: date
    is_demo: bool
    letterhead: Letterhead
    contests: tuple[ContestLine, ...]
    contests_held: int
    overall: Taking
    teachers: Teachers
    denominators: Denominators
    units: tuple[UnitLine, ...]
    levels: tuple[LevelLine, ...]
    grades: tuple[GradeLine, ...]
    schools: tuple[SchoolLine, ...]
    schools_silent: int
    schools_exceeding: int
    scores: Scores
    items: tuple[ItemLine, ...]
    items_used: int
    small: int
    #: Rows under `small` persons are merged and cells hidden; False on the desk's own pages, True in all that leaves.
    published: bool = False
    period: str = ""
    change: Change | None = None
    audiences: tuple[AudienceLine, ...] = ()
    channels: tuple[KindLine, ...] = ()
    rounds: tuple[KindLine, ...] = ()
    weeks: tuple[WeekLine, ...] = ()
    #: The units gathered to former districts, in which figures before and after 2025-07-01 can be compared.
    clusters: tuple[UnitLine, ...] = ()
    topics: tuple[TopicLine, ...] = ()
    awareness: Awareness | None = None
    papers: tuple[PaperLine, ...] = ()
    registers: Registers = field(default_factory=Registers)
    schema: str = SCHEMA

    @property
    def silent(self) -> tuple[SchoolLine, ...]:
        """Invited schools without a participant, in the order of their names."""
        return tuple(line for line in self.schools if line.invited and not line.taking.participants)

    @property
    def taking_part(self) -> tuple[SchoolLine, ...]:
        return tuple(line for line in self.schools if line.taking.participants)
