"""Workbooks for tests: made by Excel's own rules, and made wrong on purpose."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[Any]]
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(rows: Rows, *more: tuple[str, Rows], name: str = "Sheet1", **options: Any) -> bytes:
    """A workbook with these rows; days and times get a format, as Excel gives them."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, **options})
    formats = {
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        time: book.add_format({"num_format": "hh:mm"}),
        timedelta: book.add_format({"num_format": "[h]:mm"}),
    }
    formats[datetime] = formats[date]
    for title, table in [(name, rows), *more]:
        sheet = book.add_worksheet(title)
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, formats.get(type(cell)))
    book.close()
    return data.getvalue()


def patched(data: bytes, change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """The package with one part changed."""
    return repacked(data, lambda name, content: change(content) if name == part else content)


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **added: bytes) -> bytes:
    """The package with parts changed, left out (None) or added ("/" in a name is written "__")."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = change(entry, old.read(entry))
            if content is not None:
                new.writestr(entry, content)
        for name, content in added.items():
            new.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def with_xml(rows: bytes, data: bytes | None = None) -> bytes:
    """A workbook with these rows of XML behind its own."""
    book = data or xlsx([["Câu hỏi", "A", "B", "C", "Đáp án"], ["Q?", "x", "y", "z", "A"]])
    return patched(book, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def filled(data: bytes, rows: Sequence[dict[int, Any]], first: int = 2) -> bytes:
    """A template filled in by hand: what is typed is text, since its cells are."""
    xml = []
    for number, row in enumerate(rows, start=first):
        cells = "".join(_typed(f"{_letters(column)}{number}", str(cell)) for column, cell in sorted(row.items()))
        xml.append(f'<row r="{number}">{cells}</row>')
    return with_xml("".join(xml).encode(), data)


def _typed(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)
