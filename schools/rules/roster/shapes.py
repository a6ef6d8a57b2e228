"""What reading a class list takes and gives."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; `rows[0]` is row 1 of the sheet. `from_1904`: its day numbers count from 1904, not 1900."""

    name: str
    rows: list[list[Cell]]
    from_1904: bool = False


@dataclass(frozen=True)
class Column:
    """A column as the file has it. `key` names it in a school's map: its folded heading, or `#3` without one.

    `field` is a field of the class list, `drop`, or "" where nobody knows. A `personal` one is never read.
    """

    key: str
    title: str
    field: str
    personal: bool = False
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is wrong and where, and whose row it is; `other` is whom it could be taken for. The sentence is made where
    it is shown."""

    code: str
    row: int = 0
    column: str = ""
    value: str = ""
    sheet: str = ""
    other_row: int = 0
    name: str = ""
    other: str = ""


@dataclass(frozen=True)
class Conversion:
    """A text of an old font as the file has it and as it is read; `doubtful` when a word still is none."""

    row: int
    sheet: str
    before: str
    after: str
    font: str
    doubtful: bool = False


@dataclass(frozen=True)
class RosterRow:
    """One pupil as the list has it; `converted` when something of it was in an old font."""

    row: int
    sheet: str
    full_name: str
    class_name: str
    grade: int
    order: int = 0
    birth_date: date | None = None
    sex: str = ""
    pupil_code: str = ""
    ministry_id: str = ""
    converted: bool = False


@dataclass(frozen=True)
class Identifier:
    """An identifier where it stands, also in a row that is refused for something else."""

    field: str
    value: str
    row: int
    sheet: str
    name: str = ""


@dataclass
class Roster:
    """All pupils of a file, problems that stop the import, warnings that do not, and what was left out."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
