"""Headings of class lists as schools write them, where the heading row is, and which column holds what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from schools.rules import names
from schools.rules.roster import cells, oldfonts
from schools.rules.roster.shapes import Cell, Column, Sheet

SEARCHED_ROWS = 20
DROP = "drop"
ALIASES = {
    "order": ["STT", "TT", "Thứ tự", "Số TT", "Số thứ tự"],
    "ministry_id": [
        "Mã định danh Bộ GD&ĐT", "Mã định danh Bộ GDĐT", "Mã định danh Bộ", "Mã định danh", "Mã ĐDBGD",
        "Mã định danh học sinh", "Mã số Bộ GD&ĐT", "Mã số Bộ GDĐT", "Mã số Bộ",
    ],
    "pupil_code": ["Mã học sinh", "Mã HS", "Mã", "Mã số học sinh", "Mã số HS"],
    "full_name": [
        "Họ và tên", "Họ tên", "Họ tên học sinh", "Họ và tên học sinh", "Tên học sinh", "Họ & tên", "Họ, tên",
        "Họ và tên HS", "Họ tên HS",
    ],
    "before": ["Họ đệm", "Họ và tên đệm", "Họ và đệm", "Họ lót", "Họ", "Họ và chữ lót", "Họ và tên lót", "Họ, đệm"],
    "given": ["Tên"],
    "birth": [
        "Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NS", "Ngày sinh (dd/mm/yyyy)", "Năm sinh",
        "Sinh ngày", "Ngày tháng năm", "Ng. sinh",
    ],
    "birth_day": ["Ngày"],
    "birth_month": ["Tháng"],
    "birth_year": ["Năm"],
    "sex": ["Giới tính", "GT", "Phái", "Nam/Nữ", "Giới"],
    "girl": ["Nữ"],
    "boy": ["Nam"],
    "class": ["Lớp", "Lớp học", "Mã lớp", "Tên lớp"],
    "grade": ["Khối", "Khối học", "Khối lớp"],
    "status": ["Trạng thái", "Trạng thái học sinh"],
    "ethnic": ["Dân tộc"],
    DROP: ["Ghi chú", "Ký tên", "Ký nhận", "Chữ ký"],
}  # fmt: skip
# what a person may say that a column holds
FIELDS = tuple(name for name in ALIASES if name not in {"ethnic", DROP})
# Known to hold what this system has no use for: never read, and the page says so.
PERSONAL = re.compile(
    r"cmnd|cccd|can cuoc|so dinh danh ca nhan|\b(cha|bo|me|phu huynh|giam ho)\b|nghe nghiep|sdt|dien thoai|di dong"
    r"|cho o|ho khau|dia chi|thuong tru|tam tru|benh|khuyet tat|ton giao|dan toc|email|noi sinh|que quan"
)
KEY_LENGTH = 120
# words that stand in rows of pupils too
_ALSO_DATA = {"ho", "ma", "nam", "nu"}


def plain(heading: object) -> str:
    """A heading as it is compared: folded, without `(*)` and punctuation."""
    text = re.sub(r"\([^)]*\)", " ", names.fold(str(heading))) if heading is not None else ""
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


FIELD_OF = {plain(alias): name for name, aliases in ALIASES.items() for alias in aliases}


def readings(cell: Cell) -> list[str]:
    """A text cell as it is compared, in Unicode and in each old font that its signs may be of."""
    return [plain(text) for text in oldfonts.readings(cell)] if isinstance(cell, str) else []


@dataclass(frozen=True)
class Headings:
    """Where the data begins and which column holds what; `titles` keeps the headings as written.

    `personal` are the places of what is never read. Without a heading row (`found` is False) columns are only what
    somebody says they are.
    """

    first_data_row: int
    found: bool = True
    columns: list[Column] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)

    @property
    def dropped(self) -> list[str]:
        """The headings of what is never read."""
        return [column.title for column in self.columns if column.personal]


def find(rows: Sequence[Sequence[Cell]], learnt: Mapping[str, str] | None = None, sheet: str = "") -> Headings:
    """The first of twenty rows that has the names and one more known heading, else the one with the most (at least
    two, or the names'), and a second line under it. `learnt` says what a school's own headings mean; `sheet` marks keys
    of columns that have no heading.
    """
    learnt = learnt or {}
    lines = [_line(rows, top, learnt) for top in range(min(len(rows), SEARCHED_ROWS))]
    known = [_fields(line, learnt) for line, _first in lines]
    most = max(known, key=len, default=set())
    best = next((one for one in known if _has_names(one) and len(one) > 1 + ("before" in one)), most)
    if len(best) < 2 and not _has_names(best):
        return _without_row(rows, learnt, sheet)
    line, first = lines[known.index(best)]
    return _headings(line, rows, Headings(first), learnt, sheet)


def _line(rows: Sequence[Sequence[Cell]], top: int, learnt: Mapping[str, str]) -> tuple[list[Cell], int]:
    """A row as headings, with the second line under it when there is one, and where the data would begin."""
    under = rows[top + 1] if top + 1 < len(rows) else []
    if _fields(rows[top], learnt) and _is_second_line(under, learnt):
        return _merged(rows[top], under), top + 2
    return list(rows[top]), top + 1


def _has_names(fields: set[str]) -> bool:
    return "full_name" in fields or {"before", "given"} <= fields


def without_personal(sheets: Sequence[Sheet], learnt: Mapping[str, str]) -> list[Sheet]:
    """The sheets with their headings, but nothing under those of personal columns: what may travel on."""
    kept = []
    for sheet in sheets:
        found = find(sheet.rows, learnt)
        gone = set(found.personal)
        rows = [
            row if number < found.first_data_row else [None if at in gone else cell for at, cell in enumerate(row)]
            for number, row in enumerate(sheet.rows)
        ]
        kept.append(replace(sheet, rows=rows))
    return kept


def field_of(cell: Cell, learnt: Mapping[str, str]) -> str:
    """The field a heading names: what the school has said, else what is commonly meant, else ""."""
    texts = readings(cell)
    if texts and texts[0][:KEY_LENGTH] in learnt and not PERSONAL.search(texts[0]):
        return learnt[texts[0][:KEY_LENGTH]]
    found = next((FIELD_OF[text] for text in texts if text in FIELD_OF), "")
    # "Năm" and "Nam" fold to the same
    return "birth_year" if found == "boy" and "năm" in {text.casefold() for text in _shown(cell)} else found


def is_heading(cell: Cell, field: str, learnt: Mapping[str, str]) -> bool:
    """Whether a cell says the field's name, in a word that no pupil's row has."""
    return field_of(cell, learnt) == field and not set(readings(cell)) & _ALSO_DATA


def _fields(row: Sequence[Cell], learnt: Mapping[str, str]) -> set[str]:
    return {field_of(cell, learnt) for cell in row} - {"", DROP}


def _without_row(rows: Sequence[Sequence[Cell]], learnt: Mapping[str, str], sheet: str) -> Headings:
    """No known heading: the first of the widest rows is taken for headings when it is all words, else for data."""
    widths = [sum(1 for cell in row if cell not in (None, "")) for row in rows[:SEARCHED_ROWS]]
    top = widths.index(max(widths)) if widths else 0
    line = list(rows[top]) if rows else []
    words = all(isinstance(cell, str) and not re.search(r"\d", cell) for cell in line if cell not in (None, ""))
    titles = line if words else [None] * len(line)
    return _headings(titles, rows, Headings(top + 1 if words else top, found=False), learnt, sheet)


def _is_second_line(row: Sequence[Cell], learnt: Mapping[str, str]) -> bool:
    """No number anywhere, and a heading that no pupil's row has; or headings only."""
    filled = [cell for cell in row if cell not in (None, "")]
    if not all(isinstance(cell, str) and not re.search(r"\d", cell) for cell in filled):
        return False
    told = [bool(field_of(cell, learnt)) or bool(PERSONAL.search(plain(cell))) for cell in filled]
    sure = [field_of(cell, learnt) for cell in filled if not set(readings(cell)) & _ALSO_DATA]
    return bool(filled) and (all(told) or any(sure))


def _merged(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    width = max(len(upper), len(lower))
    cells = [*upper, *[None] * (width - len(upper))]
    for place, cell in enumerate(lower):
        if cell not in (None, ""):
            cells[place] = cell
    return cells


def _headings(
    line: Sequence[Cell], rows: Sequence[Sequence[Cell]], found: Headings, learnt: Mapping[str, str], sheet: str
) -> Headings:
    data = rows[found.first_data_row :]
    keys: set[str] = set()
    for place, cell in enumerate(line):
        key = plain(cell)[:KEY_LENGTH]
        if not key or key in keys:
            key = f"{sheet}#{place + 1}"
        keys.add(key)
        column = _column(cell, key, place, data, learnt)
        if place and not cell and key not in learnt and _is_given(line, place, found.places, data):
            column = Column(key, column.title, "given", samples=column.samples)
        if not column.title and not column.samples:
            continue
        found.columns.append(column)
        if column.personal:
            found.personal.append(place)
        if column.field in {"", DROP}:
            continue
        if column.field in found.places:
            found.doubled.append(column.title)
        else:
            found.places[column.field] = place
            found.titles[column.field] = column.title
    return found


def _column(cell: Cell, key: str, place: int, data: Sequence[Sequence[Cell]], learnt: Mapping[str, str]) -> Column:
    name = field_of(cell, learnt)
    personal = name == "ethnic" or (name in {"", DROP} and any(PERSONAL.search(text) for text in readings(cell)))
    as_read = next((text for text in _shown(cell) if plain(text) in FIELD_OF), names.clean(str(cell or "")))
    if personal:
        return Column(key, as_read[:60], DROP, personal=True)
    name = learnt.get(key, name) if "#" in key else name
    filled = (_sample(row[place]) for row in data if place < len(row))
    samples = [text for text, _number in zip((text for text in filled if text), range(3), strict=False)]
    return Column(key, as_read[:60], name, samples=tuple(samples))


def _shown(cell: Cell) -> Sequence[str]:
    return [names.clean(text) for text in oldfonts.readings(cell)] if isinstance(cell, str) else []


def _sample(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cells.text(cell)[:40]


def _is_given(line: Sequence[Cell], place: int, places: Mapping[str, int], data: Sequence[Sequence[Cell]]) -> bool:
    """ "Họ và tên" merged over two columns: the second one, without a heading, holds the given name."""
    if places.get("full_name") != place - 1 or "given" in {field_of(cell, {}) for cell in line}:
        return False
    beside = [row[place] if place < len(row) else None for row in data[:40]]
    return sum(1 for cell in beside if isinstance(cell, str) and cell.strip()) * 2 > len(beside) > 0
