"""Items to Excel and back: any of them without their picture, the bank's own, and what cannot be written."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from quiz.exchange import spreadsheet
from quiz.exchange.bank_folder import read_folder
from quiz.rules.draft import ItemDraft, OptionDraft, PictureDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import PNG, many, plain_numbers


def held(draft: ItemDraft) -> ItemDraft:
    """What a workbook keeps of an item."""
    answers = plain_numbers(draft.answers) if draft.kind == "number" else draft.answers
    return replace(draft, picture=None, answers=answers)


@settings(max_examples=50, deadline=None)
@given(drafts=many())
def test_items_come_back_without_their_picture(drafts: list[ItemDraft]) -> None:
    written = spreadsheet.write(drafts)
    reading = spreadsheet.read(written.data)
    assert reading.problems == reading.notes == []
    assert reading.drafts == [held(draft) for draft in drafts]
    pictured = [draft.slug for draft in drafts if draft.picture]
    assert [(note.where, note.code, note.values) for note in written.notes] == [
        (slug, "fields_not_carried", ("picture",)) for slug in pictured
    ]


def test_the_bank_comes_back() -> None:
    drafts = read_folder().drafts
    reading = spreadsheet.read(spreadsheet.write(drafts).data)
    assert reading.problems == []
    assert reading.drafts == [held(draft) for draft in drafts]


def test_old_days_and_many_options_are_kept() -> None:
    draft = make_draft(valid_from=date(1899, 12, 31), valid_to=date(1900, 2, 28))
    wide = make_draft(slug="wide-1", options=tuple(OptionDraft(f"o{n}", f"p{n}", n == 9) for n in range(26)))
    assert spreadsheet.read(spreadsheet.write([draft, wide]).data).drafts == [draft, wide]


def test_what_cannot_be_written_is_said() -> None:
    options = tuple(OptionDraft(f"o{n}", "", n == 1) for n in range(27))
    drafts = [
        make_draft(slug="a", options=options),
        make_draft(slug="b", stem_vi="😀" * 16_384),
        make_draft(slug="c", kind="essay"),
        make_draft(slug="d", kind="number", options=(), answers=("nhiều",)),
        make_draft(slug="e", options=()),
        make_draft(slug="f", picture=PictureDraft("map.png", PNG, "Bản đồ", "A map")),
    ]
    written = spreadsheet.write(drafts)
    assert [(note.where, note.code) for note in written.notes] == [
        ("a", "options_too_many"), ("b", "text_too_long"), ("c", "kind_not_carried"), ("d", "number_bad"),
        ("e", "no_key"), ("f", "fields_not_carried"),
    ]  # fmt: skip
    assert [draft.slug for draft in spreadsheet.read(written.data).drafts] == ["f"]
