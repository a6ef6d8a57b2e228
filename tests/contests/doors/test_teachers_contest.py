"""A contest for teachers: who may still sit it reads no key, and who made it does not sit it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.models import Contest
from contests.queries.candidates import candidates
from contests.queries.expected import people_expected
from schools.models import Role, User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.cast import Cast, make_cast
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def contest(cast: Cast) -> Contest:
    made = contests.make_contest(
        school=cast.own.school, by=cast.own.teacher, audience="teachers", opens_at=clock.now() - timedelta(minutes=5)
    )
    contests.make_paper(made, bank.make_questions(2))
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


@pytest.mark.parametrize("desk", ["regrade", "papers", "paper_keys", "monitor", "board_rows"])
def test_an_invited_colleague_reads_no_key_and_no_score(cast: Cast, contest: Contest, desk: str) -> None:
    colleague = make_user(Role.TEACHER, school=cast.own.school)
    address = reverse(f"contests:{desk}", args=[contest.code])
    assert client_of(colleague).get(address).status_code == 403
    contests.make_attempt(contest, colleague, state="submitted", ended_at=clock.now(), submitted_at=clock.now())
    assert client_of(colleague).get(address).status_code == 403
    assert client_of(cast.own.teacher).get(address).status_code == 200


def test_who_made_it_is_not_expected_to_sit_it(cast: Cast, contest: Contest) -> None:
    colleague = make_user(Role.TEACHER, school=cast.own.school)
    expected = {person.user for person in people_expected(contest)}
    assert colleague.pk in expected
    assert cast.own.teacher.pk not in expected | {user.pk for user in candidates(contest, cast.own.teacher)}


def test_who_made_it_does_not_sit_it_and_a_colleague_does(cast: Cast, contest: Contest) -> None:
    start = reverse("contests:start", args=[contest.code])
    assert client_of(cast.own.teacher).post(start).status_code == 403
    assert client_of(make_user(Role.TEACHER, school=cast.own.school)).post(start).status_code == 302


def test_its_page_speaks_of_no_cards(cast: Cast, contest: Contest) -> None:
    page = reverse("contests:contest", args=[contest.code])
    for opens_at in (contest.opens_at, clock.now() + timedelta(minutes=20)):
        Contest.objects.filter(pk=contest.pk).update(opens_at=opens_at)
        body = client_of(cast.own.teacher).get(page).content.decode()
        assert "Phát thẻ" not in body
        assert "in thẻ dự thi" not in body
    assert "gửi mã cuộc thi" in body
