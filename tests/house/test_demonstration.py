"""Demonstration accounts, whose password lies in a file of the server, never reach real people or figures."""

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.queries import contest as contests
from reports.queries import shows_demonstration
from schools.actions.people import create_staff
from schools.models import User
from schools.queries import people, places
from tests import factories_contests
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    make_user("pupil", school=make_school(is_demo=True, name="THPT Minh họa"), is_demo=True)
    real = make_school(name="Trường THPT Thật")
    factories_contests.make_contest(school=real, by=make_user("teacher", school=real))
    make_user("pupil", school=real, full_name="Nguyễn Thị Thật")
    return make_user("officer", is_demo=True)


def test_it_sees_demonstration_people_schools_and_contests_only(officer: User) -> None:
    assert {person.is_demo for person in people.people_visible(officer)} == {True}
    assert {school.is_demo for school in places.schools_visible(officer)} == {True}
    assert not contests.contests_run_by(officer).exists()


def test_its_figures_are_the_demonstration_even_beside_real_contests(officer: User) -> None:
    assert shows_demonstration(officer)
    assert not shows_demonstration(make_user("officer"))
    client = Client()
    client.force_login(officer, backend="schools.backends.StaffBackend")
    page = client.get(reverse("reports:overview")).content.decode()
    assert "Số liệu minh họa" in page
    assert "Trường THPT Thật" not in page


def test_accounts_it_opens_are_demonstration_too_and_never_superusers() -> None:
    admin = make_user("admin", is_demo=True)
    made, _code = create_staff(by=admin, role="admin", full_name="Lê Minh Họa", at=clock.now())
    assert (made.is_demo, made.is_superuser) == (True, False)
