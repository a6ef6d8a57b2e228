"""Every number of a report in one tree: page, Word and JSON are all made of it, so they cannot disagree.

`Contents` holds no pupil's name. Rates stand beside what they were divided by, with day and source. A figure that is
not known is None, never 0. `to_json` is stable: sorted keys, one checksum over everything but who issued it and when.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

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
    "canonical",
    "checksum",
    "to_json",
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


def canonical(contents: Contents) -> str:
    """The numbers as one line of JSON: sorted keys, no spaces, days as yyyy-mm-dd."""
    return json.dumps(_plain(asdict(contents)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(contents: Contents) -> str:
    """sha256 of the canonical text, in hex."""
    return hashlib.sha256(canonical(contents).encode()).hexdigest()


def to_json(contents: Contents, *, version: int, issued_at: datetime) -> str:
    """The file that is issued: `{"checksum", "issued": {"at", "version"}, "report": …}`.

    The checksum is that of `report` written canonically, so anybody can check it with a JSON parser and sha256.
    """
    shape = {
        "report": _plain(asdict(contents)),
        "checksum": checksum(contents),
        "issued": {"version": version, "at": issued_at.isoformat(timespec="seconds")},
    }
    return json.dumps(shape, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
