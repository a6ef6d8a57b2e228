"""Days are inclusive at both ends; None is open."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.validity import common_days, days, true_on, true_throughout, within

FIRST, LAST = date(1999, 4, 30), date(2025, 10, 25)
day = st.dates(date(2000, 1, 1), date(2000, 2, 1))
maybe = st.none() | day
span = st.tuples(maybe, maybe).filter(lambda pair: not (pair[0] and pair[1]) or pair[0] <= pair[1])


def test_first_and_last_day_are_in() -> None:
    assert true_on(FIRST, LAST, FIRST)
    assert true_on(FIRST, LAST, LAST)


def test_the_day_before_and_the_day_after_are_out() -> None:
    assert not true_on(FIRST, LAST, FIRST - timedelta(days=1))
    assert not true_on(FIRST, LAST, LAST + timedelta(days=1))


def test_open_ends_hold_for_ever() -> None:
    assert true_on(None, None, date.min)
    assert true_on(FIRST, None, date.max)
    assert true_on(None, LAST, date.min)


def test_a_window_that_ends_a_day_late_is_not_held_throughout() -> None:
    assert true_throughout(FIRST, LAST, LAST - timedelta(days=1), LAST)
    assert not true_throughout(FIRST, LAST, LAST, LAST + timedelta(days=1))


@given(outer=span, inner=span)
def test_within_says_the_same_as_looking_at_each_day(outer: tuple, inner: tuple) -> None:
    calendar = [date(1999, 12, 1) + timedelta(days=n) for n in range(120)]
    each = all(true_on(*outer, one) for one in calendar if true_on(*inner, one))
    assert within(inner, outer) == each


@given(one=span, other=span)
def test_common_days_are_those_that_both_hold(one: tuple, other: tuple) -> None:
    shared = common_days(one, other)
    for number in range(120):
        here = date(1999, 12, 1) + timedelta(days=number)
        both = true_on(*one, here) and true_on(*other, here)
        assert both == (shared is not None and true_on(*shared, here))


def test_days_of_a_short_closed_span_only() -> None:
    assert list(days((FIRST, FIRST), 31) or []) == [FIRST]
    assert days((FIRST, None), 31) is None
    assert days((FIRST, LAST), 31) is None
