"""What a preview's page carries to the next step, signed for one person and an hour: pupils, and the file's cells."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from schools.actions.roster_preview import Preview
from schools.models import School, User
from schools.rules.roster import Cell, RosterRow, Sheet

SALT = "schools.roster"
AN_HOUR = 3600
#: What a form may carry beside files is a million bytes; a longer file is chosen again.
MOST = 900_000
MOST_CELLS = 400_000


@dataclass(frozen=True)
class Pupils:
    """What is imported when somebody says yes. `converted` rows wait for an answer about their old font."""

    school_id: int
    year: int
    rows: list[RosterRow]
    mapping: dict[str, str]

    @property
    def converted(self) -> int:
        return sum(1 for row in self.rows if row.converted)


@dataclass(frozen=True)
class Cells:
    """A file that was read, to be read once more with other columns."""

    school_id: int
    year: int
    class_name: str
    sheets: list[Sheet]


def pack_pupils(preview: Preview, school: School, year: int, user: User) -> str:
    """The pupils of a preview without problems."""
    rows = [[_plain(value) for value in astuple(row)] for row in preview.roster.rows]
    return _packed("pupils", {"school": school.pk, "year": year, "rows": rows, "map": dict(preview.mapping)}, user)


def pupils(text: str, user: User) -> Pupils:
    """Refuses with 409 what is older than an hour, somebody else's, or changed."""
    kept = _unpacked("pupils", text, user)
    rows = [RosterRow(*(_value(value) for value in values)) for values in kept["rows"]]  # type: ignore[arg-type]  # signed by ourselves
    return Pupils(kept["school"], kept["year"], rows, kept["map"])


def pack_cells(sheets: Sequence[Sheet], school: School, year: int, class_name: str, user: User) -> str:
    """The cells of a file; "" when a form could not carry them."""
    if not sheets or sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_CELLS:
        return ""
    rows = [[sheet.name, sheet.from_1904, [_short(row) for row in sheet.rows]] for sheet in sheets]
    text = _packed("cells", {"school": school.pk, "year": year, "class": class_name, "sheets": rows}, user)
    return text if len(text) <= MOST else ""


def cells(text: str, user: User) -> Cells:
    """Refuses like `pupils`."""
    kept = _unpacked("cells", text, user)
    sheets = [
        Sheet(name, [[_value(value) for value in row] for row in rows], from_1904)
        for name, from_1904, rows in kept["sheets"]
    ]
    return Cells(kept["school"], kept["year"], kept["class"], sheets)


def _packed(what: str, kept: Mapping[str, Any], user: User) -> str:
    return signing.dumps(kept, salt=f"{SALT}.{what}.{user.pk}", compress=True)


def _unpacked(what: str, text: str, user: User) -> Any:
    try:
        return signing.loads(text, salt=f"{SALT}.{what}.{user.pk}", max_age=AN_HOUR)
    except signing.BadSignature:
        raise Refusal("preview_old", _("Bản xem trước đã quá một giờ. Hãy chọn lại tệp."), status=409) from None


def _short(row: Sequence[Cell]) -> list[Any]:
    """A row without the empty cells at its end."""
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return [_plain(cell) for cell in row[:end]]


def _plain(value: Cell) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _value(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]  # signed by ourselves
    text = value["day"]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
