"""Headings of class lists as schools write them, and where the heading row is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schools.rules import names
from schools.rules.roster.shapes import Cell

SEARCHED_ROWS = 20
ALIASES = {
    "order": ["STT", "TT", "Thứ tự", "Số TT", "Số thứ tự"],
    "ministry_id": [
        "Mã định danh Bộ GD&ĐT", "Mã định danh Bộ GDĐT", "Mã định danh Bộ", "Mã định danh", "Mã ĐDBGD",
        "Mã định danh học sinh",
    ],
    "pupil_code": ["Mã học sinh", "Mã HS", "Mã"],
    "full_name": ["Họ và tên", "Họ tên", "Họ tên học sinh", "Họ và tên học sinh", "Tên học sinh"],
    "before": ["Họ đệm", "Họ và tên đệm", "Họ và đệm", "Họ lót", "Họ"],
    "given": ["Tên"],
    "birth": ["Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NS", "Ngày sinh (dd/mm/yyyy)"],
    "sex": ["Giới tính", "GT", "Phái"],
    "girl": ["Nữ"],
    "class": ["Lớp", "Lớp học", "Mã lớp", "Tên lớp"],
    "grade": ["Khối", "Khối học", "Khối lớp"],
    "status": ["Trạng thái", "Trạng thái học sinh"],
    "ethnic": ["Dân tộc"],
}  # fmt: skip
# Known to hold what this system has no use for: never read, and the page says so.
PERSONAL = re.compile(
    r"cmnd|cccd|can cuoc|so dinh danh ca nhan|\b(cha|bo|me|phu huynh|giam ho)\b|nghe nghiep|sdt|dien thoai|di dong"
    r"|cho o|ho khau|dia chi|thuong tru|tam tru|benh|khuyet tat|ton giao|dan toc|email|noi sinh|que quan"
)


def plain(heading: object) -> str:
    """A heading as it is compared: folded, without `(*)` and punctuation."""
    text = re.sub(r"\([^)]*\)", " ", names.fold(str(heading))) if heading is not None else ""
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


FIELD_OF = {plain(alias): name for name, aliases in ALIASES.items() for alias in aliases}


@dataclass(frozen=True)
class Headings:
    """Where the data begins and which column holds what; `titles` keeps the headings as written."""

    first_data_row: int
    columns: dict[str, int]
    titles: dict[str, str]
    dropped: list[str]
    doubled: list[str]


def find(rows: Sequence[Sequence[Cell]]) -> Headings | None:
    """The row of the first twenty with the most known headings (at least two), and a second line under it."""
    scores = [len(_fields(row)) for row in rows[:SEARCHED_ROWS]]
    best = max(scores, default=0)
    if best < 2:
        return None
    top = scores.index(best)
    line, first = list(rows[top]), top + 1
    if first < len(rows) and _is_second_line(rows[first]):
        line, first = _merged(line, rows[first]), first + 1
    return _headings(line, first, rows)


def _fields(row: Sequence[Cell]) -> set[str]:
    return {FIELD_OF[plain(cell)] for cell in row if isinstance(cell, str) and plain(cell) in FIELD_OF}


def _is_second_line(row: Sequence[Cell]) -> bool:
    """Every filled cell is a heading: a data row never is."""
    filled = [plain(cell) for cell in row if cell not in (None, "")]
    return bool(filled) and all(text in FIELD_OF or PERSONAL.search(text) for text in filled)


def _merged(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
    width = max(len(upper), len(lower))
    cells = [*upper, *[None] * (width - len(upper))]
    for place, cell in enumerate(lower):
        if cell not in (None, ""):
            cells[place] = cell
    return cells


def _headings(line: Sequence[Cell], first: int, rows: Sequence[Sequence[Cell]]) -> Headings:
    columns: dict[str, int] = {}
    titles: dict[str, str] = {}
    dropped, doubled = [], []
    for place, cell in enumerate(line):
        text, title = plain(cell), names.clean(str(cell or ""))[:60]
        name = FIELD_OF.get(text)
        if name == "ethnic" or (name is None and text and PERSONAL.search(text)):
            dropped.append(title)
        elif name in columns:
            doubled.append(title)
        elif name is not None:
            columns[name], titles[name] = place, title
    # "Họ và tên" merged over two columns: the second one, without a heading, holds the given name.
    if (at := columns.get("full_name")) is not None and "given" not in columns:
        beside = line[at + 1] if at + 1 < len(line) else None
        if beside in (None, "") and _mostly_words([row[at + 1 : at + 2] for row in rows[first : first + 40]]):
            columns["given"] = at + 1
    return Headings(first, columns, titles, dropped, doubled)


def _mostly_words(cells: Sequence[Sequence[Cell]]) -> bool:
    filled = sum(1 for cell in cells if cell and isinstance(cell[0], str) and cell[0].strip())
    return filled * 2 > len(cells) > 0
