from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.denominators import Figure, denominator
from reports.rules.places import NOWHERE, Span, level_of, unit_on, units_between

DAY = date(2025, 7, 1)
DAYS = st.integers(-6, 6).map(lambda shift: DAY + timedelta(days=shift))
SPANS = st.lists(st.builds(Span, st.integers(1, 4), st.none() | DAYS, st.none() | DAYS), max_size=4)


def test_a_school_stands_in_the_old_unit_to_the_last_day_and_in_the_new_one_from_the_next() -> None:
    spans = [Span(1, None, date(2025, 6, 30)), Span(2, DAY, None)]
    assert unit_on(spans, date(2025, 6, 30)) == 1
    assert unit_on(spans, DAY) == 2
    assert unit_on([], DAY) == NOWHERE


@given(spans=SPANS, days=st.tuples(DAYS, DAYS).map(sorted))
def test_units_between_are_those_of_every_single_day(spans: list[Span], days: list[date]) -> None:
    first, last = days
    every = {unit_on(spans, first + timedelta(days=n)) for n in range((last - first).days + 1)}
    assert units_between(spans, first, last) == every


@pytest.mark.parametrize(
    ("school", "grade", "level"),
    [
        ("THCS-THPT", 8, "THCS"), ("THCS-THPT", 12, "THPT"), ("THPT", 6, "THCS"), ("TH", 5, "TH"),
        ("GDNN-GDTX", 11, "GDTX"),
        ("ĐH", None, "CĐ, ĐH"), ("THCS", None, "THCS"), ("liên cấp", None, ""), ("", 13, ""),
    ],
)  # fmt: skip
def test_a_level_belongs_to_the_class(school: str, grade: int | None, level: str) -> None:
    assert level_of(school, grade) == level


def counted(grades: set[int] | None, lists: dict[int, int], figures: list[Figure]) -> int | None:
    wanted = None if grades is None else frozenset(grades)
    parts = denominator(wanted, lists=lists, figures=figures, school_level="THPT", cut_off=DAY)
    return sum(part.pupils for part in parts) if parts else None


def figure(pupils: int, *, grade: int | None = None, level: str = "", day: date = DAY) -> Figure:
    return Figure(grade, level, pupils, day, "nguồn")


@pytest.mark.parametrize(
    ("grades", "lists", "figures", "expected"),
    [
        (None, {10: 40, 11: 35}, [figure(999)], 75),
        ({10}, {10: 40, 11: 35}, [], 40),
        (None, {}, [figure(300)], 300),
        (None, {}, [figure(1, day=DAY - timedelta(days=9)), figure(2)], 2),
        (None, {}, [figure(300, day=DAY + timedelta(days=1))], None),
        (None, {}, [figure(100, level="THCS"), figure(200, level="THPT")], 300),
        ({10, 11}, {10: 40}, [figure(30, grade=11)], 70),
        ({10, 11}, {10: 40}, [], None),
        ({10}, {}, [figure(300)], None),
        (None, {}, [], None),
        (None, {}, [figure(0)], 0),
    ],
)
def test_class_lists_first_then_figures_else_nothing(
    grades: set[int] | None, lists: dict[int, int], figures: list[Figure], expected: int | None
) -> None:
    assert counted(grades, lists, figures) == expected
