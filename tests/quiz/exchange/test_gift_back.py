"""Items written as GIFT and read again: what comes back, and what is said of the rest."""

from dataclasses import replace

from hypothesis import given, settings

from quiz.exchange import gift
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import Reading
from quiz.rules.draft import ItemDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import many, plain_numbers


def held(draft: ItemDraft) -> ItemDraft:
    """What GIFT keeps of an item."""
    remarked = draft.kind != "matching"
    return replace(
        draft,
        picture=None,
        answers=plain_numbers(draft.answers) if draft.kind == "number" else _no_arrows(draft.answers),
        options=draft.options if remarked else tuple(replace(o, why_vi="", why_en="") for o in draft.options),
    )


def _no_arrows(answers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(answer for answer in answers if "->" not in answer)


def carried(draft: ItemDraft) -> bool:
    return draft.kind != "ordering" and not (draft.kind == "text" and not _no_arrows(draft.answers))


@settings(max_examples=80, deadline=None)
@given(drafts=many())
def test_items_come_back_as_far_as_gift_holds_them(drafts: list[ItemDraft]) -> None:
    written = gift.write(drafts)
    expected = [held(draft) for draft in drafts if carried(draft)]
    if not drafts:
        return
    reading = gift.read(written.data) if written.data else Reading()
    assert reading.problems == []
    assert reading.drafts == expected
    assert not {note.code for note in reading.notes} - {"category_not_kept"}
    changed = {draft.slug for draft in drafts if not carried(draft) or held(draft) != draft}
    named = {note.where for note in written.notes}
    assert changed - named <= {draft.slug for draft in drafts if draft.kind == "number"}


def test_the_bank_comes_back_whole() -> None:
    drafts = read_folder().drafts
    written = gift.write(drafts)
    reading = gift.read(written.data)
    assert reading.problems == []
    assert reading.notes == []
    assert reading.drafts == [held(draft) for draft in drafts if draft.kind != "ordering"]


def test_what_is_left_behind_is_said() -> None:
    drafts = [
        make_draft(slug="a", kind="ordering"),
        make_draft(slug="b", options=()),
        make_draft(slug="c", stem_vi="", stem_en=""),
        make_draft(slug="d", kind="text", options=(), answers=("a -> b", "=c")),
        make_draft(slug="e", kind="cloze"),
    ]
    written = gift.write(drafts)
    assert [(note.where, note.code, note.values) for note in written.notes] == [
        ("a", "kind_not_carried", ("ordering",)),
        ("b", "no_key", ()),
        ("c", "stem_missing", ()),
        ("d", "answer_not_carried", ("a -> b",)),
        ("e", "kind_not_carried", ("cloze",)),
    ]
    assert gift.read(written.data).drafts[0].answers == ("=c",)
