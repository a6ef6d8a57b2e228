"""Items written as Moodle XML and read again: what comes back, and what is said of the rest."""

import base64
from dataclasses import replace

from defusedxml import ElementTree
from hypothesis import given, settings

from quiz.exchange import moodle_xml
from quiz.exchange.bank_folder import read_folder
from quiz.rules.draft import ItemDraft, PictureDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import SVG, many, plain_numbers


def held(draft: ItemDraft) -> ItemDraft:
    """What Moodle XML keeps of an item."""
    remarked = draft.kind != "matching"
    return replace(
        draft,
        answers=plain_numbers(draft.answers) if draft.kind == "number" else draft.answers,
        options=draft.options if remarked else tuple(replace(o, why_vi="", why_en="") for o in draft.options),
        picture=draft.picture and replace(draft.picture, alt_en=_alt_en(draft)),
    )


def _alt_en(draft: ItemDraft) -> str:
    if not draft.picture:
        return ""
    return draft.picture.alt_en if draft.stem_en or draft.explanation_en else draft.picture.alt_vi


@settings(max_examples=80, deadline=None)
@given(drafts=many())
def test_items_come_back_as_far_as_moodle_holds_them(drafts: list[ItemDraft]) -> None:
    written = moodle_xml.write(drafts)
    reading = moodle_xml.read(written.data)
    assert reading.problems == []
    assert reading.drafts == [held(draft) for draft in drafts]
    assert not {note.code for note in reading.notes} - {"category_not_kept"}
    lost = {draft.slug for draft in drafts if draft.kind == "matching" and held(draft).options != draft.options}
    assert {note.where for note in written.notes} == lost


def test_the_bank_comes_back_whole() -> None:
    drafts = read_folder().drafts
    written = moodle_xml.write(drafts)
    reading = moodle_xml.read(written.data)
    assert (reading.problems, reading.notes, written.notes) == ([], [], ())
    assert reading.drafts == [held(draft) for draft in drafts]


def test_what_is_written_is_what_moodle_expects() -> None:
    drawing = PictureDraft("flag.svg", SVG, "Cờ", "Flag", "An (CC0)")
    written = moodle_xml.write(
        [make_draft(picture=drawing), make_draft(slug="b", kind="number", options=(), answers=("1", "4"))]
    )
    root = ElementTree.fromstring(written.data)
    category, first, second = root.findall("question")
    assert category.findtext("category/text") == "$course$/top/ASEAN/charter"
    assert (first.get("type"), first.findtext("idnumber"), first.findtext("single")) == (
        "multichoice",
        "charter-001",
        "true",
    )
    stem = first.findtext("questiontext/text") or ""
    assert stem.count('class="multilang"') == 2
    assert 'src="@@PLUGINFILE@@/flag.svg" alt="Flag"' in stem
    assert '<small class="quiz-credit">An (CC0)</small>' in stem
    assert base64.b64decode(first.findtext("questiontext/file") or "") == SVG
    assert [found.get("fraction") for found in first.findall("answer")] == ["100", "0", "0", "0"]
    assert (second.findtext("answer/text"), second.findtext("answer/tolerance")) == ("2.5", "1.5")


def test_what_is_left_behind_is_said() -> None:
    drafts = [
        make_draft(slug="a", options=()),
        make_draft(slug="b", kind="cloze"),
        make_draft(slug="c", stem_vi="", stem_en=""),
    ]
    assert [(note.where, note.code) for note in moodle_xml.write(drafts).notes] == [
        ("a", "no_key"), ("b", "kind_not_carried"), ("c", "stem_missing"),
    ]  # fmt: skip
    assert moodle_xml.read(moodle_xml.write(drafts).data).drafts == []
