"""A receipt number finds what the server holds: never points, the name only for whom it concerns."""

import pytest
from django.test import Client

from contests.models import Attempt
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school))
    contests.make_paper(contest, bank.make_questions(2))
    ended = {"state": "submitted", "ended_at": contest.closes_at, "receipt": "ABCD-2345", "answered": 1}
    return contests.make_attempt(contest, make_user("pupil", school=school), **ended, points=987_654)


def asked(attempt: Attempt, role: str, number: str = "abcd 2345") -> tuple[int, str]:
    people = {"own": attempt.user, "teacher": attempt.contest.created_by}
    user = people.get(role) or make_user(role, school=make_school())
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    reply = client.get("/receipt/", {"contest": attempt.contest.code.lower(), "number": number})
    return reply.status_code, reply.content.decode().partition("<main")[2]


@pytest.mark.parametrize(("role", "named"), [("own", True), ("teacher", True), ("pupil", False), ("leader", False)])
def test_who_sees_whose_it_is(attempt: Attempt, role: str, named: bool) -> None:
    status, page = asked(attempt, role)
    assert (status, attempt.user.full_name in page) == (200, named)
    assert "1/2" in page
    assert "9.876" not in page
    assert "987654" not in page


@pytest.mark.parametrize("number", ["ABCD-2346", "", "x" * 200, "%"])
def test_a_number_that_is_none_finds_nothing(attempt: Attempt, number: str) -> None:
    status, page = asked(attempt, "own", number)
    assert status == (404 if number else 200)
    assert attempt.contest.title not in page


def test_what_has_not_ended_has_no_receipt_yet(attempt: Attempt) -> None:
    Attempt.objects.update(state="sitting", ended_at=None)
    assert asked(attempt, "own")[0] == 404
    assert "ABCD" not in Client().get(f"/api/attempts/{attempt.pk}").content.decode()
