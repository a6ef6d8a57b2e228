"""The figures of a whole period in one table: what it is, the value, its unit."""

from collections.abc import Iterator
from dataclasses import fields

from reports.official.contents import Change, Contents
from reports.official.tables.columns import TAKING
from reports.official.tables.shape import UNITS, Cell, Column, Table

POINTS = {"coverage", "rate", "right_share"}
NAMES_OF_CHANGE = {
    "first": "Kỳ trước: từ ngày",
    "last": "Kỳ trước: đến ngày",
    "participants": "Thay đổi: học sinh dự thi",
    "turns": "Thay đổi: lượt thi",
    "schools_taking_part": "Thay đổi: trường có học sinh dự thi",
    "coverage": "Thay đổi: độ phủ",
    "rate": "Thay đổi: tỷ lệ tham gia",
    "right_share": "Thay đổi: tỷ lệ đúng",
}


def summary(contents: Contents) -> Table:
    columns = (
        Column("figure", "Tên trường dữ liệu", "text", "Đường dẫn trong tệp JSON", "Path in the JSON file"),
        Column("name", "Số liệu", "text", "Tên số liệu", "Figure in Vietnamese", 95),
        Column("value", "Giá trị", "text", "Giá trị; trống khi chưa có số liệu", "Value; empty if not known", 35),
        Column("unit", "Đơn vị", "text", "Đơn vị", "Unit", 25, ""),
    )
    return Table("tong-hop", "Số liệu chung của kỳ", columns, tuple(_lines(contents)))


def _lines(contents: Contents) -> Iterator[tuple[Cell, ...]]:
    yield "first", "Kỳ báo cáo từ ngày", contents.first, ""
    yield "last", "Kỳ báo cáo đến ngày", contents.last, ""
    yield "cut_off", "Số liệu tính đến ngày", contents.cut_off, ""
    yield "contests_held", "Cuộc thi tổ chức trên hệ thống", contents.contests_held, ""
    for column in TAKING:
        value = getattr(contents.overall, column.key)
        yield f"overall.{column.key}", column.title, value, UNITS[column.kind][0]
    yield "teachers.participants", "Giáo viên dự thi", contents.teachers.participants, ""
    yield "teachers.turns", "Lượt thi của giáo viên", contents.teachers.turns, ""
    yield from _origins(contents)
    yield "scores.n", "Lượt thi tính điểm", contents.scores.n, ""
    yield "scores.mean", "Điểm trung bình", contents.scores.mean, "%"
    yield "scores.median", "Trung vị", contents.scores.median, "%"
    yield "scores.deviation", "Độ lệch chuẩn", contents.scores.deviation, "điểm phần trăm"
    yield "items_used", "Câu hỏi đã dùng", contents.items_used, ""
    yield "schools_silent", "Trường được mời chưa có học sinh dự thi", contents.schools_silent, ""
    yield "schools_exceeding", "Trường có số dự thi cần kiểm tra", contents.schools_exceeding, ""
    if contents.change is not None:
        yield from _changes(contents.change)


def _origins(contents: Contents) -> Iterator[tuple[Cell, ...]]:
    its = contents.denominators
    yield "denominators.schools_by_lists", "Trường có số học sinh theo danh sách lớp", its.schools_by_lists, ""
    yield "denominators.schools_by_figure", "Trường có số học sinh theo số liệu nhập", its.schools_by_figure, ""
    yield "denominators.schools_unknown", "Trường chưa có số học sinh", its.schools_unknown, ""
    yield "denominators.earliest", "Ngày sớm nhất của số học sinh", its.earliest, ""
    yield "denominators.latest", "Ngày muộn nhất của số học sinh", its.latest, ""


def _changes(change: Change) -> Iterator[tuple[Cell, ...]]:
    for field in fields(change):
        unit = "điểm phần trăm" if field.name in POINTS else ""
        name = NAMES_OF_CHANGE.get(field.name, field.name)
        yield f"change.{field.name}", name, getattr(change, field.name), unit
