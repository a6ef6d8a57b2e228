"""A contest of the Department in a school's own room: its teachers supervise their pupils, and nobody else's."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.access import contest_to_supervise
from contests.consumers.monitor import watched_or_refusal
from contests.models import Allowance, Contest, Notice, Pause, RoomStart
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def contest(cast: Cast) -> Contest:
    """Of the Department, for both schools; a pupil of each sits it."""
    opens_at = clock.now() - timedelta(minutes=5)
    made = contests.make_contest(by=cast.officer, opens_at=opens_at, mode="supervised")
    contests.make_paper(made, bank.make_questions(2))
    for side in (cast.own, cast.other):
        made.invitations.create(school=side.school)
        contests.make_attempt(made, side.pupil)
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


@pytest.fixture
def guest(cast: Cast) -> Client:
    return client_of(cast.own.teacher)


def sent(desk: Client, contest: Contest, route: str, fields: Mapping[str, object]) -> str:
    reply = desk.post(reverse(f"contests:{route}", args=[contest.code]), fields, follow=True)
    assert reply.status_code == 200
    (message,) = reply.context["messages"]
    return str(message.level_tag)


def test_only_the_own_pupils_are_shown(guest: Client, contest: Contest, cast: Cast) -> None:
    for query in ({}, {"school": cast.other.school.pk}):
        page = guest.get(reverse("contests:monitor", args=[contest.code]), query)
        assert [row.user for row in page.context["rows"]] == [cast.own.pupil.pk]
        rows = guest.get(f"/api/contests/{contest.code}/monitor", query).json()
        assert [row["user"] for row in rows["rows"]] == [cast.own.pupil.pk]
    theirs = reverse("contests:monitor_one", args=[contest.code, cast.other.pupil.pk])
    assert guest.get(theirs).status_code == 404
    assert guest.get(reverse("contests:monitor_one", args=[contest.code, cast.own.pupil.pk])).status_code == 200


def test_a_socket_hears_of_the_own_school_whatever_it_asks(contest: Contest, cast: Cast) -> None:
    watched, refused = watched_or_refusal(cast.own.teacher, contest.code)
    assert refused is None
    assert watched is not None
    assert watched.school_id == cast.own.school.pk
    assert contest_to_supervise(cast.officer, contest.code).school_id is None


def test_time_is_given_to_the_own_pupils_alone(guest: Client, contest: Contest, cast: Cast) -> None:
    given = {"minutes": "5", "reason": "máy hỏng"}
    assert sent(guest, contest, "monitor_time", {**given, "user": cast.other.pupil.pk}) == "error"
    api = {"users": [cast.own.pupil.pk, cast.other.pupil.pk], "extra_ms": 1000, "reason": "r"}
    address = f"/api/contests/{contest.code}/time"
    assert guest.post(address, api, content_type="application/json").status_code == 404
    assert not Allowance.objects.exists()
    assert sent(guest, contest, "monitor_time", {**given, "user": cast.own.pupil.pk}) == "success"
    assert Allowance.objects.get().user == cast.own.pupil


def test_the_own_rooms_are_stopped_and_started_and_no_others(guest: Client, contest: Contest, cast: Cast) -> None:
    own, theirs = f"{cast.own.school.pk}:10A1", f"{cast.other.school.pk}:10A1"
    for room in (theirs, f"{cast.other.school.pk}:", "all"):
        assert sent(guest, contest, "monitor_pause", {"room": room, "reason": "r"}) == "error"
    address = f"/api/contests/{contest.code}/pauses"
    for place in ({}, {"school": cast.other.school.pk}):
        assert guest.post(address, {**place, "reason": "r"}, content_type="application/json").status_code == 400
    assert sent(guest, contest, "monitor_start", {"room": theirs}) == "error"
    assert not Pause.objects.exists()
    assert sent(guest, contest, "monitor_pause", {"room": own, "reason": "mất điện"}) == "success"
    assert sent(guest, contest, "monitor_start", {"room": own}) == "success"
    assert RoomStart.objects.get().school == cast.own.school


@pytest.mark.parametrize("place", ["everybody", "the other school"])
def test_what_others_stopped_is_not_let_go_on(guest: Client, contest: Contest, cast: Cast, place: str) -> None:
    school = None if place == "everybody" else cast.other.school
    made = Pause.objects.create(
        contest=contest, school=school, from_at=clock.now(), at=clock.now(), reason="r", by=cast.officer
    )
    shown = guest.get(reverse("contests:monitor", args=[contest.code])).context["pauses"]
    assert shown == ([made] if school is None else [])
    assert sent(guest, contest, "monitor_resume", {"pause": made.pk}) == "error"
    resume = {"pause": made.pk}
    reply = guest.post(f"/api/contests/{contest.code}/pauses/end", resume, content_type="application/json")
    assert reply.status_code == 409
    made.refresh_from_db()
    assert made.to_at is None


def test_what_concerns_all_is_left_to_those_who_run_it(guest: Client, contest: Contest) -> None:
    assert guest.post(reverse("contests:monitor_notice", args=[contest.code]), {"text": "a"}).status_code == 404
    assert guest.post(reverse("contests:monitor_freeze", args=[contest.code]), {"frozen": "1"}).status_code == 404
    for page in ("late", "results", "papers", "board_rows", "regrade", "results_csv"):
        assert guest.get(reverse(f"contests:{page}", args=[contest.code])).status_code == 404
    assert not Notice.objects.exists()
    text = guest.get(reverse("contests:monitor", args=[contest.code])).content.decode()
    for address in ("monitor_notice", "monitor_freeze", "late", "results"):
        assert reverse(f"contests:{address}", args=[contest.code]) not in text


def test_a_school_that_takes_no_part_supervises_nothing(contest: Contest, cast: Cast) -> None:
    contest.invitations.filter(school=cast.other.school).delete()
    desk = client_of(cast.other.teacher)
    assert desk.get(reverse("contests:monitor", args=[contest.code])).status_code == 404
    assert desk.get(f"/api/contests/{contest.code}/monitor").status_code == 404


def test_guests_at_a_contest_for_teachers_are_entrants(guest: Client, contest: Contest) -> None:
    Contest.objects.filter(pk=contest.pk).update(audience="teachers")
    assert guest.get(reverse("contests:monitor", args=[contest.code])).status_code == 403
