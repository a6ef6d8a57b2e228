"""Each rule with a good and a bad example."""

from dataclasses import replace
from datetime import date

import pytest

from quiz.rules.draft import OptionDraft, Problem
from quiz.rules.fact import Fact, Series
from quiz.rules.soundness import (
    bank_problems,
    doubled,
    draft_problems,
    fact_problems,
    gradable_problems,
    inventory,
    series_problems,
)
from tests.factories_quiz import make_draft, make_multiple

TOPICS = {"charter"}


def fact(name: str, first: str = "", last: str = "", confidence: str = "high") -> Fact:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return Fact(name, "a", "b", day(first), day(last), confidence)


FACTS = {
    row.id: row
    for row in (
        fact("charter-force", "2008-12-15"),
        fact("n-10", "1999-04-30", "2025-10-25"),
        fact("n-11", "2025-10-26"),
        fact("hearsay", confidence="medium"),
    )
}


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_a_sound_item_has_no_problem() -> None:
    for draft in (make_draft(), make_multiple()):
        assert draft_problems(draft, TOPICS) == []
        assert fact_problems(draft, FACTS) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"source_title": " "}, "no_source"),
        ({"source_url": ""}, "no_source"),
        ({"source_url": "asean.org"}, "no_source"),
        ({"stem_en": ""}, "no_english"),
        ({"explanation_en": " "}, "no_english"),
        ({"stem_vi": ""}, "no_vietnamese"),
        ({"topic": "sport"}, "topic_unknown"),
        ({"pillar": "x"}, "pillar_unknown"),
        ({"level": "hard"}, "level_unknown"),
        ({"shelf": "secret"}, "shelf_unknown"),
        ({"kind": "essay"}, "kind_unknown"),
        ({"valid_to": date(2000, 1, 1)}, "span_backward"),
        ({"options": ()}, "options_count"),
    ],
)
def test_a_spoilt_item_is_named(changes: dict[str, object], problem: str) -> None:
    assert problem in codes(draft_problems(make_draft(**changes), TOPICS))


def test_an_option_without_english_counts_as_no_english() -> None:
    options = (*make_draft().options[:3], OptionDraft("Không rõ", ""))
    assert codes(draft_problems(make_draft(options=options), TOPICS)) == {"no_english"}


def test_an_item_without_right_option_has_no_key() -> None:
    options = tuple(replace(option, right=False) for option in make_draft().options)
    assert codes(draft_problems(make_draft(options=options), TOPICS)) == {"no_key"}


def test_not_even_a_draft_may_end_before_it_begins() -> None:
    draft = make_draft(valid_from=date(2027, 1, 1), valid_to=date(2026, 1, 1))
    assert codes(gradable_problems(draft)) == codes(draft_problems(draft, TOPICS)) == {"span_backward"}


def test_two_items_of_one_name() -> None:
    assert codes(doubled([make_draft(), make_draft()])) == {"slug_twice"}
    assert doubled([make_draft(), make_draft(slug="other")]) == []


def test_an_item_needs_a_known_fact_of_high_confidence() -> None:
    assert codes(fact_problems(make_draft(facts=()), FACTS)) == {"no_fact"}
    assert codes(fact_problems(make_draft(facts=("nowhere",)), FACTS)) == {"fact_unknown"}
    assert codes(fact_problems(make_draft(facts=("hearsay",)), FACTS)) == {"fact_not_high"}


@pytest.mark.parametrize(
    ("first", "last", "sound"),
    [
        (date(1999, 4, 30), date(2025, 10, 25), True),
        (date(2010, 1, 1), date(2011, 1, 1), True),
        (date(1999, 4, 29), date(2025, 10, 25), False),
        (date(1999, 4, 30), date(2025, 10, 26), False),
        (date(1999, 4, 30), None, False),
        (None, date(2025, 10, 25), False),
    ],
)
def test_the_span_of_an_item_stays_inside_its_fact(first: date | None, last: date | None, sound: bool) -> None:
    draft = make_draft(facts=("n-10",), valid_from=first, valid_to=last)
    assert codes(fact_problems(draft, FACTS)) == (set() if sound else {"span_outside_fact"})


def test_a_stem_that_names_its_day_is_true_for_ever() -> None:
    always = make_draft(facts=("n-10",), valid_from=None, asks_about=date(2020, 1, 1))
    assert fact_problems(always, FACTS) == []
    wrong_day = replace(always, asks_about=date(2026, 1, 1))
    assert codes(fact_problems(wrong_day, FACTS)) == {"span_outside_fact"}


def test_every_fact_of_an_item_counts() -> None:
    draft = make_draft(facts=("charter-force", "n-11"), valid_from=date(2008, 12, 15))
    assert [problem.values[0] for problem in fact_problems(draft, FACTS)] == ["n-11"]


def test_facts_of_a_series_that_follow_each_other_are_sound() -> None:
    assert series_problems([Series("members", ("n-10", "n-11"))], FACTS) == []


def test_two_facts_of_a_series_on_one_day_are_named_with_their_days() -> None:
    facts = {"a": fact("a", "2000-01-01", "2001-01-01"), "b": fact("b", "2001-01-01")}
    problems = series_problems([Series("chair", ("a", "b"))], facts)
    assert problems == [Problem("chair", "series_overlap", ("a", "b", "2001-01-01", "2001-01-01"))]


def test_a_named_handover_day_may_have_both() -> None:
    facts = {"a": fact("a", "2000-01-01", "2001-01-01"), "b": fact("b", "2001-01-01")}
    named = Series("chair", ("a", "b"), frozenset({date(2001, 1, 1)}))
    assert series_problems([named], facts) == []
    facts["a"] = fact("a", "2000-01-01", "2001-01-02")
    assert codes(series_problems([named], facts)) == {"series_overlap"}


def test_open_facts_of_a_series_overlap_for_ever() -> None:
    facts = {"a": fact("a"), "b": fact("b", "2001-01-01")}
    assert codes(series_problems([Series("chair", ("a", "b"))], facts)) == {"series_overlap"}


def test_a_series_names_known_facts_only() -> None:
    assert codes(series_problems([Series("chair", ("nobody",))], FACTS)) == {"fact_unknown"}


def test_resting_items_are_counted_apart_and_are_no_error() -> None:
    new = make_draft(slug="eleventh", facts=("n-11",), valid_from=date(2025, 10, 26))
    before, after = date(2025, 10, 25), date(2025, 10, 26)
    assert bank_problems([make_draft(), new], FACTS, [], TOPICS) == []
    found = inventory([make_draft(), new], before)
    assert (found.approved, found.true_on_day, found.resting) == (2, 1, ("eleventh",))
    assert inventory([make_draft(), new], after).resting == ()
