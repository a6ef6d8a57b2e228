"""TOML to drafts: what is well written comes through whole, what is not is named with its place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import bank_file
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.factories_quiz import bank_text, make_draft, make_multiple


def read(text: str) -> bank_file.Reading:
    return bank_file.read(text.encode(), "charter.toml")


def test_items_come_through_whole() -> None:
    drafts = [make_draft(valid_to=date(2030, 1, 1), asks_about=date(2020, 2, 29)), make_multiple(slug="charter-002")]
    reading = read(bank_text("charter", drafts))
    assert reading.problems == []
    assert reading.drafts == drafts


def test_days_may_be_written_as_toml_days() -> None:
    text = bank_text("charter", [make_draft()]).replace('"2008-12-15"', "2008-12-15")
    assert read(text).drafts[0].valid_from == date(2008, 12, 15)


def test_one_letter_is_written_one_way() -> None:
    decomposed = bank_text("charter", [make_draft(stem_vi="Hie\u0302\u0301n  chương")])
    assert read(decomposed).drafts[0].stem_vi == "Hiến chương"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "charter-001"', 'id = "Charter 1"', "id_bad"),
        ('id = "charter-001"', "", "id_bad"),
        ('kind = "single"', "kind = 1", "field_bad"),
        ('kind = "single"', 'kind = "single"\ncolour = "red"', "field_unknown"),
        ('"2008-12-15"', '"2008-02-30"', "day_bad"),
        ('"2008-12-15"', '"15/12/2008"', "day_bad"),
        ('"2008-12-15"', '"20081215"', "day_bad"),
        ('facts = ["charter-force"]', 'facts = "charter-force"', "field_bad"),
        ("right = true", 'right = "yes"', "field_bad"),
        ("right = true", "rigth = true", "field_bad"),
        ("options = [", "options = [3, ", "field_bad"),
        ('topic = "charter"', "", "not_a_bank_file"),
        ('topic = "charter"', 'topic = "charter', "not_toml"),
    ],
)
def test_what_is_not_well_written_is_named(old: str, new: str, code: str) -> None:
    text = bank_text("charter", [make_draft()])
    assert old in text
    assert code in {problem.code for problem in read(text.replace(old, new, 1)).problems}


def test_bytes_that_are_no_text_are_one_problem() -> None:
    reading = bank_file.read(b"\xff\xfe\x00topic", "charter.toml")
    assert [problem.code for problem in reading.problems] == ["not_toml"]


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=30)


@settings(max_examples=50, deadline=None)
@given(stem=words, options=st.lists(words, min_size=3, max_size=6), facts=st.lists(words, max_size=3, unique=True))
def test_any_text_survives_the_file(stem: str, options: list[str], facts: list[str]) -> None:
    draft = make_draft(stem_vi=stem, options=tuple(OptionDraft(o, o, n == 0) for n, o in enumerate(options)))
    reading = read(bank_text("charter", [draft]))
    assert reading.problems == []
    again: ItemDraft = reading.drafts[0]
    tidy = read(bank_text("charter", [again])).drafts[0]
    assert tidy == again
    assert tidy.checksum() == again.checksum()
