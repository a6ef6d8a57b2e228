"""The sheets of a stranger's .xlsx workbook: checked in full, then read by calamine from the checked parts alone."""

import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import python_calamine

from quiz.exchange.package import MAX_BYTES, parts
from quiz.exchange.reading import FileRefused
from schools.exchange.package import PackageRefused
from schools.exchange.workbook_scan import NEEDED, BookScan, SheetScan, packed, scan

Cell = str | float | int | bool | date | datetime | time | timedelta
MAX_SHEETS = 100
_PICTURE = re.compile(r"xl/media/([^/]+)")


@dataclass
class Sheet:
    """Rows of cells from A1 on, "" for an empty one. `errors` and `forms` as in `SheetScan`."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    found: SheetScan = field(default_factory=SheetScan)

    def place(self, row: int, column: int = -1) -> str:
        """ "Câu hỏi!C7", or "Câu hỏi!7" for a whole row; both count from 0."""
        return f"{self.name[:40]}!{letters(column) if column >= 0 else ''}{row + 1}"


@dataclass(frozen=True)
class Book:
    sheets: list[Sheet]
    pictures: list[str]  # file names of the pictures that lie in it


def letters(column: int) -> str:
    """A column's name, from 0: "A", "AA"."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_book(data: bytes) -> Book:
    """The sheets, cells bounded in number and length.

    Raises `FileRefused`: empty_file, too_large, old_excel, locked_file, macros, not_a_workbook, too_many_items,
    too_many_columns, too_deep, has_dtd, broken_file, and what `package.parts` refuses.
    """
    every = parts(_package(data))
    if "xl/workbook.xml" not in every:
        raise FileRefused("not_a_workbook")
    if b"macroEnabled" in every.get("[Content_Types].xml", b"") or any("/macrosheets/" in name for name in every):
        raise FileRefused("macros")
    needed = {name: content for name, content in every.items() if NEEDED.fullmatch(name)}
    try:
        found = scan(needed)
    except PackageRefused as refused:
        raise FileRefused(refused.code, refused.where) from None
    sheets = _sheets(packed(needed), found)
    return Book(sheets, [picture[1] for name in every if (picture := _PICTURE.fullmatch(name))])


def _package(data: bytes) -> bytes:
    if not data.strip():
        raise FileRefused("empty_file")
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # Office wraps a workbook with a password into the container of its old formats
        raise FileRefused("locked_file" if "EncryptedPackage".encode("utf-16-le") in data else "old_excel")
    if not data.startswith(b"PK"):
        raise FileRefused("not_a_workbook")
    return data


def _sheets(data: bytes, found: BookScan) -> list[Sheet]:
    sheets = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata[:MAX_SHEETS]:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            part = found.sheets.get(found.targets.get(about.name, ""), SheetScan())
            sheets.append(Sheet(about.name, rows, hidden, part))
    except python_calamine.PasswordError:
        raise FileRefused("locked_file") from None
    except (python_calamine.CalamineError, ValueError, OverflowError):
        raise FileRefused("broken_file") from None
    return sheets
