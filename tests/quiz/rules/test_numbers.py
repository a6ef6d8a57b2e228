"""Numbers of an item are the same in Vietnamese and English, however either language writes them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from quiz.rules.writing import ERRORS
from quiz.rules.writing.languages import numbers_differ
from tests.factories_quiz import make_draft


def odd(vi: str, en: str) -> str:
    """What is said to differ, "" for nothing."""
    return ", ".join(
        value for problem in numbers_differ(make_draft(stem_vi=vi, stem_en=en)) for value in problem.values
    )


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        # dates
        ("Ký ngày 20/11/2007 tại Singapore.", "Signed on 20 November 2007 in Singapore."),
        ("Ký ngày 8 tháng 8 năm 1967.", "Signed on 8 August 1967."),
        ("Ký ngày 15/12/2008.", "Signed on December 15th, 2008."),
        ("Ngày ASEAN là 8/8.", "ASEAN Day is 8 August."),
        ("Vào tháng 11/2007", "In November 2007"),
        ("Từ 10/1999", "Since October 1999"),
        ("Tháng Tám năm 1967", "August 1967"),
        ("Tháng mười một năm 2007", "November 2007"),
        ("Tháng Chạp năm 2008", "Dec. 2008"),
        ("Tháng 5/2014", "In May 2014"),
        ("Các nước có thể họp ở đâu?", "May members meet elsewhere?"),
        ("Họ họp mỗi quý một lần.", "They meet in each quarter, once."),
        # sizes
        ("1.967 trang", "1,967 pages"),
        ("331.690,5 km²", "331,690.5 km²"),
        ("14 874 km²", "14,874 km²"),
        ("Chiếm 12,50%", "It is 12.5%"),
        ("Tăng 4,7 phần trăm", "Up 4.7 per cent"),
        ("680 triệu người", "680 million people"),
        ("1.500 triệu đô la", "1.5 billion dollars"),
        ("10 nghìn học sinh", "10,000 pupils"),
        ("600–680 triệu người", "600 to 680 million people"),
        # words
        ("Mười một nước", "11 countries"),
        ("11 nước", "Eleven countries"),
        ("25 năm", "Twenty-five years"),
        ("Hai mươi lăm năm", "25 years"),
        ("Chín mươi mốt điểm", "91 points"),
        ("Lần thứ 36", "The thirty-sixth summit"),
        ("Lần thứ nhất", "The 1st summit"),
        ("Hội nghị lần thứ 42", "The 42nd summit"),
        ("Hội nghị cấp cao lần thứ XXI", "The 21st summit"),
        ("Thế kỷ XX", "The 20th century"),
        ("ASEAN+3", "ASEAN Plus Three"),
        ("Một nửa số phiếu", "1/2 of the votes"),
        ("2/3 số phiếu", "Two thirds of the votes"),
        # years without a day
        ("Những năm 1990", "The 1990s"),
        ("Thập niên 90", "The 1990s"),
        ("Thập kỷ 60 của thế kỷ trước", "The 1960s"),
        ("Giai đoạn 2016–2025", "The years 2016 to 2025"),
        ("COVID-19, G20, SEA Games 31", "COVID-19, G20, the 31st SEA Games"),
        ("Điều 20, khoản 1", "Article 20(1)"),
        ("", "Only English 5"),
        ("Chỉ tiếng Việt 5", ""),
    ],
)
def test_the_same_numbers_are_the_same_however_written(vi: str, en: str) -> None:
    assert odd(vi, en) == ""


@pytest.mark.parametrize(
    ("vi", "en", "said"),
    [
        ("Ký ngày 20/11/2007", "Signed on 20 October 2007", "10, 11"),
        ("Ký ngày 20/11/2007", "Signed on 20 November 2008", "2007, 2008"),
        ("Ký ngày 20/11/2007", "Signed on 21 November 2007", "20, 21"),
        ("Tháng 11/2007", "October 2007", "10, 11"),
        ("1.967 trang", "1.967 pages", "1.967, 1967"),
        ("4.7%", "4.7%", "4.7, 47"),
        ("12,5%", "12%", "12, 12.5"),
        ("11 nước", "10 countries", "10, 11"),
        ("11 nước", "Ten countries", "11"),
        ("Mười nước", "11 countries", "11"),
        ("680 triệu người", "670 million people", "670, 680"),
        ("1.500 triệu", "15 billion", "15, 1500"),
        ("Lần thứ 36", "The 35th summit", "35, 36"),
        ("Lần thứ XX", "The 21st summit", "21"),
        ("Những năm 1990", "The 1980s", "1980, 1990"),
        ("Thập niên 80", "The 1990s", "1980, 1990"),
        ("Năm 1967", "In that year", "1967"),
    ],
)
def test_a_number_of_one_language_only_is_an_error_that_says_it(vi: str, en: str, said: str) -> None:
    assert odd(vi, en) == said
    assert "numbers_differ" in ERRORS


BASE = make_draft()
UNLIKE = ("10 nước", "11 countries")


@pytest.mark.parametrize(
    "draft",
    [
        replace(BASE, explanation_vi=UNLIKE[0], explanation_en=UNLIKE[1]),
        replace(BASE, options=(*BASE.options, OptionDraft(*UNLIKE))),
        replace(BASE, options=(OptionDraft("a", "a", match_vi=UNLIKE[0], match_en=UNLIKE[1]),)),
        replace(BASE, options=(OptionDraft("a", "a", why_vi=UNLIKE[0], why_en=UNLIKE[1]),)),
        replace(BASE, picture=PictureDraft("a.svg", b"", *UNLIKE)),
    ],
)
def test_every_text_is_compared(draft: ItemDraft) -> None:
    assert [problem.values for problem in numbers_differ(draft)] == [("10, 11",)]


@given(day=st.dates(), one=st.integers(0, 10**9), other=st.integers(0, 10**9))
def test_any_day_and_any_two_sizes_are_told_apart(day: object, one: int, other: int) -> None:
    vi = f"Ngày {day:%d/%m/}{day.year:04}: {one:,}".replace(",", ".")  # type: ignore[attr-defined]  # a date
    en = f"On {day.day} {day:%B} {day.year:04}: "  # type: ignore[attr-defined]  # a date
    parts = {str(day.day), str(day.month), str(day.year)}  # type: ignore[attr-defined]  # a date
    assert odd(vi, f"{en}{one:,}") == ""
    if one != other and not {str(one), str(other)} & parts:
        assert odd(vi, f"{en}{other:,}") == ", ".join(sorted([str(one), str(other)]))


@given(vi=st.text(max_size=60), en=st.text(max_size=60))
def test_no_text_breaks_the_comparison(vi: str, en: str) -> None:
    odd(vi, en)
    assert odd("", en) == ""
