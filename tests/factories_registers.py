"""Register rows for tests: entered through the actions, every value may be left out."""

from datetime import UTC, date, datetime
from typing import Any

from reports.actions.registers import enter_row
from reports.models import RegisterRow
from reports.rules.register_rows import Value
from reports.rules.register_shapes import SHAPES
from schools.models import School, User
from tests.factories import make_user

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
A_ROW: dict[str, dict[str, Value]] = {
    "talks": {"day": DAY, "title": "ASEAN quanh em", "kind": "alone", "culture": True, "pupils": 120, "teachers": 6},
    "lessons": {
        "year": 2026, "first": date(2026, 10, 1), "last": date(2026, 11, 15), "subject": "Địa lí",
        "title": "Khu vực Đông Nam Á", "grade": 11, "periods": 4, "pupils": 90,
    },
    "outside": {"day": DAY, "pupils": 30, "prizes": (("Nhất", 1), ("Nhì", 2))},
    "exchanges": {"day": DAY, "title": "Giao lưu sinh viên Lào", "countries": ("Lào", "Thái Lan"), "pupils": 40},
    "publicity": {"day": DAY, "form": "radio", "title": "Phát thanh tuần ASEAN", "items": 5, "copies": 1200},
    "money": {"day": DAY, "source": "school", "amount": 2_500_000, "purpose": "In pa nô"},
    "documents": {"number": "615/SGDĐT-MNPT", "day": DAY, "abstract": "Hướng dẫn tìm hiểu ASEAN"},
    "contests": {"name": "Tìm hiểu ASEAN", "organiser": "Bộ Giáo dục và Đào tạo", "by_ministry": True, "day": DAY},
}  # fmt: skip
_EMPTY: dict[str, Value] = {"heads": 0, "amount": 0, "grade": None, "names": (), "prizes": (), "yes": False}


def a_row(key: str, **values: Value) -> dict[str, Value]:
    """Every column of a register with values that it takes."""
    empty = {column.name: _EMPTY.get(column.kind, "") for column in SHAPES[key].columns}
    return {**empty, **A_ROW[key], **values}


def make_row(
    key: str, school: School | None = None, *, by: User | None = None, at: datetime = AT, **values: Any
) -> RegisterRow:
    """A row that stands in a register; several of the same may be made."""
    person = by or (make_user("leader", school=school) if school else make_user("officer"))
    return enter_row(key=key, values=a_row(key, **values), school=school, by=person, at=at, confirmed=True)
