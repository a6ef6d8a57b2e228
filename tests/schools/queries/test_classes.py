"""Lists of classes as people read them."""

from datetime import date

import pytest

from schools.queries import classes_of, pupils_of
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


def test_classes_go_by_grade_and_number_and_tell_their_size() -> None:
    school = make_school()
    for name, grade in [("10A10", 10), ("10A2", 10), ("9B", 9), ("10A1", 10)]:
        make_class(school, name=name, grade=grade, year=2026)
    make_class(school, name="9B", grade=9, year=2025)
    largest = next(row for row in classes_of(school, 2026, on=DAY) if row.name == "10A2")
    for _unused in range(2):
        make_enrolment(school_class=largest)
    found = classes_of(school, 2026, on=DAY)
    assert [(row.name, row.size) for row in found] == [("9B", 0), ("10A1", 0), ("10A2", 2), ("10A10", 0)]


def test_a_class_is_as_large_on_the_list_as_on_its_own_page() -> None:
    """Whoever has left is in neither number, though the enrolment holds until its last day."""
    row = make_class(year=2026)
    make_enrolment(school_class=row)
    make_enrolment(make_user(school=row.school, is_active=False), row)
    [listed] = classes_of(row.school, 2026, on=DAY)
    assert (listed.size, pupils_of(row, DAY).count()) == (1, 1)
