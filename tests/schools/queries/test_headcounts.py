from datetime import date

import pytest

from schools import queries
from schools.models import Headcount
from tests.factories import make_class, make_enrolment, make_school

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


def figure(school, pupils, grade=None, as_of=date(2026, 9, 5), kind="denominator"):
    return Headcount.objects.create(
        school=school, grade=grade, pupils=pupils, as_of=as_of, source="BC 12", kind=kind, school_year="2026-2027"
    )


def test_enrolments_are_counted_by_day_and_grade():
    ten = make_class()
    eleven = make_class(school=ten.school, grade=11, name="11A1")
    make_enrolment(school_class=ten)
    make_enrolment(school_class=ten, to_day=date(2026, 10, 1))
    make_enrolment(school_class=eleven)
    ids = [ten.school_id]
    assert queries.enrolled_count(ids, None, ON) == {ten.school_id: 2}
    assert queries.enrolled_count(ids, [10], ON) == {ten.school_id: 1}
    assert queries.enrolled_count(ids, [10], date(2026, 9, 15)) == {ten.school_id: 2}
    assert queries.enrolled_count(ids, None, date(2026, 1, 1)) == {}


def test_class_lists_win_then_figures_then_nothing():
    listed, told, silent = make_class().school, make_school(), make_school()
    make_enrolment(school_class=listed.classes.get())
    figure(listed, 999)
    figure(told, 400, as_of=date(2026, 8, 20))
    figure(told, 412)
    figure(told, 420, as_of=date(2026, 12, 1))
    figure(silent, 300, kind="context")
    found = queries.denominators([listed.pk, told.pk, silent.pk], None, ON)
    assert {pk: (one.pupils, one.source) for pk, one in found.items()} == {
        listed.pk: (1, "class_lists"),
        told.pk: (412, "BC 12"),
    }
    assert found[told.pk].as_of == date(2026, 9, 5)


def test_a_sum_of_grades_needs_every_grade():
    school = make_school()
    figure(school, 200, grade=10)
    assert queries.denominators([school.pk], [10, 11], ON) == {}
    figure(school, 180, grade=11, as_of=date(2026, 9, 1))
    found = queries.denominators([school.pk], [10, 11], ON)[school.pk]
    assert (found.pupils, found.as_of) == (380, date(2026, 9, 1))
    assert queries.denominators([school.pk], None, ON) == {}
