"""Charts that Excel draws itself from the cells, so that who edits a cell sees the chart follow."""

from collections.abc import Mapping
from typing import Any

from reports.official.sheets.tables import NAMES, TOP
from reports.official.tables import Table, value_of
from reports.official.tables.participation import MOST_UNITS

BLUE, GOLD, PALE = "#1B4F9C", "#D9A900", "#DCE3EF"
WIDTH, GAP = 640, 2  # pixels, rows
ROW = 20  # pixels


def draw(book: Any, sheet: Any, tables: Mapping[str, Table]) -> None:
    """Below each other on one sheet; a chart whose table has no row is not there."""
    row = 0
    for make in (_coverage, _trend, _scores, _pillars):
        made = make(book, tables)
        if made is None:
            continue
        chart, height, words = made
        chart.set_size({"width": WIDTH, "height": height})
        sheet.insert_chart(row, 0, chart, {"description": words, "object_position": 2})
        row += height // ROW + GAP
    if not row:
        sheet.write_string(0, 0, "Không có số liệu để vẽ biểu đồ.")


Made = tuple[Any, int, str] | None


def _coverage(book: Any, tables: Mapping[str, Table]) -> Made:
    found = (tables[name] for name in ("dia-ban", "khu-vuc") if name in tables)
    table = next((its for its in found if 1 < len(its.rows) <= MOST_UNITS), None)
    if table is None:
        return None
    chart = book.add_chart({"type": "bar"})
    chart.add_series(_series(table, "coverage", "name", BLUE, labels='0.0"%"'))
    _dress(chart, "Độ phủ theo địa bàn (%)")
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"min": 0, "max": 100, "visible": False, "major_gridlines": {"visible": False}})
    return chart, 120 + 26 * len(table.rows), "Biểu đồ cột ngang: độ phủ theo địa bàn"


def _trend(book: Any, tables: Mapping[str, Table]) -> Made:
    table = tables.get("tuan")
    if table is None or len(table.rows) < 2:
        return None
    chart = book.add_chart({"type": "column"})
    chart.add_series(_series(table, "turns", "monday", BLUE, name="Lượt thi"))
    chart.add_series(_series(table, "participants", "monday", GOLD, name="Học sinh dự thi"))
    _dress(chart, "Lượt thi và học sinh dự thi theo tuần", legend=True)
    chart.set_x_axis({"name": "Tuần từ thứ Hai ngày", "num_format": "dd/mm", "text_axis": True})
    return chart, 320, "Biểu đồ cột: lượt thi và học sinh dự thi theo tuần"


def _scores(book: Any, tables: Mapping[str, Table]) -> Made:
    table = tables.get("phan-bo-diem")
    if table is None:
        return None
    chart = book.add_chart({"type": "column"})
    chart.add_series({**_series(table, "n", "name", BLUE, labels="#,##0"), "gap": 25})
    _dress(chart, "Phân bố điểm các lượt thi")
    return chart, 340, "Biểu đồ cột: số lượt thi theo khoảng điểm"


def _pillars(book: Any, tables: Mapping[str, Table]) -> Made:
    table = tables.get("tru-cot")
    if table is None:
        return None
    chart = book.add_chart({"type": "bar"})
    series = _series(table, "share", "name", BLUE, labels='0.0"%"')
    ends = _ends(table)
    if any(up or down for up, down in ends):
        # the bars lie, but their values still run along what the format calls y
        series["y_error_bars"] = {
            "type": "custom", "plus_values": [up for up, _down in ends], "minus_values": [down for _up, down in ends],
        }  # fmt: skip
    chart.add_series(series)
    _dress(chart, "Tỷ lệ điểm đạt được theo trụ cột (%), kèm khoảng tin cậy")
    chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"min": 0, "max": 100, "visible": False, "major_gridlines": {"visible": False}})
    return chart, 140 + 34 * len(table.rows), "Biểu đồ cột ngang: tỷ lệ điểm đạt được theo trụ cột"


def _ends(table: Table) -> list[tuple[float, float]]:
    """How far the interval reaches above and below each value; 0 where none is stated."""
    keys = [column.key for column in table.columns]
    made = []
    for row in table.rows:
        share, low, high = (value_of(row[keys.index(key)]) for key in ("share", "low", "high"))
        if isinstance(share, float) and isinstance(low, float) and isinstance(high, float):
            made.append((round(high - share, 1), round(share - low, 1)))
        else:
            made.append((0.0, 0.0))
    return made


def _series(table: Table, values: str, names: str, colour: str, *, labels: str = "", name: str = "") -> dict[str, Any]:
    keys = [column.key for column in table.columns]
    first, last, sheet = TOP + 1, TOP + len(table.rows), NAMES[table.name]
    series: dict[str, Any] = {
        "categories": [sheet, first, keys.index(names), last, keys.index(names)],
        "values": [sheet, first, keys.index(values), last, keys.index(values)],
        "fill": {"color": colour},
        "name": name or table.title,
    }
    if labels:
        series["data_labels"] = {"value": True, "num_format": labels, "font": {"size": 9}}
    return series


def _dress(chart: Any, title: str, *, legend: bool = False) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "name": "Times New Roman"}})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": PALE}}, "num_format": "#,##0"})
