"""What reading a class list takes and gives."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; `rows[0]` is row 1 of the sheet."""

    name: str
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. The sentence is made where it is shown."""

    code: str
    row: int = 0
    column: str = ""
    value: str = ""
    sheet: str = ""
    other_row: int = 0


@dataclass(frozen=True)
class RosterRow:
    """One pupil as the list has it."""

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


@dataclass(frozen=True)
class Identifier:
    """An identifier where it stands, also in a row that is refused for something else."""

    field: str
    value: str
    row: int
    sheet: str


@dataclass
class Roster:
    """All pupils of a file, problems that stop the import, warnings that do not, and what was left out."""

    rows: list[RosterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
