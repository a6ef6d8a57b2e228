"""Registers as a workbook: a sheet each, headings in the first row, lists to choose from; and such a workbook read.

Everything is written as text, number or day, never as a formula. What comes in is bounded before it is parsed, like a
class list (`schools.exchange`).
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

from reports.rules.register_rows import Value, plain
from reports.rules.register_shapes import Column, Shape
from schools.exchange import roster_sheet
from schools.exchange.roster_sheet import FileRefused
from schools.rules import names

ID_HEADING = "Mã dòng"
MARK_HEADING = "Số lần sửa"  # hidden: nobody writes it, an import compares it
NEEDED = " (*)"
LISTS = "Danh mục"
MOST_ROWS = 3_000
EMPTY_ROWS = 500  # rows below the last one whose cells still offer their lists
__all__ = ["Book", "FileRefused", "ReadRow", "SheetOut", "read", "table", "write"]
_WIDTHS = {"long": 50, "text": 36, "link": 30, "contest": 40, "choice": 26, "names": 26, "prizes": 26, "day": 13}


@dataclass(frozen=True)
class SheetOut:
    """One register: rows as (number, values). `contests` are the names a contest's number stands for; `marks` says how
    often each row has been corrected so far."""

    shape: Shape
    rows: Sequence[tuple[int, Mapping[str, Value]]]
    contests: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRow:
    """A row that holds something: register, line in its sheet, number of the stored row it names, cells by column.

    A cell left empty is ""; a column that its sheet lacks has no cell at all. `seen`: how often the stored row had been
    corrected when the workbook was made; None where it does not say.
    """

    register: str
    line: int
    id: int
    cells: dict[str, object]
    seen: int | None = None


@dataclass
class Book:
    """What a workbook holds, and what of it nobody reads: `unread` are headings that no register knows, `absent` the
    columns that a sheet with rows lacks, both as (register, name); `strange` are the sheets that are no register's."""

    rows: list[ReadRow] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)


def write(sheets: Sequence[SheetOut]) -> bytes:
    """The workbook, the same bytes' worth of cells for the same rows."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Writer(book).write(sheets)
    book.close()
    return data.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self.number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})

    def write(self, sheets: Sequence[SheetOut]) -> None:
        lists = {
            (one.shape.key, column.name): options
            for one in sheets
            for column in one.shape.columns
            if (options := _options(column, one.contests))
        }
        places = {}
        pages = [(one, self.book.add_worksheet(one.shape.title)) for one in sheets]
        if lists:
            page = self.book.add_worksheet(LISTS)
            for at, (place, options) in enumerate(lists.items()):
                page.set_column(at, at, 30)
                for line, option in enumerate(options):
                    page.write_string(line, at, option)
                letter = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
                places[place] = f"='{LISTS}'!{letter}$1:{letter}${len(options)}"
        for one, page in pages:
            self._sheet(page, one, places)

    def _sheet(
        self, page: xlsxwriter.worksheet.Worksheet, one: SheetOut, places: Mapping[tuple[str, str], str]
    ) -> None:
        end = len(one.rows) + EMPTY_ROWS
        for at, column in enumerate(one.shape.columns):
            look = self.day if column.kind == "day" else self.number if _counts(column) else self.text
            page.set_column(at, at, _WIDTHS.get(column.kind, 14), look)
            page.write_string(0, at, column.label + NEEDED * column.required, self.head)
            if source := places.get((one.shape.key, column.name)):
                page.data_validation(1, at, end, at, {"validate": "list", "source": source})
            elif hint := _hint(column):
                page.data_validation(
                    1, at, end, at, {"validate": "any", "input_title": column.label[:32], "input_message": hint[:255]}
                )
        last = len(one.shape.columns)
        page.set_column(last, last, 10, self.text)
        page.write_string(0, last, ID_HEADING, self.head)
        page.set_column(last + 1, last + 1, 10, self.text, {"hidden": True})
        page.write_string(0, last + 1, MARK_HEADING, self.head)
        for line, (number, values) in enumerate(one.rows, start=1):
            for at, column in enumerate(one.shape.columns):
                self._cell(page, line, at, column, values.get(column.name), one.contests)
            page.write_string(line, last, str(number))
            if number in one.marks:
                page.write_string(line, last + 1, str(one.marks[number]))
        page.freeze_panes(1, 0)

    def _cell(
        self,
        page: xlsxwriter.worksheet.Worksheet,
        line: int,
        at: int,
        column: Column,
        value: Value,
        contests: Mapping[int, str],
    ) -> None:
        if isinstance(value, date):
            page.write_datetime(line, at, value, self.day)
        elif _counts(column) and isinstance(value, int):
            page.write_number(line, at, value, self.number)
        else:
            page.write_string(line, at, _text(column, value, contests), self.text)


def read(data: bytes, filename: str, shapes: Sequence[Shape]) -> Book:
    """The rows of the sheets that bear the registers' names. Raises `FileRefused`: what class lists are refused for,
    `no_register` when no sheet bears such a name, `no_rows_but` when those that do are empty and another is not,
    `no_heading` when one lacks a needed column."""
    if not data.startswith(b"PK"):
        raise FileRefused("wrong_kind" if data.strip() else "empty_file")
    named = {names.fold(shape.title): shape for shape in shapes}
    book = Book()
    known = False
    for sheet in roster_sheet.read(data, filename):
        shape = named.get(names.fold(sheet.name))
        if not any(cell not in ("", None) for row in sheet.rows for cell in row):
            continue
        if shape is None:
            book.strange += [sheet.name] if names.fold(sheet.name) != names.fold(LISTS) else []
            continue
        known = True
        _take(shape, sheet.rows, book)
        if len(book.rows) > MOST_ROWS:
            raise FileRefused("too_many_rows")
    if not known or (book.strange and not book.rows):
        raise FileRefused("no_rows_but" if known else "no_register", value=", ".join(book.strange))
    return book


def _take(shape: Shape, rows: Sequence[Sequence[object]], book: Book) -> None:
    """Adds a sheet's rows to the book, and where it has some what of it is not read."""
    places, unread = _places(shape, rows[0])
    absent = [column for column in shape.columns if column.name not in places]
    if missing := next((column.label for column in absent if column.required), ""):
        raise FileRefused("no_heading", row=1, value=f"{shape.title}: {missing}")
    before = len(book.rows)
    for line, row in enumerate(rows[1:], start=2):
        cells = {name: "" if at >= len(row) or row[at] is None else row[at] for name, at in places.items()}
        number, mark = (str(cells.pop(name, "")).partition(".")[0].strip() for name in ("id", "mark"))
        if any(cell != "" for cell in cells.values()):
            seen = int(mark) if mark.isascii() and mark.isdecimal() and len(mark) < 16 else None
            book.rows.append(ReadRow(shape.key, line, _number(number), cells, seen))
    if len(book.rows) > before:
        book.unread += [(shape.key, heading) for heading in unread]
        book.absent += [(shape.key, column.name) for column in absent]


def _places(shape: Shape, head: Sequence[object]) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and the headings that are nobody's (or somebody's a second time)."""
    wanted = {names.fold(column.label): column.name for column in shape.columns}
    wanted |= {names.fold(ID_HEADING): "id", names.fold(MARK_HEADING): "mark"}
    places: dict[str, int] = {}
    unread = []
    for at, cell in enumerate(head):
        heading = names.clean(str("" if cell is None else cell))
        name = wanted.get(names.fold(heading.replace(NEEDED.strip(), "")))
        if name and name not in places:
            places[name] = at
        elif heading:
            unread.append(heading[:80])
    return places, unread


def _number(text: str) -> int:
    """The number of a stored row; -1, which is nobody's, for what is no number."""
    return (int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else -1) if text else 0


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    """A plain list as a workbook."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True})
    for at, heading in enumerate(headings):
        page.set_column(at, at, 40 if at == 0 else 18)
        page.write_string(0, at, heading, bold)
    for line, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, at, value)
            else:
                page.write_string(line, at, value)
    page.freeze_panes(1, 0)
    book.close()
    return data.getvalue()


def _options(column: Column, contests: Mapping[int, str]) -> list[str]:
    if column.kind == "choice":
        return [name for _code, name in column.choices]
    if column.kind == "contest":
        return list(dict.fromkeys(contests.values()))
    return ["x"] if column.kind == "yes" else []


def _hint(column: Column) -> str:
    if column.kind == "day":
        return "ngày/tháng/năm, ví dụ 05/09/2026"
    return column.hint


def _counts(column: Column) -> bool:
    return column.kind in {"heads", "amount"}


def _text(column: Column, value: Value, contests: Mapping[int, str]) -> str:
    if column.kind == "choice":
        return dict(column.choices).get(str(value), str(value or ""))
    if column.kind == "contest" and isinstance(value, int):
        return contests.get(value, "")
    return plain(column, value)
