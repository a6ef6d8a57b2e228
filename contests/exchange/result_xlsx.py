"""Result lists as an Excel workbook: strings are never formulas or links, numbers stay numbers."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from contests.exchange.cells import inert
from contests.exchange.result_csv import Cell

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Strings stay what they are; rows are written to disk as they come, so a long list needs no more memory.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
WIDEST = 34


def write(
    file: IO[bytes],
    *,
    sheet_name: str,
    notes: Sequence[str],
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> None:
    """Into an open file: what the list is (`notes`), the headings, which stay in sight, and the rows."""
    book = xlsxwriter.Workbook(file, OPTIONS)
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(sheet_name[:31])
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, min(WIDEST, max(10, len(heading) + 4)))
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, inert(note))
    top = len(notes)
    sheet.freeze_panes(top + 1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(top, place, inert(heading), bold)
    for number, row in enumerate(rows, start=top + 1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, text)
    book.close()


def _write(sheet: Any, row: int, column: int, cell: Cell, text: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, inert(cell), text)
    elif cell is not None:
        sheet.write_number(row, column, cell)
