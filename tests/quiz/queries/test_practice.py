"""Who gets which open questions, how a person stands, and that no query of it reads a key too early."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.actions.holds import hold
from quiz.actions.practice import record_practice
from quiz.models import Question
from quiz.queries.items import keys_of
from quiz.queries.practice import Wish, batch, progress, reviewed
from quiz.rules.practice import BATCH, Outcome, moment_of
from schools.models import User
from tests.factories import make_user
from tests.factories_quiz import AT, make_question, make_questions

pytestmark = pytest.mark.django_db
Counter = Callable[[int], AbstractContextManager[object]]
ANY = Wish()


def shown(wish: Wish = ANY, user: User | None = None, **changes: object) -> list[int]:
    asked = {"met": (), "fresh": BATCH, "at": AT, "language": "vi", **changes}
    return [item.revision for item in batch(wish, user=user.pk if user else None, **asked).items]  # type: ignore[arg-type]  # keywords


def practise(user: User, question: Question, *, right: bool, ago: timedelta) -> None:
    codes = set(question.current.options.values_list("code", flat=True))
    key = keys_of([question.current_id])[question.current_id]
    value = key if right else sorted(codes - set(key))[:1]
    record_practice(user=user, revision=question.current_id, value=value, moment=AT - ago, at=AT - ago)


def test_only_open_provincial_true_unheld_approved_questions_are_there() -> None:
    there = make_question(shelf="open")
    make_question(shelf="kept")
    make_question(shelf="open", valid_from=AT.date() + timedelta(days=2))
    held, private, retired = make_questions(3, shelf="open")
    hold(question_ids=[held.pk], holder="contest:ABC123", until=AT + timedelta(hours=1), at=AT)
    Question.objects.filter(pk=private.pk).update(owner=make_user("teacher"))
    Question.objects.filter(pk=retired.pk).update(state="retired")
    assert shown() == [there.current_id]
    assert progress(ANY, user=None, at=AT).items == 1


def test_a_wish_narrows_by_topic_level_and_audience() -> None:
    one = make_question(shelf="open", level="apply", band="primary")
    two = make_question(shelf="open", topic="economic", band="upper_secondary")
    assert shown(Wish(topic="economic")) == [two.current_id]
    assert shown(Wish(level="apply")) == [one.current_id]
    assert shown(Wish(band="lower_secondary")) == [one.current_id]
    assert set(shown(Wish(band="upper_secondary"))) == {one.current_id, two.current_id}
    assert shown(Wish(topic="none")) == []


def test_a_wish_that_is_none_of_the_choices_counts_as_not_wished() -> None:
    given = {"topic": "charter", "level": "x", "band": "'", "due": "yes"}
    assert Wish.taken_from(given) == Wish(topic="charter", due="1")
    assert Wish.taken_from({}).as_query() == {}


def test_due_only_gives_what_this_person_should_repeat() -> None:
    pupil, other = make_user(), make_user()
    forgot, knows, new = make_questions(3, shelf="open")
    practise(pupil, forgot, right=False, ago=timedelta(hours=1))
    practise(pupil, knows, right=True, ago=timedelta(minutes=5))
    assert shown(Wish(due="1"), pupil) == [forgot.current_id]
    assert shown(Wish(due="1"), other) == []
    assert shown(Wish(due="1")) == []
    assert shown(ANY, pupil) == [forgot.current_id, new.current_id, knows.current_id]


def test_what_a_visitor_met_today_comes_last_and_no_more_new_ones_than_are_left() -> None:
    first, second, third = (question.current_id for question in make_questions(3, shelf="open"))
    assert shown(met={second})[-1] == second
    assert len(shown(met={second}, fresh=1)) == 2
    assert set(shown()) == {first, second, third}


def test_progress_counts_known_learning_new_and_due_by_topic() -> None:
    pupil = make_user()
    known, learning, _new = make_questions(3, shelf="open")
    make_question(shelf="open", topic="economic")
    practise(pupil, known, right=True, ago=timedelta(days=2))
    practise(pupil, known, right=True, ago=timedelta(days=1))
    practise(pupil, learning, right=False, ago=timedelta(hours=1))
    found = progress(ANY, user=pupil.pk, at=AT)
    rows = {row.topic.code: (row.items, row.known, row.learning, row.new) for row in found.topics}
    assert rows == {"charter": (3, 1, 1, 1), "economic": (1, 0, 0, 1), "ca_mau": (0, 0, 0, 0)}
    assert found.due == 1
    assert next(row.bar for row in found.topics if row.topic.code == "charter") == ("33.3", "33.3", "33.3")
    assert progress(ANY, user=None, at=AT).due == 0


def test_a_due_question_that_left_practice_is_not_counted_as_due() -> None:
    pupil = make_user()
    question = make_question(shelf="open")
    practise(pupil, question, right=False, ago=timedelta(hours=1))
    Question.objects.update(shelf="kept")
    assert progress(ANY, user=pupil.pk, at=AT).due == 0


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_as_many_for_three_questions_as_for_one(number: int, django_assert_num_queries: Counter) -> None:
    pupil = make_user()
    for question in make_questions(number, shelf="open"):
        practise(pupil, question, right=False, ago=timedelta(hours=1))
    with django_assert_num_queries(4):
        assert len(shown(ANY, pupil)) == number
    with django_assert_num_queries(5):  # and the topic's name
        shown(Wish(topic="charter"), pupil)
    with django_assert_num_queries(3):
        progress(ANY, user=pupil.pk, at=AT)


def test_a_review_takes_five_queries_and_shows_the_options_as_the_page_did(django_assert_num_queries: Counter) -> None:
    question = make_question(shelf="open")
    page = batch(ANY, user=None, met=(), fresh=BATCH, at=AT, language="vi")
    key = keys_of([question.current_id])[question.current_id]
    with django_assert_num_queries(5):
        item = reviewed(question.current_id, key, Outcome.RIGHT, moment=page.moment, language="vi")
    assert [line.text for line in item.lines] == [option.text for option in page.items[0].options]
    assert [(line.text, line.chosen) for line in item.lines if line.right] == [("15/12/2008", True)]
    assert item.right
    assert item.source_url == "https://asean.org/charter"


def test_a_review_speaks_the_readers_language() -> None:
    question = make_question(shelf="open")
    item = reviewed(question.current_id, [], Outcome.WRONG, moment=1, language="en")
    assert item.explanation.startswith("The 30th day")
    assert not item.right


def test_another_page_shows_the_options_in_another_order() -> None:
    make_question(shelf="open")
    pages = [batch(ANY, user=None, met=(), fresh=1, at=AT + timedelta(seconds=s), language="vi") for s in range(9)]
    assert len({tuple(option.code for option in page.items[0].options) for page in pages}) > 1
    assert moment_of(pages[1].moment) == AT + timedelta(seconds=1)


def test_no_query_of_a_batch_or_of_progress_touches_keys_explanations_or_remarks() -> None:
    make_questions(3, shelf="open")
    with CaptureQueriesContext(connection) as asked:
        shown(Wish(topic="charter"), make_user())
        progress(ANY, user=None, at=AT)
    for query in asked.captured_queries:
        assert not [word for word in ("answerkey", "explanation", "optionremark") if word in query["sql"].lower()]
