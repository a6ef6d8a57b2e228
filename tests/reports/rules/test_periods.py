from datetime import date, timedelta

import pytest

from reports.rules.periods import (
    Period,
    PeriodError,
    compared_with,
    day_from,
    kind_of,
    named,
    named_by,
    offered,
    previous,
    school_year_so_far,
)


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


@pytest.mark.parametrize(
    ("kind", "year", "number", "first", "last"),
    [
        ("report_month", 2026, 1, date(2025, 12, 15), date(2026, 1, 14)),
        ("report_month", 2026, 3, date(2026, 2, 15), date(2026, 3, 14)),
        ("report_quarter", 2026, 1, date(2025, 12, 15), date(2026, 3, 14)),
        ("report_quarter", 2026, 4, date(2026, 9, 15), date(2026, 12, 14)),
        ("report_half", 2026, 1, date(2025, 12, 15), date(2026, 6, 14)),
        ("report_half", 2026, 2, date(2026, 6, 15), date(2026, 12, 14)),
        ("report_year", 2026, 0, date(2025, 12, 15), date(2026, 12, 14)),
        ("school_year", 2026, 0, date(2026, 8, 1), date(2027, 7, 31)),
        ("school_half", 2026, 1, date(2026, 8, 1), date(2027, 1, 15)),
        ("school_half", 2026, 2, date(2027, 1, 16), date(2027, 7, 31)),
        ("calendar_month", 2024, 2, date(2024, 2, 1), date(2024, 2, 29)),
        ("calendar_quarter", 2026, 4, date(2026, 10, 1), date(2026, 12, 31)),
        ("calendar_year", 2026, 0, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_named_periods_have_their_cut_offs(kind: str, year: int, number: int, first: date, last: date) -> None:
    its = named(kind, year, number)
    assert its.period == Period(first, last)
    assert (kind_of(its.period), named_by(its.code)) == (its, its)


@pytest.mark.parametrize("kind", sorted({its.kind for its in offered(date(2026, 11, 27))}))
def test_periods_of_a_kind_follow_each_other_without_gap(kind: str) -> None:
    its = next(its for its in offered(date(2024, 3, 1)) if its.kind == kind)
    assert its.period.holds(date(2024, 3, 1))
    for _number in range(30):  # over leap days and ends of years
        before = previous(its)
        assert before.period.last == its.period.first - timedelta(days=1)
        its = before


def test_the_offered_have_distinct_codes_and_names() -> None:
    for day in (date(2026, 11, 27), date(2026, 12, 14), date(2026, 12, 15), date(2024, 2, 29)):
        its = offered(day)
        assert len({one.code for one in its}) == len({one.name_vi for one in its}) == len(its)


def test_free_days_are_compared_with_as_many_before_them() -> None:
    its = kind_of(Period(date(2024, 3, 3), date(2024, 3, 9)))
    assert its.kind == "free"
    assert previous(its).period == Period(date(2024, 2, 25), date(2024, 3, 2))
    assert its.name_vi == "Từ 03/03/2024 đến 09/03/2024"


def test_a_school_year_so_far_is_compared_with_the_same_days_a_year_ago() -> None:
    its = kind_of(Period(date(2027, 8, 1), date(2028, 2, 29)))
    assert its.kind == "school_year_so_far"
    assert previous(its).period == Period(date(2026, 8, 1), date(2027, 2, 28))


def test_a_running_period_is_compared_with_as_much_of_the_one_before() -> None:
    quarter = named("report_quarter", 2026, 4).period
    assert compared_with(quarter, date(2026, 9, 14)) is None
    assert compared_with(quarter, date(2026, 9, 24)) == Period(date(2026, 6, 15), date(2026, 6, 24))
    assert compared_with(quarter, date(2026, 12, 14)) == named("report_quarter", 2026, 3).period


@pytest.mark.parametrize("code", ["", "free-2026-1", "report_quarter-2026-5", "school_year-2026-1", "report_month-1-1"])
def test_a_code_that_names_no_period_is_none(code: str) -> None:
    assert named_by(code) is None


@pytest.mark.parametrize(
    ("kind", "number", "name"),
    [
        ("report_quarter", 3, "Quý III năm 2026 (từ 15/06/2026 đến 14/09/2026)"),
        ("report_half", 1, "06 tháng đầu năm 2026 (từ 15/12/2025 đến 14/06/2026)"),
        ("report_month", 2, "Tháng 02 năm 2026 (từ 15/01/2026 đến 14/02/2026)"),
        ("school_half", 1, "Học kỳ I năm học 2026 - 2027 (từ 01/08/2026 đến 15/01/2027)"),
    ],
)
def test_paper_names_a_period_with_its_days(kind: str, number: int, name: str) -> None:
    assert named(kind, 2026, number).name_vi == name
