"""The list of what to mend in a file, as a workbook: one row for each problem, every cell plain text."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

_WIDTHS = (14, 14, 8, 28, 24, 28, 80)


def write(title: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The workbook. Texts are written as texts, so nothing that a file held becomes a formula here."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(title)
    for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=False)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value)
    sheet.freeze_panes(1, 0)
    book.close()
    return data.getvalue()
