"""Months of keeping, and texts without names."""

from datetime import date

import pytest

from contests.rules import retention


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 25), 12, date(2027, 11, 25)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert retention.months_later(day, months) == later


@pytest.mark.parametrize(("until", "months"), [((2027, 11, 25), 12), ((2027, 11, 26), 13), ((2020, 1, 1), 0)])
def test_the_least_months_that_reach_a_day(until: tuple[int, int, int], months: int) -> None:
    assert retention.months_to(date(2026, 11, 25), date(*until)) == months


def test_names_and_codes_go_out_of_a_text_and_nothing_else() -> None:
    words = ["Lê Thị An", "An", "hs-abc", "Thị"]
    text = "Em LÊ THỊ AN (hs-abc) chép bài của lớp hs-abcd. An toàn."
    assert retention.without(text, words) == "Em … (…) chép bài của lớp hs-abcd. An toàn."
    assert retention.without("không có ai", words) == "không có ai"
    assert retention.without_numbers("user 17: chép bài") == "user …: chép bài"
    assert retention.initials("Nguyễn Văn An") == "N. V. A."
