"""Two revisions side by side: nothing that differs stays unsaid, and no word is lost on the way."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.rules.differences import Run, differences, words
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import drafts

DRAFT = make_draft()
PICTURE = PictureDraft("a.svg", b"<svg/>", "hình", "picture", "Lan (CC BY 4.0)")
phrases = st.lists(st.sampled_from(["ASEAN", "có", "mười", "một", "nước", "thành", "viên", "?"]), max_size=12)


def test_words_are_told_apart_in_reading_order() -> None:
    assert words("ASEAN có 10 nước thành viên", "ASEAN có 11 nước") == (
        Run("same", "ASEAN có"),
        Run("gone", "10"),
        Run("new", "11"),
        Run("same", "nước"),
        Run("gone", "thành viên"),
    )
    assert words("", "") == ()
    assert words("a", "") == (Run("gone", "a"),)


@given(old=phrases, new=phrases)
def test_same_and_gone_make_the_old_text_same_and_new_the_new_one(old: list[str], new: list[str]) -> None:
    runs = words(" ".join(old), " ".join(new))
    assert " ".join(run.words for run in runs if run.what != "new") == " ".join(old)
    assert " ".join(run.words for run in runs if run.what != "gone") == " ".join(new)
    assert all(run.words and run.what in {"same", "gone", "new"} for run in runs)
    assert ([run.what for run in runs] in ([], ["same"])) == (old == new)


@given(old=st.text(), new=st.text())
def test_any_text_keeps_its_words(old: str, new: str) -> None:
    runs = words(old, new)
    assert " ".join(run.words for run in runs if run.what != "new").split() == old.split()
    assert " ".join(run.words for run in runs if run.what != "gone").split() == new.split()


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        (DRAFT, replace(DRAFT, stem_vi="Khác?"), ["stem_vi"]),
        (DRAFT, replace(DRAFT, source_title="x", source_url="https://x"), ["source_title", "source_url"]),
        (DRAFT, replace(DRAFT, facts=("other",)), ["facts"]),
        (DRAFT, replace(DRAFT, valid_to=date(2030, 1, 1)), ["span"]),
        (DRAFT, replace(DRAFT, asks_about=date(2030, 1, 1)), ["span"]),
        (DRAFT, replace(DRAFT, options=tuple(replace(o, right=n == 2) for n, o in enumerate(DRAFT.options))), ["key"]),
        (DRAFT, replace(DRAFT, options=(*DRAFT.options[:3], replace(DRAFT.options[3], en="?"))), ["options"]),
        (
            DRAFT,
            replace(DRAFT, options=(*DRAFT.options[:3], replace(DRAFT.options[3], why_vi="Vì", why_en="As"))),
            ["options"],
        ),
        (DRAFT, replace(DRAFT, picture=PICTURE), ["picture"]),
        (replace(DRAFT, picture=PICTURE), replace(DRAFT, picture=replace(PICTURE, alt_en="map")), ["picture"]),
        (replace(DRAFT, picture=PICTURE), replace(DRAFT, picture=replace(PICTURE, credit="Mai")), ["picture"]),
        (replace(DRAFT, picture=PICTURE), replace(DRAFT, picture=replace(PICTURE, data=b"<svg />")), ["picture"]),
        (DRAFT, replace(DRAFT, shelf="open", level="apply", band="", group="g", pillar="aec", topic="economic"), []),
        (DRAFT, replace(DRAFT, options=DRAFT.options[::-1]), []),
    ],
)  # fmt: skip
def test_each_field_is_named_when_it_differs(before: ItemDraft, after: ItemDraft, field: list[str]) -> None:
    assert [difference.field for difference in differences(before, after)] == field
    assert (before.checksum() == after.checksum()) == (not field)


def test_a_key_is_read_in_words() -> None:
    options = (OptionDraft("Hà Nội", "", match_vi="Việt Nam"), OptionDraft("Viêng Chăn", "", match_vi="Lào"))
    turned = (replace(options[0], match_vi="Lào"), replace(options[1], match_vi="Việt Nam"))
    matching = make_draft(kind="matching", options=options)
    [difference] = differences(matching, replace(matching, options=turned))
    assert difference.field == "key"
    old = " ".join(run.words for run in difference.runs if run.what != "new")
    assert sorted(old.split(" | ")) == ["Hà Nội → Việt Nam", "Viêng Chăn → Lào"]


@pytest.mark.parametrize("kind", ["number", "text"])
def test_a_typed_key_stays_as_it_is_written(kind: str) -> None:
    one = make_draft(kind=kind, options=(), answers=("10:30",))
    [difference] = differences(one, replace(one, answers=("11:30",)))
    assert {word for run in difference.runs for word in run.words.split(" | ")} == {"10:30", "11:30"}


def test_a_spelling_that_is_written_twice_is_a_difference() -> None:
    one = make_draft(kind="text", options=(), answers=("ệ",))
    [difference] = differences(one, replace(one, answers=("ệ", "ệ")))
    assert difference.field == "key"


@settings(max_examples=200, deadline=None)
@given(one=drafts(), other=drafts(), data=st.data())
def test_two_drafts_differ_exactly_when_their_checksums_do(
    one: ItemDraft, other: ItemDraft, data: st.DataObject
) -> None:
    fields = ("stem_vi", "explanation_en", "source_url", "facts", "valid_from", "asks_about", "picture", "level")
    changed = data.draw(st.lists(st.sampled_from(fields), unique=True))
    after = replace(one, **{name: getattr(other, name) for name in changed})
    assert bool(differences(one, after)) == (one.checksum() != after.checksum())
    if one.kind == other.kind:
        after = replace(one, options=other.options, answers=other.answers)
        assert bool(differences(one, after)) == (one.checksum() != after.checksum())
