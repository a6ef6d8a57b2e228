"""What a lobby says to one person, and when it says to be loaded again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.models import Allowance, Attempt, Contest, Notice, Pause, RoomStart, RuleVersion
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db
MINUTE = 60_000


@pytest.fixture
def pupil() -> User:
    school = make_school()
    return make_enrolment(make_user("pupil", school=school), make_class(school, name="10A1")).pupil


@pytest.fixture
def contest(pupil: User) -> Contest:
    opens_at = clock.now() - timedelta(minutes=10)
    contest = contests.make_contest(
        school=pupil.school, by=make_user("teacher", school=pupil.school), opens_at=opens_at
    )
    contests.make_paper(contest, bank.make_questions(2))
    return contest


@pytest.fixture
def client(pupil: User) -> Client:
    client = Client()
    client.force_login(pupil, backend="schools.backends.CardBackend")
    return client


def page(client: Client, contest: Contest) -> str:
    return client.get(f"/contest/{contest.code}/").content.decode()


def stamp(client: Client, contest: Contest) -> str:
    return str(client.get(f"/api/contests/{contest.code}/lobby").json()["stamp"])


def room_starts(contest: Contest, pupil: User) -> None:
    RoomStart.objects.create(contest=contest, school=pupil.school, class_name="10A1", started_at=clock.now())


def paused(contest: Contest, pupil: User) -> None:
    Pause.objects.create(contest=contest, from_at=clock.now(), reason="x", at=clock.now())


def later(contest: Contest, pupil: User) -> None:
    Allowance.objects.create(contest=contest, user=pupil, shift_ms=30 * MINUTE, reason="x", at=clock.now())


def longer(contest: Contest, pupil: User) -> None:
    Allowance.objects.create(contest=contest, user=pupil, extra_ms=10 * MINUTE, reason="x", at=clock.now())


def other_rules(contest: Contest, pupil: User) -> None:
    Contest.objects.update(rules_version=2)
    RuleVersion.objects.create(contest=contest, version=2, words="", changed="Bảng xếp hạng mở sau.", at=clock.now())


def handed_in(contest: Contest, pupil: User) -> None:
    contests.make_attempt(contest, pupil, state="submitted", ended_at=clock.now(), time_used_ms=1)


START = "Bắt đầu làm bài"


@pytest.mark.parametrize(
    ("sheet", "happens", "before", "after"),
    [
        ({"mode": "supervised"}, room_starts, "Em chờ thầy cô phát lệnh", START),
        ({}, paused, START, "Phòng thi đang tạm dừng"),
        ({}, later, START, "Cứ để màn hình này"),
        ({}, longer, '<dd class="big">20</dd>', '<dd class="big">30</dd>'),
        ({}, other_rules, START, "Bảng xếp hạng mở sau."),
        ({}, handed_in, START, "Em đã làm xong bài thi này."),
        ({"attempts_most": 3}, handed_in, "Làm lượt 1/3", "Làm lượt 2/3"),
        ({"attempts_most": None}, handed_in, "Làm lượt 1 ", "Làm lượt 2 "),
    ],
)
def test_a_waiting_page_is_told_when_it_would_say_something_else(
    client: Client, contest: Contest, pupil: User, sheet: dict[str, object],
    happens: Callable[[Contest, User], None], before: str, after: str,
) -> None:  # fmt: skip
    Contest.objects.update(**sheet)
    first = page(client, contest)
    known = stamp(client, contest)
    assert before in first
    assert f'data-stamp="{known}"' in first
    assert after not in first
    happens(contest, pupil)
    assert after in page(client, contest)
    assert stamp(client, contest) != known


def test_the_last_word_of_a_teacher_stands_there_and_changes_no_stamp(client: Client, contest: Contest) -> None:
    known = stamp(client, contest)
    Notice.objects.create(contest=contest, text="Đổi sang phòng B2.", at=clock.now())
    assert stamp(client, contest) == known
    assert client.get(f"/api/contests/{contest.code}/lobby").json()["notice"]["text"] == "Đổi sang phòng B2."
    assert "Đổi sang phòng B2." in page(client, contest)


def test_while_a_turn_is_left_an_earlier_one_shows_no_points(client: Client, contest: Contest, pupil: User) -> None:
    Contest.objects.update(attempts_most=2)
    attempt = contests.make_attempt(
        contest, pupil, state="submitted", ended_at=clock.now(), time_used_ms=1, points=100, right=1, answered=1
    )
    shown = client.get(f"/sit/{attempt.pk}/result/").content.decode()
    assert "Đã nộp lượt 1" in shown
    assert "Làm lượt 2/2" in shown
    assert "data-points" not in shown
    assert client.post(f"/contest/{contest.code}/start").status_code == 302
    second = Attempt.objects.get(number=2)
    Attempt.objects.filter(pk=second.pk).update(state="submitted", ended_at=clock.now(), time_used_ms=1)
    shown = client.get(f"/sit/{attempt.pk}/result/").content.decode()
    assert "Làm lượt" not in shown
    assert "data-points" in shown


def test_who_comes_to_a_contest_that_was_called_off_is_told_so(pupil: User, contest: Contest) -> None:
    Contest.objects.update(state="cancelled", published_at=clock.now())
    client = Client()
    client.force_login(pupil, backend="schools.backends.CardBackend")
    reply = client.get(reverse("contests:lobby", args=[contest.code]))
    assert (reply.status_code, "Cuộc thi này đã hủy" in reply.content.decode()) == (404, True)
