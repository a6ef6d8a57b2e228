"""Our marks as lines of text and back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from quiz.exchange import marks
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.factories_quiz import make_draft
from tests.quiz.exchange.drafts import drafts


@settings(max_examples=100, deadline=None)
@given(draft=drafts())
def test_marks_come_back(draft: ItemDraft) -> None:
    lines = [marks.written(mark) for mark in [*marks.short_marks(draft), *marks.long_marks(draft)]]
    taken = marks.taken(lines)
    assert taken.unknown == []
    for name, value in taken.fields.items():
        assert getattr(draft, name) == value
    assert {name for name in taken.fields if getattr(draft, name)} == set(taken.fields)
    assert taken.credit == (draft.picture.credit if draft.picture else "")
    assert taken.exact == {n for n, answer in enumerate(draft.answers, 1) if answer.startswith("=")}


@pytest.mark.parametrize(
    "tag",
    [
        "địa lí", "level:hard", "level", "level:", ":x", "topic:Toán 9", "topic:" + "a" * 41, "valid_from:2026-02-30",
        "valid_from:20260201", "valid_from:2026-W01-1", "shelf:secret", "source_url:javascript:alert(1)", "exact:0",
        "exact:٣", "fact:" + "a" * 81, "stem_vi:x", "credit:" + "a" * 201, "Level:recall",
    ],
)  # fmt: skip
def test_what_is_no_mark_of_ours_is_handed_back(tag: str) -> None:
    taken = marks.taken([tag])
    assert taken.unknown == [tag]
    assert taken.fields == {}
    assert not taken.exact
    assert not taken.credit


def test_the_first_of_two_values_counts() -> None:
    taken = marks.taken(["level:recall", "level:apply", "fact:b", "fact:a", "fact:b", "credit:x", "credit:y"])
    assert taken.fields == {"level": "recall", "facts": ("b", "a")}
    assert taken.credit == "x"
    assert taken.unknown == ["level:apply", "credit:y"]


def test_a_mark_is_read_past_its_first_colon() -> None:
    assert marks.taken(["source_url:https://a.org/b:c"]).fields == {"source_url": "https://a.org/b:c"}
    assert marks.taken([" valid_from:2008-12-15 "]).fields == {"valid_from": date(2008, 12, 15)}


def test_what_stays_behind_is_named_once_and_only_if_it_is_there() -> None:
    draft = make_draft()
    assert marks.left_behind(draft, ["remarks", "picture"]) == []
    remarked = replace(draft, options=(*draft.options[:3], OptionDraft("x", "x", why_vi="vì")))
    [note] = marks.left_behind(remarked, ["source", "explanation", "remarks", "picture", "marks"])
    assert (note.where, note.code) == (draft.slug, "fields_not_carried")
    assert note.values == ("source, explanation, remarks, marks",)
