from datetime import date
from fractions import Fraction

import pytest

from reports.rules import shares, wording


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (12345, "12.345"), (1234567, "1.234.567")])
def test_thousands_are_parted_by_dots(number: int, text: str) -> None:
    assert wording.whole(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(95.8, "95,8%"), (100.0, "100,0%"), (0.0, "0,0%"), (1234.5, "1.234,5%"), (None, "chưa có số liệu")],
)
def test_percent_has_a_comma_and_says_when_nothing_is_known(number: float | None, text: str) -> None:
    assert wording.percent(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "không có trường nào"), (1, "01 trường"), (9, "09 trường"), (10, "10 trường"), (1234, "1.234 trường")],
)
def test_sentences_agree_with_their_number(number: int, text: str) -> None:
    assert wording.counted(number, "trường") == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2021, 1, 5), "ngày 05 tháng 01 năm 2021"),
        (date(2021, 2, 15), "ngày 15 tháng 02 năm 2021"),
        (date(2021, 3, 9), "ngày 09 tháng 3 năm 2021"),
        (date(2021, 12, 31), "ngày 31 tháng 12 năm 2021"),
    ],
)
def test_days_under_ten_and_the_first_two_months_take_a_nought(day: date, text: str) -> None:
    assert wording.day(day) == text


def test_lists_are_marked_by_the_vietnamese_alphabet() -> None:
    assert "".join(wording.mark(index) for index in range(8)) == "abcdđegh"


def test_roman_numbers_and_lists() -> None:
    assert [wording.roman(number) for number in (1, 2, 4, 9, 14)] == ["I", "II", "IV", "IX", "XIV"]
    assert wording.joined(["a"]) == "a"
    assert wording.joined(["a", "b", "c"]) == "a, b và c"


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (1, 2, 50.0),
        (1, 3, 33.3),
        (2, 3, 66.7),
        (1, 16, 6.3),
        (1, 0, None),
        (0, 0, None),
        (1, None, None),
        (None, 5, None),
    ],
)
def test_nothing_is_divided_by_nothing_and_halves_go_up(
    part: int | None, whole: int | None, share: float | None
) -> None:
    assert shares.percent(part, whole) == share


def test_rounding_is_exact() -> None:
    assert shares.rounded(Fraction(5, 100), 1) == 0.1
    assert shares.rounded_float(2.25) == 2.3
