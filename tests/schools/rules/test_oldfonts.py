"""The tables of old fonts, forth and back; and names that must be left alone."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.rules.roster import oldfonts
from tests.factories_lists import in_tcvn3, in_vni

SMALL = sorted(oldfonts.TCVN3_SIGNS)
LETTERS = [*SMALL, *[letter.upper() for letter in SMALL]]
TEXTS = st.lists(st.sampled_from([*LETTERS, *"abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY"]), max_size=12).map("".join)
NAMES = (
    """
Nguyễn Văn An|Trần Thị Hồng Nhung|Lê Hoàng Phương Uyên|Phạm Quốc Đạt|Huỳnh Thị Ngọc Ánh|Võ Minh Khuê|Đặng Thùy Dương
Bùi Quý Hoà|Đỗ Xuân Quá|Hồ Thị Kỷ|Ngô Công Minh|Lý Anh Tú|Danh Thị Bích Trâm|Thạch Sô Phi|Sơn Thị Đẹp|Châu Giùm|Kim Ý
Tô Bình|Trà Mi|Phan Út|Lâm Thế Vỹ|Trịnh Kiều Oanh|Tạ Khánh Huyền|Mai Quỳnh Như|Diệp Gia Hưng|Quách Tuấn Kiệt|Âu Bảo Yến
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def test_the_tables_hold_every_letter_of_vietnamese():
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    every = {unicodedata.normalize("NFC", letter + mark) for letter in "aăâeêioôơuưy" for mark in marks} | {"đ"}
    every -= set("aeiouy")
    assert {letter for letter in oldfonts.TCVN3_SIGNS if letter.islower()} == every
    assert set(oldfonts.VNI_SIGNS) == every | {letter.upper() for letter in every}
    assert len(set(oldfonts.TCVN3_SIGNS.values())) == len(oldfonts.TCVN3_SIGNS)
    assert len(set(oldfonts.VNI_SIGNS.values())) == len(oldfonts.VNI_SIGNS)


@given(TEXTS)
def test_vni_forth_and_back(text):
    assert oldfonts.from_vni(in_vni(text)) == text


@given(TEXTS.map(str.lower).map(lambda text: re.sub("[ơờởỡớợ]", "", text)))
def test_tcvn3_forth_and_back(text):
    """Without ơ, whose lost ư is put back (below)."""
    assert oldfonts.from_tcvn3(in_tcvn3(text)) == text


@pytest.mark.parametrize("letter", SMALL)
def test_each_letter_of_tcvn3(letter):
    assert oldfonts.from_tcvn3(oldfonts.TCVN3_SIGNS[letter]) == letter


@pytest.mark.parametrize("name", NAMES)
def test_names_survive_both_fonts_in_small_and_capital_letters(name):
    for text in (name, name.upper()):
        assert oldfonts.from_vni(in_vni(text)) == text
        assert oldfonts.from_tcvn3(in_tcvn3(text)) == text
    assert oldfonts.judge(name).best.text == name
    for encoded, font in ((in_tcvn3(name), oldfonts.TCVN3), (in_vni(name), oldfonts.VNI)):
        judged = oldfonts.judge(encoded)
        assert name in {one.text for one in judged.readings}, judged  # perhaps beside Unicode, never lost
        assert not judged.broken
        assert judged.best.font in {font, oldfonts.UNICODE}


def test_most_names_are_told_without_their_neighbours():
    encoded = [oldfonts.judge(write(name)) for name in NAMES for write in (in_tcvn3, in_vni)]
    assert sum(1 for one in encoded if one.sure and one.best.font != oldfonts.UNICODE) > 0.9 * len(encoded)


def test_neighbours_tell_what_a_name_alone_does_not():
    unsure = oldfonts.judge(in_tcvn3("Lý Anh Tú"))
    assert (unsure.sure, unsure.best.font) == (False, oldfonts.UNICODE)
    assert oldfonts.prevailing([oldfonts.judge(in_tcvn3("Đặng Thị Hường")), unsure]) == oldfonts.TCVN3
    assert oldfonts.prevailing([oldfonts.judge(in_tcvn3("Đặng Thị Hường")), oldfonts.judge("Đặng Ân")]) == ""


def test_a_soft_hyphen_that_was_lost_is_put_back():
    assert oldfonts.from_tcvn3("Trêng tiÓu häc thÞ trÊn") == "Trường tiểu học thị trấn"


@pytest.mark.parametrize("name", ["José Bá", "O'Brien Kiên", "H’Mai Niê", "ថាច់ សុភា", "Ðinh Công", "😀 An", "Ý"])
def test_foreign_names_are_left_alone(name):
    judged = oldfonts.judge(name)
    assert (judged.best.font, judged.broken) == (oldfonts.UNICODE, False)
