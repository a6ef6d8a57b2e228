"""Cards for everybody expected at a contest, and the lists for the doors of its rooms."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from backend import clock
from contests.actions.entries import seat
from contests.models import Contest
from contests.queries import doors
from contests.queries.expected import people_expected
from contests.views import cards as views
from schools.actions.cards import make_cards
from schools.models import LoginCard, Role, User
from tests import factories_contests as contests
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    teacher = make_user(Role.TEACHER, school=school)
    return contests.make_contest(school=school, by=teacher, opens_at=clock.now() + timedelta(days=1))


@pytest.fixture
def pupils(contest: Contest) -> dict[str, list[User]]:
    """Two classes of two."""
    found: dict[str, list[User]] = {}
    for name in ("10A10", "10A2"):
        room = make_class(school=contest.school, name=name)
        found[name] = [make_enrolment(make_user(school=contest.school), room).pupil for _unused in range(2)]
    return found


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


def url(contest: Contest) -> str:
    return reverse("contests:cards", args=[contest.code])


@pytest.fixture(autouse=True)
def _address(settings: object) -> None:
    settings.PUBLIC_URL = "https://thi.example"  # type: ignore[attr-defined]


def test_only_those_without_a_card_get_one_unless_asked_otherwise(
    contest: Contest, pupils: dict[str, list[User]]
) -> None:
    held = pupils["10A2"][0]
    make_cards(pupils=[held], by=None, at=clock.now())
    before = LoginCard.objects.get(user=held).secret_hash
    client = desk(contest.created_by)
    page = client.get(url(contest))
    assert [(line.name, line.size, line.with_card) for line in page.context["lines"]] == [
        ("10A2", 2, 1),
        ("10A10", 2, 0),
    ]
    reply = client.post(url(contest), {"class": ["10A2", "10A10"], "which": "missing"})
    assert reply.content.startswith(b"%PDF")
    assert LoginCard.objects.count() == 4
    assert LoginCard.objects.get(user=held).secret_hash == before
    again = client.post(url(contest), {"class": ["10A2"], "which": "missing"})
    assert again.status_code == 422
    assert "đã có thẻ" in again.content.decode()
    assert client.post(url(contest), {"class": ["10A10"], "only": "10A2", "which": "all"}).status_code == 200
    assert LoginCard.objects.get(user=held).secret_hash != before


def test_the_file_is_named_after_the_day_here(
    contest: Contest, pupils: dict[str, list[User]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half past one at night here is still the day before in UTC."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    reply = desk(contest.created_by).post(url(contest), {"only": "10A2", "which": "all"})
    assert f"the-{contest.code.lower()}-10a2-20261123-0130.pdf" in reply["Content-Disposition"]


def test_too_many_at_once_are_refused_and_printed_class_by_class(
    contest: Contest, pupils: dict[str, list[User]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_CARDS", 3)
    client = desk(contest.created_by)
    assert " checked" not in client.get(url(contest)).content.decode().partition("Thẻ đã in")[2].partition("<aside")[0]
    assert client.post(url(contest), {"class": list(pupils)}).status_code == 422
    assert not LoginCard.objects.exists()
    assert client.post(url(contest), {"only": "10A2"}).status_code == 200


def test_a_school_that_is_invited_prints_its_own_and_the_department_chooses(
    contest: Contest, pupils: dict[str, list[User]], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Contest.objects.update(school=None, created_by=make_user(Role.OFFICER))
    other = make_school()
    contest.invitations.create(school=other, grade=10)
    make_enrolment(make_user(school=other), make_class(school=other, name="10B"))
    host = desk(make_user(Role.TEACHER, school=other))
    assert [line.name for line in host.get(url(contest), {"school": contest.school_id}).context["lines"]] == ["10B"]
    assert host.post(url(contest), {"class": ["10A2", "10B"]}).status_code == 200
    officer = desk(make_user(Role.OFFICER))
    with django_assert_max_num_queries(14):
        lines = officer.get(url(contest)).context["schools"]
    assert {(line.school, line.size, line.with_card) for line in lines} == {(contest.school, 2 * 2, 0), (other, 1, 1)}
    assert officer.get(url(contest), {"school": other.pk}).context["size"] == 1
    assert officer.post(url(contest), {"class": ["10B"]}).status_code == 422


def test_door_lists_name_rooms_people_and_cards(contest: Contest, pupils: dict[str, list[User]]) -> None:
    moved, stays = pupils["10A2"]
    make_cards(pupils=[stays], by=None, at=clock.now())
    seat(contest=contest, users=[moved, *pupils["10A10"]], room="Hội trường", by=contest.created_by, at=clock.now())
    rooms = doors.rooms(contest, people_expected(contest))
    assert [(room.name, {one.person.user for one in room.people}) for room in rooms] == [
        ("10A2", {stays.pk}),
        ("Hội trường", {moved.pk, *(one.pk for one in pupils["10A10"])}),
    ]
    assert rooms[0].people[0].card == stays.card.code
    client = desk(contest.created_by)
    reply = client.get(reverse("contests:door_lists", args=[contest.code]), {"class": "10A2"})
    assert reply.content.startswith(b"%PDF")
    assert client.get(reverse("contests:door_lists", args=[contest.code]), {"class": "12Z"}).status_code == 409
