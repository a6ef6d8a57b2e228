"""A period with enough in it to fill every part of a report."""

from datetime import date

from reports.official.contents import Contents
from reports.official.figures import contents_for
from reports.rules.periods import Period
from schools.models import Headcount, Placement
from tests.factories import make_school, make_unit
from tests.factories_reports import make_open_contest, make_pupils, make_turn

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
TODAY = date(2026, 12, 24)


def fill(*, is_demo: bool = False) -> None:
    """Three schools in two units, two contests; one school silent, one with an entered figure that is too small."""
    units = [make_unit(name="Phường An Xuyên"), make_unit(name="Xã Đầm Dơi")]
    names = ("Trường THPT Hồ Thị Kỷ", "Trường THPT Đầm Dơi", "Trường THCS - THPT Tân Lộc")
    first, second, silent = (make_school(name=name, is_demo=is_demo) for name in names)
    Placement.objects.create(school=first, unit=units[0])
    Placement.objects.create(school=second, unit=units[1])
    Headcount.objects.create(
        school=second,
        school_year="2026-2027",
        pupils=3,
        as_of=date(2026, 9, 5),
        source="Báo cáo đầu năm",
        kind="denominator",
    )
    contest = make_open_contest(schools=[first, second, silent], is_demo=is_demo, questions=6)
    other = make_open_contest(schools=[first], is_demo=is_demo, title="Hỏi đáp về Hiến chương ASEAN")
    for number, pupil in enumerate(make_pupils(first, 12)):
        make_turn(contest, pupil, right=number % 7)
        if number < 5:
            make_turn(other, pupil, right=number)
    visitors = make_pupils(make_school(is_demo=is_demo), 4)  # second has no class list of its own
    for pupil in visitors:
        make_turn(contest, pupil, right=3, school=second)


def contents(*, is_demo: bool = False) -> Contents:
    return contents_for(NOVEMBER, is_demo=is_demo, today=TODAY)
