"""An answer in practice is graded, moves the person's card on once, and leaves nothing of a visitor."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from backend.refusals import Refusal
from quiz.actions.holds import hold
from quiz.actions.practice import Practised, record_practice
from quiz.models import PracticeCard, Question
from quiz.queries.items import keys_of
from quiz.rules.practice import FRESH_A_DAY, Allowance, Outcome
from schools.models import User
from tests.factories import make_user
from tests.factories_quiz import AT, make_multiple, make_question

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def pupil() -> User:
    return make_user()


@pytest.fixture
def question() -> Question:
    return make_question(shelf="open")


def key_of(question: Question) -> list[str]:
    return keys_of([question.current_id])[question.current_id]


def wrong_of(question: Question) -> list[str]:
    codes = question.current.options.values_list("code", flat=True)
    return [next(code for code in codes if code not in key_of(question))]


def give(user: User | None, question: Question, value: list[str], **changes: object) -> Practised:
    given = {"moment": AT, "at": AT + MINUTE, **changes}
    return record_practice(user=user, revision=question.current_id, value=value, **given)  # type: ignore[arg-type]  # keywords


def test_a_right_answer_makes_a_card_that_is_due_again(pupil: User, question: Question) -> None:
    assert give(pupil, question, key_of(question)) == Practised(Outcome.RIGHT, counted=True)
    card = PracticeCard.objects.get(user=pupil, question=question)
    assert (card.seen, card.right, card.last_right) == (1, 1, True)
    assert card.reviewed_at == AT
    assert card.due_at == AT + 10 * MINUTE  # the second learning step of FSRS


def test_a_card_that_was_right_again_waits_days_and_a_wrong_answer_brings_it_back(
    pupil: User, question: Question
) -> None:
    give(pupil, question, key_of(question))
    give(pupil, question, key_of(question), moment=AT + 20 * MINUTE, at=AT + 21 * MINUTE)
    card = PracticeCard.objects.get()
    assert card.state == 2
    assert card.step is None
    assert card.due_at >= AT + timedelta(days=1)
    later = card.due_at + MINUTE
    give(pupil, question, wrong_of(question), moment=later, at=later + MINUTE)
    card = PracticeCard.objects.get()
    assert (card.seen, card.right, card.last_right) == (3, 2, False)
    assert card.due_at == later + 10 * MINUTE


def test_partly_right_earns_the_hard_rating_not_the_good_one(pupil: User) -> None:
    draft = make_multiple()
    question = make_question(kind="multiple", options=draft.options, shelf="open")
    half = key_of(question)[:1]
    assert give(pupil, question, half).outcome is Outcome.PARTLY
    card = PracticeCard.objects.get()
    assert (card.seen, card.right, card.last_right) == (1, 0, False)
    assert AT + MINUTE < card.due_at < AT + 10 * MINUTE


def test_the_same_answer_sent_twice_is_told_the_same_and_counted_once(pupil: User, question: Question) -> None:
    give(pupil, question, key_of(question))
    before = PracticeCard.objects.values().get()
    again = give(pupil, question, key_of(question), at=AT + timedelta(hours=5))
    assert again == Practised(Outcome.RIGHT, counted=False)
    assert PracticeCard.objects.values().get() == before


def test_an_answer_to_an_older_page_does_not_take_a_card_back(pupil: User, question: Question) -> None:
    give(pupil, question, key_of(question), moment=AT + MINUTE, at=AT + 2 * MINUTE)
    assert not give(pupil, question, wrong_of(question), moment=AT, at=AT + 3 * MINUTE).counted
    assert PracticeCard.objects.get().last_right is True


def test_an_answer_from_a_moment_still_to_come_is_graded_but_not_counted(pupil: User, question: Question) -> None:
    assert not give(pupil, question, key_of(question), moment=AT + timedelta(days=400)).counted
    assert not PracticeCard.objects.exists()


def test_two_people_have_a_card_each(pupil: User, question: Question) -> None:
    give(pupil, question, key_of(question))
    give(make_user("teacher"), question, wrong_of(question))
    assert sorted(PracticeCard.objects.values_list("last_right", flat=True)) == [False, True]


def test_a_visitor_is_told_the_verdict_and_nothing_is_kept(question: Question) -> None:
    assert give(None, question, wrong_of(question)) == Practised(Outcome.WRONG, counted=False)
    assert not PracticeCard.objects.exists()


def test_a_visitor_whose_day_is_used_up_is_refused_but_may_repeat(question: Question) -> None:
    met = frozenset(range(10**6, 10**6 + FRESH_A_DAY - 1))
    full = Allowance("2026-11-22", met | {10**7})
    with pytest.raises(Refusal) as refusal:
        give(None, question, key_of(question), allowance=full)
    assert refusal.value.code == "daily_limit"
    repeated = Allowance("2026-11-22", met | {question.current_id})
    assert give(None, question, key_of(question), allowance=repeated).outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: hold(question_ids=[one.pk], holder="contest:ABC123", until=AT + 9 * MINUTE, at=AT),
        lambda one: Question.objects.update(shelf="kept"),
        lambda one: Question.objects.update(state="retired"),
        lambda one: Question.objects.update(owner=make_user("teacher")),
        lambda one: one.current.__class__.objects.update(valid_to=AT.date() - timedelta(days=1)),
    ],
    ids=["held", "kept", "retired", "private", "no longer true"],
)
def test_a_question_that_left_practice_is_neither_graded_nor_counted(
    pupil: User, question: Question, spoil: object
) -> None:
    value = key_of(question)
    spoil(question)  # type: ignore[operator]  # one of the above
    with pytest.raises(Refusal) as refusal:
        give(pupil, question, value)
    assert refusal.value.code == "not_found"
    assert not PracticeCard.objects.exists()


@pytest.mark.parametrize("value", [[], ["zzzzzz"], [""], [["a"]], [None]])
def test_what_is_no_answer_is_refused(pupil: User, question: Question, value: list[str]) -> None:
    with pytest.raises(Refusal) as refusal:
        give(pupil, question, value)
    assert refusal.value.code == "no_answer"


def test_all_or_nothing_when_the_card_cannot_be_moved(pupil: User, question: Question) -> None:
    give(pupil, question, key_of(question))
    before = PracticeCard.objects.values().get()
    with patch("quiz.actions.practice.SCHEDULER.review_card", side_effect=RuntimeError), pytest.raises(RuntimeError):
        give(pupil, question, key_of(question), moment=AT + 5 * MINUTE, at=AT + 6 * MINUTE)
    assert PracticeCard.objects.values().get() == before
