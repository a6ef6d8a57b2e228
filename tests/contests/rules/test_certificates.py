"""Sentences with blanks, numbers and codes of certificates."""

import re

from contests.rules.certificates import Facts, filled, new_code, number_text, unknown_blanks

FACTS = Facts(
    contest="Tìm hiểu {lớp} ASEAN",
    prize="Giải Nhất",
    rank="1",
    entrants="412",
    right="26",
    items="30",
    points="18,5",
    class_name="10A2",
    school="Trường THPT Hồ Thị Kỷ",
    year="2026–2027",
)


def test_blanks_are_filled_once_and_stand_out() -> None:
    assert filled("đạt {giải}, { Cuộc  thi }.", FACTS) == (
        ("đạt ", False),
        ("Giải Nhất", True),
        (", ", False),
        ("Tìm hiểu {lớp} ASEAN", True),  # a title is no sentence with blanks
        (".", False),
    )
    assert filled("không có ô nào", FACTS) == (("không có ô nào", False),)


def test_what_nothing_fills_is_named() -> None:
    assert unknown_blanks("{số câu}/{số câu đúng} {điểm}") == []
    assert unknown_blanks("{diem} và {lớp") == ["{diem}", "{"]


def test_numbers_and_codes() -> None:
    assert number_text("merit", 12, "AB12CD") == "0012/GK-AB12CD"
    made = {new_code() for _time in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{16}", code) for code in made)  # 16 of 32 signs: 80 bits
