"""Codes, key, order and checksum of an item."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from quiz.rules.kinds import KINDS, kind
from quiz.rules.text import fold
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange.drafts import drafts


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


def test_an_item_of_before_there_were_remarks_and_pictures_keeps_its_checksum() -> None:
    """Made by the code of commit 7eac4e1: an upgrade must not turn every stored item into a new revision."""
    assert make_draft().checksum() == "33c37268668d98937eb4fae2b763113038bbe8cb079e9f74a861cfdeae1cf2b8"
    assert make_multiple().checksum() == "b1ce5a781c5f0b7ab14ebbacbd676fbc0b947c1a030c2ca72751ec0261efa106"
    years = tuple(OptionDraft(text, text, right=text == "1967") for text in ("năm 1976", "1967", "1.984"))
    assert (
        make_draft(options=years, facts=("b", "a", "b"), asks_about=date(2020, 2, 29)).checksum()
        == "c153986c7e39283f4c8b2372a5613c3616f13728a0a0f386b074f846d7ca4973"
    )


def remarked(why_vi: str, why_en: str) -> ItemDraft:
    options = make_draft().options
    return make_draft(options=(*options[:3], replace(options[3], why_vi=why_vi, why_en=why_en)))


def test_remarks_pictures_and_answers_count() -> None:
    picture = PictureDraft("a.svg", b"<svg/>", "hình", "picture", "Lan")
    drafts = [make_draft(), remarked("Vì", "As"), remarked("Vì", "Because"), remarked("Do", "As")]
    drafts += [make_draft(picture=picture), replace(remarked("Vì", "As"), picture=picture)]
    for change in ({"data": b"<svg />"}, {"alt_vi": "x"}, {"alt_en": "x"}, {"credit": "Mai"}):
        drafts.append(make_draft(picture=replace(picture, **change)))
    drafts += [make_draft(kind="number", options=(), answers=answers) for answers in ((), ("1",), ("1", "2"), ("2",))]
    drafts += [
        make_draft(kind="text", options=(), answers=answers) for answers in (("Huế",), ("=Huế",), ("Huế", "Hue"))
    ]
    assert len({draft.checksum() for draft in drafts}) == len(drafts)


def test_the_name_of_a_picture_does_not_count() -> None:
    one = make_draft(picture=PictureDraft("a.svg", b"<svg/>", "hình", "picture"))
    other = make_draft(picture=PictureDraft("b.svg", b"<svg/>", "hình", "picture"))
    assert one.checksum() == other.checksum()


def stored(draft: ItemDraft) -> ItemDraft:
    """The item as it comes back from the tables, which keep choices, remarks by code, and the key."""
    remarks = {code: {"why_vi": vi, "why_en": en} for code, vi, en in draft.remarks}
    choices = [(c.code, OptionDraft(c.vi, c.en, **remarks.get(c.code, {}))) for c in draft.choices]
    options, answers = kind(draft.kind).written(choices, draft.key)
    return replace(draft, options=tuple(options), answers=tuple(answers))


@settings(max_examples=400, deadline=None)
@given(draft=drafts())
def test_a_stored_item_comes_back_as_it_was(draft: ItemDraft) -> None:
    again = stored(draft)
    assert (again.choices, again.key, again.remarks) == (draft.choices, draft.key, draft.remarks)
    assert again.checksum() == draft.checksum()
    assert stored(again) == again


@pytest.mark.parametrize("name", sorted(KINDS))
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_what_comes_back_is_sound_if_it_was(name: str, data: st.DataObject) -> None:
    draft = data.draw(drafts((name,)))
    again = stored(draft)
    assert kind(name).check(again.choices, again.key) == kind(name).check(draft.choices, draft.key)
