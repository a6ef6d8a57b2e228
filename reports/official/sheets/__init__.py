"""The annex as an Excel workbook: a cover, how figures are counted, native charts, a sheet for each table.

Numbers are numbers, strings are never formulas, every sheet prints on A4. The same report gives the same bytes.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from contests.exchange.cells import inert
from reports.official.annexes import definitions_of, kept_back, version_of
from reports.official.body import SUBJECT, span_of
from reports.official.document import label_of
from reports.official.packing import moment_of
from reports.official.report import Report
from reports.official.sheets.charts import draw
from reports.official.sheets.formats import Formats
from reports.official.sheets.tables import NAMES, height, printed_first, set_up, write_table
from reports.official.tables import Table, tables_of
from reports.rules.wording import short_day

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
COVER, COUNTED, CHARTS, CORRECTED = "Bìa", "Cách tính", "Biểu đồ", "Điều chỉnh"


@dataclass(frozen=True)
class _Line:
    """A line of the cover; `sheet` makes it a link."""

    name: str
    text: str
    sheet: str = ""


def workbook(report: Report) -> bytes:
    """The file; tables without a row have no sheet and are named on the cover."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    made = Formats(book)
    tables = tables_of(report.contents)
    filled = [printed_first(table) for table in tables if table.rows]
    _describe(book, report)
    _cover(book, made, report, tables)
    _pairs(book, made, report, COUNTED, [(line.term, line.text) for line in definitions_of(report.contents)])
    if report.corrects:
        _correction(book, made, report)
    drawing = book.add_worksheet(CHARTS)
    for table in filled:
        write_table(book.add_worksheet(NAMES[table.name]), made, table, label=label_of(report))
    draw(book, drawing, {table.name: table for table in filled})
    set_up(drawing, label=label_of(report), wide=False, pages=1)
    book.close()
    return out.getvalue()


def _describe(book: Any, report: Report) -> None:
    """The file's own dates are those of the figures, not of the day it was written."""
    contents = report.contents
    title = f"Phụ lục số liệu {SUBJECT}"
    about = {"title": title, "company": contents.letterhead.agency, "created": moment_of(report)}
    book.set_properties(about)


def _cover(book: Any, made: Formats, report: Report, tables: tuple[Table, ...]) -> None:
    contents = report.contents
    lines = [
        _Line("Cơ quan", contents.letterhead.agency),
        _Line("Kỳ báo cáo", contents.period or span_of(contents)),
        _Line("Từ ngày", short_day(contents.first)),
        _Line("Đến ngày", short_day(contents.last)),
        _Line("Số liệu tính đến ngày", short_day(contents.cut_off)),
        _Line("Bản", version_of(report)),
        _Line("Mã kiểm tra (SHA-256)", report.checksum or "chưa chốt"),
        _Line("Cấu trúc số liệu", contents.schema),
        _Line("", ""),
        _Line("Trang tính", "Nội dung"),
        _Line(COUNTED, "Mỗi số liệu được tính như thế nào", COUNTED),
        *_corrected(report),
        _Line(CHARTS, "Biểu đồ của các bảng", CHARTS),
        *(_Line(NAMES[its.name], its.title, NAMES[its.name] if its.rows else "") for its in tables),
    ]
    sheet = book.add_worksheet(COVER)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 78)
    sheet.merge_range(0, 0, 0, 1, "PHỤ LỤC SỐ LIỆU", made.title)
    sheet.write_string(1, 0, SUBJECT, made.strong)
    sheet.write_string(2, 0, label_of(report), made.label)
    for row, line in enumerate(lines, start=4):
        if line.sheet:
            sheet.write_url(row, 0, f"internal:'{line.sheet}'!A1", made.link, inert(line.name))
        else:
            sheet.write_string(row, 0, inert(line.name), made.strong)
        text = line.text if line.sheet or line.name not in NAMES.values() else f"{line.text}: không có số liệu"
        sheet.write_string(row, 1, inert(text), made.text)
    set_up(sheet, label=label_of(report), wide=False)


def _corrected(report: Report) -> list[_Line]:
    said = f"Nội dung điều chỉnh so với bản {report.corrects:02d}"
    return [_Line(CORRECTED, said, CORRECTED)] if report.corrects else []


def _pairs(book: Any, made: Formats, report: Report, name: str, lines: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_row(0, 0, ["Số liệu", "Cách tính"], made.head)
    for row, (term, text) in enumerate(lines, start=1):
        sheet.set_row(row, height([(term, 28), (text, 90)]))
        sheet.write_string(row, 0, inert(term), made.strong)
        sheet.write_string(row, 1, inert(text), made.text)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    set_up(sheet, label=label_of(report), wide=False)


def _correction(book: Any, made: Formats, report: Report) -> None:
    sheet = book.add_worksheet(CORRECTED)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 2, 34)
    sheet.write_string(0, 0, inert(f"Lý do: {report.reason}"), made.strong)
    sheet.write_row(1, 0, ["Nội dung", f"Bản {report.corrects:02d}", f"Bản {report.version:02d}"], made.head)
    for row, line in enumerate(report.changes, start=2):
        sheet.set_row(row, height([(line.name, 60), (line.before, 34), (line.after, 34)]))
        for column, text in enumerate((line.name, line.before, line.after)):
            sheet.write_string(row, column, inert(text), made.text)
    if said := kept_back(report):
        sheet.set_row(len(report.changes) + 2, height([(said, 60)]))
        sheet.write_string(len(report.changes) + 2, 0, said, made.text)
    sheet.freeze_panes(2, 0)
    set_up(sheet, label=label_of(report), wide=False)
