"""From draft to approved, out of use and back: complete, by another pair of eyes, and on the trail."""

import pytest

from backend.refusals import Refusal
from quiz.actions import editing
from quiz.models import Question
from schools.models import Role, Trail, User
from tests.factories import make_user
from tests.factories_bank import (
    LATER,
    again,
    draft_of,
    make_edit,
    make_in_review,
    make_written,
)
from tests.factories_quiz import make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER)


@pytest.fixture
def other() -> User:
    """Another officer."""
    return make_user(Role.OFFICER)


def refusal() -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal)


@pytest.mark.parametrize(
    "missing",
    [{"stem_en": ""}, {"source_url": ""}, {"source_url": "javascript:alert(1)"}, {"explanation_vi": ""}],
)
def test_only_what_is_complete_goes_into_review(teacher: User, missing: dict[str, str]) -> None:
    question = make_written(teacher, private=True, **missing)
    with pytest.raises(editing.ItemUnsound) as caught:
        editing.send_to_review(question=question, draft=draft_of(question), by=teacher, at=LATER)
    assert caught.value.problems
    assert again(question).state == "draft"


def test_a_proposal_from_a_private_shelf_becomes_the_provinces(teacher: User, officer: User) -> None:
    question = make_in_review(teacher, private=True)
    assert (question.state, question.owner) == ("review", teacher)
    editing.approve(question=question, by=officer, at=LATER)
    question = again(question)
    assert (question.state, question.owner) == ("approved", None)
    row = Trail.objects.get(act="item_approved")
    assert (row.actor, row.subject, row.note) == (officer, question.slug, "r1")


def test_nobody_approves_their_own_words(officer: User, other: User) -> None:
    question = make_in_review(officer)
    with refusal() as caught:
        editing.approve(question=question, by=officer, at=LATER)
    assert (caught.value.code, again(question).state) == ("own_item", "review")
    # what counts is whose words they are by now
    question = make_edit(question, other, stem_vi="Sửa lại?")
    with refusal():
        editing.approve(question=question, by=other, at=LATER)
    editing.approve(question=question, by=officer, at=LATER)
    assert again(question).state == "approved"


def test_a_waiting_edit_comes_into_use_when_somebody_else_approves(officer: User, other: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa?")
    with refusal():
        editing.approve(question=question, by=officer, at=LATER)
    editing.approve(question=question, by=other, at=LATER)
    question = again(question)
    assert (question.current.number, question.proposed, question.state) == (2, None, "approved")


def test_what_waits_for_nobody_is_not_approved(officer: User) -> None:
    with refusal() as caught:
        editing.approve(question=make_question(), by=officer, at=LATER)
    assert caught.value.code == "not_in_review"


def test_words_saved_after_they_were_read_are_not_approved_unread(teacher: User, officer: User) -> None:
    question = make_in_review(teacher, private=True)
    make_edit(question, teacher, stem_vi="Đổi sau khi cán bộ đã đọc?")
    with refusal() as caught:
        editing.approve(question=question, by=officer, at=LATER, seen=1)
    assert caught.value.code == "edited_meanwhile"
    editing.approve(question=question, by=officer, at=LATER, seen=2)
    assert again(question).state == "approved"


@pytest.mark.parametrize("approved", [True, False])
def test_an_edit_that_left_gaps_is_not_approved(officer: User, other: User, approved: bool) -> None:
    question = make_question() if approved else make_in_review(officer)
    question = make_edit(question, officer, stem_en="")
    with pytest.raises(editing.ItemUnsound) as caught:
        editing.approve(question=question, by=other, at=LATER)
    assert [problem.code for problem in caught.value.problems] == ["no_english"]


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_sending_back_needs_a_reason(officer: User, other: User, reason: str) -> None:
    question = make_in_review(officer)
    with refusal() as caught:
        editing.send_back(question=question, by=other, at=LATER, reason=reason)
    assert (caught.value.code, caught.value.status, again(question).state) == ("no_reason", 422, "review")


def test_what_is_sent_back_is_a_draft_again_with_the_reason_on_the_trail(teacher: User, officer: User) -> None:
    question = make_in_review(teacher, private=True)
    editing.send_back(question=question, by=officer, at=LATER, reason="  Nguồn chưa chính thức. ")
    question = again(question)
    assert (question.state, question.owner) == ("draft", teacher)
    row = Trail.objects.get(act="item_sent_back")
    assert (row.actor, row.subject, row.note) == (officer, question.slug, "Nguồn chưa chính thức.")


def test_a_waiting_edit_that_is_sent_back_stays_a_revision(officer: User, other: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa?")
    editing.send_back(question=question, by=other, at=LATER, reason="Bản cũ rõ hơn.")
    question = again(question)
    assert (question.state, question.current.number, question.proposed) == ("approved", 1, None)
    assert question.revisions.count() == 2


def test_a_draft_cannot_be_sent_back_nor_reviewed_twice(officer: User, other: User) -> None:
    question = make_written(officer)
    with refusal() as caught:
        editing.send_back(question=question, by=other, at=LATER, reason="x")
    assert caught.value.code == "state_changed"
    editing.send_to_review(question=question, draft=draft_of(question), by=officer, at=LATER)
    with refusal() as caught:
        editing.send_to_review(question=question, draft=draft_of(question), by=officer, at=LATER)
    assert caught.value.code == "state_changed"


# --- out of use and back ---------------------------------------------------------------------------------------------


def test_a_retired_item_is_looked_at_before_it_is_used_again(officer: User, other: User) -> None:
    question = make_question()
    editing.retire(question=question, by=officer, at=LATER)
    assert again(question).state == "retired"
    with refusal() as caught:
        editing.retire(question=question, by=officer, at=LATER)
    assert caught.value.code == "already_retired"
    editing.restore(question=question, by=officer, at=LATER)
    assert again(question).state == "review"
    editing.approve(question=question, by=other, at=LATER)
    assert again(question).state == "approved"
    assert set(Trail.objects.values_list("act", flat=True)) >= {"item_retired", "item_restored", "item_approved"}


def test_a_private_item_comes_back_as_a_draft(teacher: User) -> None:
    question = make_written(teacher, private=True)
    editing.retire(question=question, by=teacher, at=LATER)
    editing.restore(question=question, by=teacher, at=LATER)
    assert again(question).state == "draft"


def test_only_what_is_retired_is_restored(officer: User) -> None:
    with refusal() as caught:
        editing.restore(question=make_question(), by=officer, at=LATER)
    assert caught.value.code == "state_changed"


def test_approving_an_old_edit_does_not_bring_a_retired_item_back(officer: User, other: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa?")
    editing.retire(question=question, by=officer, at=LATER)
    with refusal() as caught:
        editing.approve(question=question, by=other, at=LATER)
    assert (caught.value.code, again(question).state) == ("not_in_review", "retired")


def test_words_saved_while_it_rested_are_the_ones_that_are_approved(officer: User, other: User) -> None:
    question = make_edit(make_question(), officer, stem_vi="Bản sửa cũ?")
    editing.retire(question=question, by=officer, at=LATER)
    editing.restore(question=question, by=officer, at=LATER)
    question = make_edit(question, officer, stem_vi="Bản sửa mới?")
    editing.approve(question=question, by=other, at=LATER)
    assert again(question).current.stem_vi == "Bản sửa mới?"


# --- several at once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("field", "value"), [("shelf", "open"), ("level", "apply"), ("band", "teacher")])
def test_several_are_marked_at_once_and_only_changes_count(officer: User, field: str, value: str) -> None:
    questions = [make_question() for _unused in range(3)]
    Question.objects.filter(pk=questions[0].pk).update(**{field: value})
    assert editing.mark_many(questions=questions, field=field, value=value, by=officer, at=LATER) == 2
    assert set(Question.objects.values_list(field, flat=True)) == {value}
    row = Trail.objects.get(act="items_marked")
    assert (row.subject, row.note) == (f"{field}={value}", ", ".join(q.slug for q in questions[1:]))
    assert editing.mark_many(questions=questions, field=field, value=value, by=officer, at=LATER) == 0
    assert Trail.objects.filter(act="items_marked").count() == 1


@pytest.mark.parametrize("field", ["state", "owner", "owner_id", "slug", "topic", ""])
def test_no_other_field_is_set_for_several(officer: User, field: str) -> None:
    question = make_question()
    with refusal() as caught:
        editing.mark_many(questions=[question], field=field, value="x", by=officer, at=LATER)
    assert caught.value.status == 400
    assert again(question).state == "approved"
