"""Who meets which item: shelves are private, drafts of the province are the Department's, pupils meet none."""

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.refusals import NotAllowed, NotThere
from quiz import access
from quiz.actions import editing
from quiz.models import Question
from quiz.queries.items import usable
from schools.models import Role, User
from tests.factories import make_user
from tests.factories_bank import LATER, make_edit, make_in_review, make_written
from tests.factories_quiz import AT, make_draft, make_question

pytestmark = pytest.mark.django_db
SCHOOL = [Role.TEACHER, Role.LEADER]
PROVINCE = [Role.OFFICER, Role.ADMIN]


@pytest.fixture
def teacher() -> User:
    return make_user(Role.TEACHER)


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER)


def seen(user: User) -> set[str]:
    return set(access.questions_visible(user).values_list("slug", flat=True))


@pytest.mark.parametrize(
    "gate",
    [
        access.bank_to_read,
        access.bank_to_keep,
        lambda user: access.item_to_read(user, "charter-001"),
        lambda user: access.item_to_write(user, "charter-001"),
        lambda user: access.item_to_review(user, "charter-001"),
        lambda user: access.questions_to_mark(user, ["charter-001"]),
        lambda user: access.questions_to_review(user, ["charter-001"]),
    ],
)
def test_no_gate_opens_for_pupils_visitors_and_closed_accounts(gate: object) -> None:
    make_question(slug="charter-001")
    for user in (make_user(Role.PUPIL), AnonymousUser(), make_user(Role.OFFICER, is_active=False)):
        with pytest.raises(NotAllowed):
            gate(user)  # type: ignore[operator]  # a function
        assert not access.keeps_bank(user)


@pytest.mark.parametrize("role", [*SCHOOL, *PROVINCE])
def test_a_private_shelf_is_its_owners_alone(teacher: User, role: str) -> None:
    question = make_written(teacher, private=True)
    for user in (make_user(role, school=teacher.school if role in SCHOOL else None), make_user(role)):
        assert question.slug not in seen(user)
        for gate in (access.item_to_read, access.item_to_write):
            with pytest.raises(NotThere):
                gate(user, question.slug)
        assert access.questions_to_mark(user, [question.slug]) == []
    assert seen(teacher) == {question.slug}
    assert access.item_to_write(teacher, question.slug).question == question


def test_a_proposal_is_read_by_the_department_and_written_by_its_owner(teacher: User, officer: User) -> None:
    question = make_in_review(teacher, private=True)
    assert access.item_to_review(officer, question.slug).question == question
    with pytest.raises(NotAllowed):
        access.item_to_write(officer, question.slug)
    assert access.item_to_write(teacher, question.slug).question == question
    with pytest.raises(NotThere):
        access.item_to_read(make_user(Role.TEACHER), question.slug)
    editing.send_back(question=question, by=officer, at=LATER, reason="Chưa đủ.")
    with pytest.raises(NotThere):
        access.item_to_read(officer, question.slug)


@pytest.mark.parametrize("role", SCHOOL)
def test_school_staff_meet_no_draft_of_the_province(officer: User, role: str) -> None:
    user = make_user(role)
    hidden = [make_written(officer), make_in_review(officer)]
    approved = make_question(slug="approved")
    editing.retire(question=make_question(slug="retired"), by=officer, at=LATER)
    assert seen(user) == {"approved", "retired"}
    for question in hidden:
        with pytest.raises(NotThere):
            access.item_to_read(user, question.slug)
    make_edit(approved, officer, stem_vi="Chưa ai duyệt?")
    item = access.item_to_read(user, "approved")
    assert (item.draft.stem_vi, len(item.revisions)) == (make_draft().stem_vi, 1)


@pytest.mark.parametrize("role", PROVINCE)
def test_the_department_meets_drafts_and_edits_that_wait(officer: User, role: str) -> None:
    draft, waiting = make_written(officer), make_edit(make_question(), officer, stem_vi="Chưa ai duyệt?")
    user = make_user(role)
    assert access.item_to_write(user, draft.slug).question == draft
    assert access.item_to_read(user, waiting.slug).draft.stem_vi == "Chưa ai duyệt?"


@pytest.mark.parametrize("role", SCHOOL)
def test_school_staff_read_the_provinces_items_and_change_none(role: str) -> None:
    question, user = make_question(), make_user(role)
    assert access.item_to_read(user, question.slug).question == question
    for gate in (access.item_to_write, access.item_to_review):
        with pytest.raises(NotAllowed):
            gate(user, question.slug)
    assert access.questions_to_mark(user, [question.slug]) == []


def test_of_several_items_only_those_that_one_may_change_come(teacher: User, officer: User) -> None:
    mine, province = make_written(teacher, private=True), make_question()
    theirs = make_in_review(make_user(Role.TEACHER), private=True)
    slugs = [mine.slug, province.slug, theirs.slug, "nowhere", "nul\0"]
    assert access.questions_to_mark(teacher, slugs) == [mine]
    assert access.questions_to_mark(officer, slugs) == [province]
    assert set(access.questions_to_review(officer, slugs)) == {province, theirs}
    with pytest.raises(NotAllowed):
        access.questions_to_review(teacher, slugs)


def test_contests_draw_from_the_province_or_from_one_shelf(teacher: User, officer: User) -> None:
    province = make_question()
    mine = make_written(teacher, private=True)
    proposed = make_in_review(teacher, private=True)
    retired = make_written(teacher, private=True)
    editing.retire(question=retired, by=teacher, at=LATER)
    make_written(make_user(Role.TEACHER), private=True)
    make_written(officer)
    days = {"first": AT.date(), "last": AT.date(), "at": AT}
    assert set(usable(**days)) == {province}
    assert set(usable(**days, owner=teacher.pk)) == {mine, proposed}
    assert set(usable(**days, owner=officer.pk)) == set()
    assert Question.objects.count() == 6
