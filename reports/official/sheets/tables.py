"""One table on one sheet: title, head, rows; values as what they are."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from contests.exchange.cells import inert
from reports.official.sheets.formats import Formats
from reports.official.tables import Column, Kind, Plain, Table, value_of

#: What the sheet of a table is called.
NAMES = {
    "tong-hop": "Tổng hợp",
    "cuoc-thi": "Cuộc thi",
    "doi-tuong": "Đối tượng",
    "kenh-du-thi": "Kênh dự thi",
    "vong-thi": "Vòng thi",
    "tuan": "Tuần",
    "dia-ban": "Địa bàn",
    "khu-vuc": "Khu vực",
    "cap-hoc": "Cấp học",
    "khoi-lop": "Khối lớp",
    "truong": "Trường",
    "truong-chua-du-thi": "Trường chưa dự thi",
    "phan-bo-diem": "Phân bố điểm",
    "tru-cot": "Trụ cột",
    "chu-de": "Chủ đề",
    "nhan-thuc": "Nhận thức",
    "de-thi": "Đề thi",
    "cau-hoi": "Câu hỏi",
    "phuong-an": "Phương án",
    "tinh-hinh-bao-cao": "Tình hình báo cáo",
    "van-ban": "Văn bản",
    "chuyen-de": "Chuyên đề",
    "chuyen-de-tru-cot": "Chuyên đề theo trụ cột",
    "giang-day-ngoai-khoa": "Giảng dạy, ngoại khóa",
    "cuoc-thi-noi-khac": "Cuộc thi nơi khác",
    "giao-luu": "Giao lưu",
    "tuyen-truyen": "Tuyên truyền",
    "kinh-phi": "Kinh phí",
    "kien-nghi": "Kiến nghị",
}
TOP = 2  # the head's row; the title and the label stand above it
WIDEST, NARROWEST = 46, 11
LINE_HEIGHT, TALLEST = 15, 400  # points; no row may be taller than 409
A4 = 9


def printed_first(table: Table) -> Table:
    """The columns that paper has before the others, so that one printed area holds them."""
    order = sorted(range(len(table.columns)), key=lambda place: not table.columns[place].width)
    return replace(
        table,
        columns=tuple(table.columns[place] for place in order),
        rows=tuple(tuple(row[place] for place in order) for row in table.rows),
    )


def write_table(sheet: Any, made: Formats, table: Table, *, label: str) -> None:
    """All columns; those that paper leaves out stand behind what is printed."""
    widths = [_width(table, place) for place in range(len(table.columns))]
    printed = sum(column.width > 0 for column in table.columns)
    sheet.merge_range(0, 0, 0, printed - 1, inert(table.title), made.title)
    sheet.set_row(0, 1.3 * height([(table.title, sum(widths[:printed]) * 3 // 4)]))
    sheet.write_string(1, 0, label, made.label)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(TOP, place, column.title, made.head)
    sheet.set_row(TOP, 48)
    for number, row in enumerate(table.rows, start=TOP + 1):
        sheet.set_row(number, height(zip(map(value_of, row), widths, strict=True)))
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, made, (number, place), value_of(cell), column)
    sheet.freeze_panes(TOP + 1, 1 if table.columns[0].kind == "text" else 0)
    if len(table.rows) > 1:
        sheet.autofilter(TOP, 0, TOP + len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(TOP)
    sheet.print_area(0, 0, TOP + len(table.rows), printed - 1)
    set_up(sheet, label=label, wide=printed > 6)


def _write(sheet: Any, made: Formats, place: tuple[int, int], value: Plain, column: Column) -> None:
    if value is None:
        sheet.write_blank(*place, None, made.cell)
    elif isinstance(value, bool):
        sheet.write_string(*place, "có" if value else "", made.centre)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, made.kinds["day"])
    elif isinstance(value, str):
        sheet.write_string(*place, inert(value), made.cell)
    else:
        # a column of mixed figures has no kind of its own
        whole: Kind = "count" if isinstance(value, int) else "points"
        sheet.write_number(*place, value, made.kinds.get(column.kind, made.kinds[whole]))


def height(cells: Iterable[tuple[object, int]]) -> int:
    """Of a row, in points, so that each text fits its column of so many letters: not every program works it out."""
    lines = max((-(-len(str(text)) // width) for text, width in cells if text), default=1)
    return min(LINE_HEIGHT * max(lines, 1) + 2, TALLEST)


def _width(table: Table, place: int) -> int:
    longest = max((len(str(value_of(row[place]))) for row in table.rows if row[place] is not None), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2, len(table.columns[place].title) // 3 + 4))


def set_up(sheet: Any, *, label: str, wide: bool, pages: int = 0) -> None:
    """A4, as wide as the page and `pages` high (0: as many as it takes), numbered below, the label above."""
    sheet.set_paper(A4)
    if wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.7, right=0.5, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, pages)
    sheet.set_footer("&C&P/&N")
    if label:
        sheet.set_header(f"&C&B{label}")
    sheet.hide_gridlines(2)
