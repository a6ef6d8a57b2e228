"""Items held for a contest: nobody else takes them; free when released or when the day is past."""

from datetime import timedelta

import pytest

from backend.refusals import Refusal
from quiz.actions.holds import hold, release
from quiz.models import ItemHold
from tests.factories_quiz import AT, make_questions

pytestmark = pytest.mark.django_db
UNTIL = AT + timedelta(days=2)


def test_held_items_are_refused_to_another_holder_and_nothing_is_held_by_half() -> None:
    one, two, three = (question.pk for question in make_questions(3))
    hold(question_ids=[one, two], holder="contest:AAAAAA", until=UNTIL, at=AT)
    with pytest.raises(Refusal) as caught:
        hold(question_ids=[two, three], holder="contest:BBBBBB", until=UNTIL, at=AT)
    assert caught.value.code == "items_held"
    assert not ItemHold.objects.filter(holder="contest:BBBBBB").exists()


def test_holding_again_moves_the_day_and_makes_no_second_row() -> None:
    one, two = (question.pk for question in make_questions(2))
    hold(question_ids=[one], holder="contest:AAAAAA", until=UNTIL, at=AT)
    hold(question_ids=[one, two], holder="contest:AAAAAA", until=UNTIL + timedelta(days=1), at=AT)
    assert set(ItemHold.objects.values_list("question_id", "until")) == {
        (one, UNTIL + timedelta(days=1)),
        (two, UNTIL + timedelta(days=1)),
    }


def test_released_items_are_free() -> None:
    (one,) = (question.pk for question in make_questions(1))
    hold(question_ids=[one], holder="contest:AAAAAA", until=UNTIL, at=AT)
    assert release(holder="contest:AAAAAA", at=AT) == 1
    assert release(holder="contest:AAAAAA", at=AT) == 0
    hold(question_ids=[one], holder="contest:BBBBBB", until=UNTIL, at=AT)


def test_a_hold_past_its_day_counts_as_free() -> None:
    (one,) = (question.pk for question in make_questions(1))
    hold(question_ids=[one], holder="contest:AAAAAA", until=UNTIL, at=AT)
    hold(question_ids=[one], holder="contest:BBBBBB", until=UNTIL + timedelta(days=9), at=UNTIL)


def test_an_item_that_is_not_there_cannot_be_held() -> None:
    with pytest.raises(Refusal) as caught:
        hold(question_ids=[999_999], holder="contest:AAAAAA", until=UNTIL, at=AT)
    assert caught.value.code == "items_unknown"
