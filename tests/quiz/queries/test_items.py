"""What contests get: usable items, texts without keys, keys apart."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from quiz import queries as bank
from quiz.actions.holds import hold
from quiz.actions.questions import load_drafts
from quiz.models import Question
from tests.factories_quiz import AT, TOPICS, make_draft, make_multiple, make_question, make_questions

pytestmark = pytest.mark.django_db
Counter = Callable[[int], AbstractContextManager[object]]
DAY = date(2026, 11, 22)
ANY = ("charter", "")


def slugs(**changes: object) -> list[str]:
    asked = {"first": DAY, "last": DAY, "at": AT, **changes}
    rows = bank.items_for([ANY], **asked)[ANY]  # type: ignore[arg-type]  # keywords of the query
    names = dict(Question.objects.values_list("pk", "slug"))
    return [names[row.question_id] for row in rows]


def test_items_come_by_cell_in_the_order_of_their_slugs() -> None:
    for slug, level in (("b", "recall"), ("a", "apply"), ("c", "recall")):
        make_question(slug=slug, level=level)
    make_question(slug="e", topic="economic")
    found = bank.items_for([ANY, ("charter", "recall"), ("ca_mau", "")], first=DAY, last=DAY, at=AT)
    assert {cell: len(rows) for cell, rows in found.items()} == {ANY: 3, ("charter", "recall"): 2, ("ca_mau", ""): 0}
    assert slugs() == ["a", "b", "c"]
    row = found[ANY][0]
    assert (row.topic, row.level, row.kind, row.pillar, row.shelf) == ("charter", "apply", "single", "cross", "kept")


def test_an_item_must_be_true_on_every_day_asked_for() -> None:
    make_question(slug="always", valid_from=None)
    make_question(slug="ends", valid_from=None, valid_to=DAY)
    make_question(slug="starts", valid_from=DAY)
    assert slugs() == ["always", "ends", "starts"]
    assert slugs(last=DAY + timedelta(days=1)) == ["always", "starts"]
    assert slugs(first=DAY - timedelta(days=1)) == ["always", "ends"]


def test_held_excluded_other_shelf_and_not_approved_are_left_out() -> None:
    names = ("approved", "excluded", "held", "retired")
    items = {name: make_question(slug=name) for name in names}
    make_question(slug="open", shelf="open")
    hold(question_ids=[items["held"].pk], holder="contest:AAAAAA", until=AT + timedelta(hours=1), at=AT)
    Question.objects.filter(slug="retired").update(state="retired")
    assert slugs(exclude=[items["excluded"].pk], shelf="kept") == ["approved"]
    assert slugs(shelf="open") == ["open"]
    assert slugs(at=AT + timedelta(hours=1), shelf="kept") == ["approved", "excluded", "held"]


def test_fillable_says_how_many_each_cell_can_count_on(django_assert_num_queries: Counter) -> None:
    make_questions(2, level="recall")
    make_questions(1, level="apply")
    with django_assert_num_queries(1):
        found = bank.fillable({ANY: 2, ("charter", "recall"): 2, ("ca_mau", ""): 1}, first=DAY, last=DAY, at=AT)
    assert found == {("charter", "recall"): 2, ANY: 1, ("ca_mau", ""): 0}


def test_usable_by_topic_counts_what_is_true_on_the_day() -> None:
    make_questions(2)
    make_question(topic="economic", valid_from=DAY + timedelta(days=1))
    assert [(code, n) for code, _name, n in bank.usable_by_topic(DAY, at=AT)] == [
        ("charter", 2),
        ("economic", 0),
        ("ca_mau", 0),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_texts_keys_and_explanations_take_a_constant_number_of_queries(
    number: int, django_assert_num_queries: Counter
) -> None:
    revisions = [question.current_id for question in make_questions(number)]
    with django_assert_num_queries(4):
        texts = bank.frozen_items(revisions)
        keys = bank.keys_of(revisions)
        why = bank.explanations(revisions)
    assert set(texts) == set(keys) == set(why) == set(revisions)


def test_texts_hold_no_key_and_are_equal_for_twins_of_another_key() -> None:
    make_question(slug="twin")
    question = Question.objects.select_related("current").get(slug="twin")
    options = tuple(replace(o, right=n == 2) for n, o in enumerate(make_draft().options))
    load_drafts(drafts=[make_draft(slug="twin", options=options)], topics=TOPICS, at=AT)
    other = Question.objects.get(slug="twin").current_id
    texts = bank.frozen_items([question.current_id, other])
    assert texts[question.current_id] == texts[other]
    keys = bank.keys_of([question.current_id, other])
    assert keys[question.current_id] != keys[other]


def test_a_key_is_a_sorted_list_of_the_codes_shown() -> None:
    load_drafts(drafts=[make_multiple()], topics=TOPICS, at=AT)
    revision = Question.objects.get().current_id
    key = bank.keys_of([revision])[revision]
    codes = {option.code: option.en for option in bank.frozen_items([revision])[revision].options}
    assert key == sorted(key)
    assert {codes[code] for code in key} == {"Thailand", "Singapore"}


def test_untrue_revisions_are_those_outside_the_window() -> None:
    good = make_question(valid_from=None).current_id
    bad = make_question(slug="ends", valid_from=None, valid_to=DAY).current_id
    assert bank.untrue_revisions([good, bad], DAY, DAY) == {}
    assert bank.untrue_revisions([good, bad], DAY, DAY + timedelta(days=1)) == {bad: "ends"}


def test_names_and_levels_speak_vietnamese() -> None:
    make_question()
    assert bank.topic_names()["charter"] == "Hiến chương ASEAN"
    assert bank.level_name("analyse") == "Vận dụng cao"
    assert set(bank.topic_ids()) == {"charter", "economic", "ca_mau"}
