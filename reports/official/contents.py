"""Every number of a report in one tree: page, Word and JSON are all made of it, so they cannot disagree.

`Contents` holds no pupil's name. Rates stand beside what they were divided by, with day and source. A figure that is
not known is None, never 0. `to_json` is stable: sorted keys, one checksum over everything but who issued it and when.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

SCHEMA = "asean-report/1"


@dataclass(frozen=True)
class Taking:
    """Persons and turns of a scope, with coverage and rate.

    `rate` is `enrolled_participants` of `enrolled` pupils in percent, over the `enrolled_schools` whose number of
    pupils is known; `exceeds` says that more took part than there should be, so that the number must be checked.
    """

    participants: int
    girls: int
    turns: int
    schools_invited: int
    schools_taking_part: int
    coverage: float | None
    enrolled: int | None
    enrolled_schools: int
    enrolled_participants: int
    rate: float | None
    exceeds: bool
    right: int
    items: int
    right_share: float | None


@dataclass(frozen=True)
class ContestLine:
    code: str
    title: str
    audience: str
    first_day: date
    last_day: date
    schools_invited: int
    participants: int
    turns: int


@dataclass(frozen=True)
class UnitLine:
    """`name` is empty for schools that stood in no known unit on the day."""

    name: str
    taking: Taking


@dataclass(frozen=True)
class LevelLine:
    """Schools are counted where pupils of the level took part; how many were invited by level is not known."""

    level: str
    taking: Taking


@dataclass(frozen=True)
class GradeLine:
    grade: int
    participants: int
    girls: int
    turns: int


@dataclass(frozen=True)
class SchoolLine:
    """`as_of` and `source` belong to `taking.enrolled`; an empty source means class lists."""

    name: str
    unit: str
    invited: bool
    taking: Taking
    as_of: date | None
    source: str


@dataclass(frozen=True)
class Teachers:
    participants: int
    turns: int


@dataclass(frozen=True)
class Band:
    """Turns with `low` ≤ score < `high` percent (the last band holds 100)."""

    low: int
    high: int
    n: int
    share: float | None


@dataclass(frozen=True)
class Scores:
    """Percent of each paper's points. All None when fewer than the small-group size sat."""

    n: int
    mean: float | None
    median: float | None
    deviation: float | None
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class OptionShare:
    text: str
    n: int
    share: float | None


@dataclass(frozen=True)
class ItemLine:
    """`difficulty` = points earned of points possible, percent; None where too few sat."""

    slug: str
    stem: str
    n: int
    answered: int
    ungraded: int
    difficulty: float | None
    options: tuple[OptionShare, ...]


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
class Denominators:
    """Where the numbers of pupils come from: how many schools by class lists, how many by an entered figure."""

    schools_by_lists: int
    schools_by_figure: int
    schools_unknown: int
    earliest: date | None
    latest: date | None


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
