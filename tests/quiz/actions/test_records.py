"""How questions did: one record a place, the newer figures stand."""

from datetime import timedelta

import pytest

from quiz.actions import records
from quiz.actions.records import Did
from quiz.models import ItemRecord
from tests.factories_quiz import AT, make_question

pytestmark = pytest.mark.django_db


def test_a_place_has_one_record_of_a_question_and_its_newest_figures() -> None:
    question, other = make_question(), make_question()
    rows = [Did(question.pk, question.current_id or 0, 30, 0.5), Did(other.pk, other.current_id or 0, 3, None)]
    records.keep(rows=rows, place="contest:A", at=AT)
    records.keep(rows=rows[:1], place="contest:B", at=AT)
    records.keep(rows=[Did(question.pk, question.current_id or 0, 31, 0.25)], place="contest:A", at=AT + timedelta(1))
    found = ItemRecord.objects.order_by("place", "question").values_list("question", "place", "n", "p")
    assert list(found) == [
        (question.pk, "contest:A", 31, 0.25),
        (other.pk, "contest:A", 3, None),
        (question.pk, "contest:B", 30, 0.5),
    ]


def test_no_row_is_no_record() -> None:
    records.keep(rows=[], place="contest:A", at=AT)
    assert not ItemRecord.objects.exists()
