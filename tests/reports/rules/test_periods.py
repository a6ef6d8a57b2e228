from datetime import date

import pytest

from reports.rules.periods import Period, PeriodError, day_from, school_year_so_far


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/09/2026", date(2026, 9, 5)),
        ("5/9/2026", date(2026, 9, 5)),
        ("11/12/2026", date(2026, 12, 11)),
        (" 2026-12-11 ", date(2026, 12, 11)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read_day_first(text: str, day: date) -> None:
    assert day_from(text) == day


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "29/02/2026", "09/13/2026", "2026/09/05", "0001-01-01", "mai", "5/9/26"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        day_from(text)
    assert refused.value.code == "not_a_day"


def test_a_period_that_ends_before_it_starts_cannot_be_made() -> None:
    with pytest.raises(PeriodError) as refused:
        Period(date(2026, 9, 2), date(2026, 9, 1))
    assert refused.value.code == "reversed"


def test_both_ends_belong_to_a_period_of_one_day() -> None:
    day = date(2026, 9, 1)
    assert Period(day, day).holds(day)
    assert not Period(day, day).holds(date(2026, 9, 2))


def test_class_lists_are_of_the_last_day_or_of_today_while_it_runs() -> None:
    period = Period(date(2026, 9, 1), date(2026, 12, 31))
    assert period.cut_off(date(2026, 10, 1)) == date(2026, 10, 1)
    assert period.cut_off(date(2027, 10, 1)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 7, 31), date(2025, 8, 1)), (date(2026, 8, 1), date(2026, 8, 1))]
)
def test_the_school_year_begins_in_august(today: date, first: date) -> None:
    assert school_year_so_far(today) == Period(first, today)
