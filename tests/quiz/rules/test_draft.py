"""Codes, key, order and checksum of an item."""

from dataclasses import replace

from quiz.rules.draft import OptionDraft
from quiz.rules.text import fold
from tests.factories_quiz import make_draft, make_multiple


def test_codes_say_nothing_about_the_key() -> None:
    draft = make_draft()
    twin = replace(draft, options=tuple(replace(o, right=n == 2) for n, o in enumerate(draft.options)))
    assert [choice.code for choice in draft.choices] == [choice.code for choice in twin.choices]
    assert draft.choices == twin.choices
    assert draft.key != twin.key


def test_codes_are_six_hex_digits_and_differ_between_items() -> None:
    one, other = make_draft(), make_draft(slug="charter-002")
    assert all(len(choice.code) == 6 and int(choice.code, 16) >= 0 for choice in one.choices)
    assert {c.code for c in one.choices}.isdisjoint(c.code for c in other.choices)


def test_the_order_of_the_file_reaches_nobody() -> None:
    draft = make_draft()
    turned = replace(draft, options=draft.options[::-1])
    assert [c.vi for c in turned.choices] == [c.vi for c in draft.choices]
    assert turned.checksum() == draft.checksum()


def test_numbers_are_shown_by_size() -> None:
    options = tuple(OptionDraft(text, text, right=text == "10 nước") for text in ("11 nước", "5 nước", "10 nước"))
    assert [c.vi for c in make_draft(options=options).choices] == ["5 nước", "10 nước", "11 nước"]


def test_the_key_is_sorted() -> None:
    key = make_multiple().key
    assert list(key) == sorted(key)
    assert len(key) == 2


def test_whatever_a_reader_can_see_changes_the_checksum() -> None:
    draft = make_draft()
    seen = {draft.checksum()}
    for name in ("stem_vi", "stem_en", "explanation_vi", "explanation_en", "source_title", "source_url"):
        seen.add(replace(draft, **{name: "khác"}).checksum())
    seen.add(replace(draft, facts=("sec-est",)).checksum())
    seen.add(replace(draft, valid_from=None).checksum())
    seen.add(replace(draft, options=tuple(replace(o, right=n == 2) for n, o in enumerate(draft.options))).checksum())
    assert len(seen) == 10


def test_marks_of_the_shelf_do_not_change_the_checksum() -> None:
    draft = make_draft()
    assert replace(draft, level="apply", shelf="open", pillar="apsc").checksum() == draft.checksum()


def test_folding_drops_marks_and_crossed_d() -> None:
    assert fold("  Đặng  Hiến CHƯƠNG ") == "dang hien chuong"
