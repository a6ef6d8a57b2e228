"""A contest for teachers: who may still sit it reads no key, and who made it does not sit it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.models import Contest
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


@pytest.mark.parametrize("page", ["regrade", "papers", "paper_keys"])
def test_an_invited_colleague_who_has_not_begun_reads_no_key(cast: Cast, contest: Contest, page: str) -> None:
    colleague = client_of(make_user(Role.TEACHER, school=cast.own.school))
    assert colleague.get(reverse(f"contests:{page}", args=[contest.code])).status_code == 403
    assert client_of(cast.own.teacher).get(reverse(f"contests:{page}", args=[contest.code])).status_code == 200


def test_who_made_it_does_not_sit_it_and_a_colleague_does(cast: Cast, contest: Contest) -> None:
    start = reverse("contests:start", args=[contest.code])
    assert client_of(cast.own.teacher).post(start).status_code == 403
    assert client_of(make_user(Role.TEACHER, school=cast.own.school)).post(start).status_code == 302
