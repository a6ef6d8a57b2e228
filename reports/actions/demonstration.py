"""The demonstration of reports: labelled register rows, and everything taken away whole."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from backend import clock
from contests.actions import removal
from reports.actions.register_returns import save_remarks
from reports.actions.registers import enter_row
from reports.models import (
    MODELS,
    IssuedReport,
    Letterhead,
    OutsideContest,
    RegisterChange,
    Reminder,
    ReportDraft,
    SchoolRemark,
    SchoolReturn,
)
from reports.rules.periods import Period
from reports.rules.register_rows import Value
from reports.rules.register_shapes import SHAPES
from schools.models import School, User
from schools.rules import years

NOTE = "Minh họa: "
CONTEST = NOTE + "cuộc thi tìm hiểu ASEAN do Bộ tổ chức"


@transaction.atomic
def fill_registers(*, schools: Sequence[School], teacher: User, officer: User, at: datetime) -> int:
    """A few labelled rows of demonstration schools and of the Department, so that the demonstration's report is not
    empty; nothing where some are already. Gives how many were entered."""
    if OutsideContest.objects.filter(is_demo=True).exists() or not all(school.is_demo for school in schools):
        return 0
    today = clock.day_of(at)
    first = years.span(years.start_year(today))[0]
    back = [max(first, today - timedelta(days=days)) for days in (40, 25, 12, 5)]
    n = 0
    for key, values in _of_desk(back):
        enter_row(key=key, values=values, school=None, by=officer, at=at)
        n += 1
    contest = OutsideContest.objects.get(is_demo=True)
    for number, school in enumerate(schools):
        for key, values in _of_school(number, back, contest.pk, years.start_year(today)):
            enter_row(key=key, values=values, school=school, by=teacher, at=at)
            n += 1
    save_remarks(
        school=schools[0],
        period=Period(*years.span(years.start_year(today))),
        difficulties=NOTE + "phòng máy còn thiếu, các lớp phải thi theo ca.",
        proposals=NOTE + "đề nghị gửi tài liệu tuyên truyền trước mỗi đợt.",
        seen="",
        by=teacher,
        at=at,
    )
    return n


def _of_desk(back: Sequence[date]) -> list[tuple[str, dict[str, Value]]]:
    name = NOTE + "triển khai tìm hiểu ASEAN trong trường học"
    return [
        ("documents", {"number": "00/MH", "day": back[0], "abstract": name, "issuer": ""}),
        ("contests", {"name": CONTEST, "organiser": "Bộ (minh họa)", "by_ministry": True, "day": back[0]}),
        ("money", {"day": back[0], "source": "province", "amount": 10_000_000, "purpose": NOTE + "in tài liệu"}),
    ]


def _of_school(number: int, back: Sequence[date], contest: int, year: int) -> list[tuple[str, dict[str, Value]]]:
    heads: dict[str, Value] = {"pupils": 120 + 15 * number, "students": 0, "teachers": 8 + number}
    talk: dict[str, Value] = {
        "day": back[1], "title": NOTE + "ASEAN quanh em", "kind": "alone" if number % 2 else "integrated",
        "politics": False, "economy": bool(number % 2), "culture": True, **heads,
    }  # fmt: skip
    lesson: dict[str, Value] = {
        "year": year, "first": back[1], "last": back[2], "out_of_class": False, "subject": "Địa lí",
        "title": NOTE + "khu vực Đông Nam Á", "grade": None, "periods": 4, "pupils": 80 + number,
    }  # fmt: skip
    prizes: tuple[tuple[str, int], ...] = (("Giải Ba", 1), ("Khuyến khích", 2)) if number == 0 else ()
    taking = {"contest": contest, "day": back[2], **heads, "prizes": prizes}
    poster: dict[str, Value] = {
        "day": back[3], "form": "book_corner", "title": NOTE + "góc sách ASEAN", "items": 1, "copies": 0, "link": "",
    }  # fmt: skip
    return [("talks", talk), ("lessons", lesson), ("outside", taking), ("publicity", poster)]


@transaction.atomic
def remove_demonstration(*, at: datetime) -> dict[str, int]:
    """The demonstration whole, its register rows and issued reports included; how many rows of each kind went."""
    for model in (ReportDraft, Letterhead):
        model.objects.filter(is_demo=True).delete()
    reports = IssuedReport.objects.filter(is_demo=True).delete()[0]
    registers = _remove_registers()
    return {"reports": reports, "registers": registers, **removal.remove_demonstration(at=at)}


def _remove_registers() -> int:
    """What points at an outside contest goes before it."""
    gone = 0
    demo: dict[str, Any] = {"is_demo": True}
    for key in (key for key in SHAPES if key != "contests"):
        gone += _remove(key, demo)
    gone += _remove("contests", demo)
    for model in (SchoolReturn, SchoolRemark, Reminder):
        gone += model.objects.filter(school__is_demo=True).delete()[0]
    return gone


def _remove(key: str, demo: dict[str, Any]) -> int:
    rows = MODELS[key]._default_manager.filter(**demo)
    RegisterChange.objects.filter(register=key, row__in=list(rows.values_list("pk", flat=True))).delete()
    return rows.delete()[1].get(MODELS[key]._meta.label, 0)
