"""The rehearsal: who may try a device, what is kept of it, the lights, and that it leaves no other trace."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.actions.tidying import tidy_up
from contests.models import Answer, Attempt, Contest, RehearsalCheck
from contests.rules.rehearsal import Light, Trouble
from quiz.models import PracticeCard
from schools.models import Role, SchoolClass, Trail, User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db
DEVICE = "0123456789abcdef01234567"
GOOD = {"device": DEVICE, "room": "10A1", "answer": ["a"], "socket": True, "storage": True, "round_trip_ms": 40}


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    teacher = make_user(Role.TEACHER, school=school)
    return contests.make_contest(school=school, by=teacher, opens_at=clock.now() + timedelta(days=1))


@pytest.fixture
def room(contest: Contest) -> SchoolClass:
    return make_class(school=contest.school, name="10A1")


@pytest.fixture
def pupil(room: SchoolClass) -> User:
    return make_enrolment(make_user(school=room.school), room).pupil


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client


def url(contest: Contest, route: str) -> str:
    return reverse(f"contests:{route}", args=[contest.code])


def sent(client: Client, contest: Contest, **changed: object) -> tuple[int, dict[str, object]]:
    reply = client.post(url(contest, "rehearsal_api"), GOOD | changed, content_type="application/json")
    return reply.status_code, reply.json()


def test_a_pupil_tries_a_device_and_only_the_check_remains(contest: Contest, pupil: User) -> None:
    bank.make_questions(1)
    client = signed_in(pupil)
    page = client.get(url(contest, "rehearse"))
    assert 'data-room="10A1"' in page.content.decode()
    assert client.get(url(contest, "rehearsal_api")).json().keys() == {"server_time"}
    before = Trail.objects.count()
    status, body = sent(client, contest, socket=False)
    assert (status, body["verdict"], body["light"]) == (200, "stored", "yellow")
    assert sent(client, contest)[0] == 429, "not twice within a second"
    assert sent(client, contest, device="x")[0] == 400
    assert sent(client, contest, answer=[])[0] == 400
    assert sent(client, contest, room="12C")[0] == 400
    row = RehearsalCheck.objects.get()
    assert (row.school, row.room, row.saved, row.socket, row.round_trip_ms) == (contest.school, "10A1", True, False, 40)
    assert not any(model.objects.exists() for model in (Attempt, Answer, PracticeCard))
    assert Trail.objects.count() == before
    # without scripts a form keeps the trial answer
    form = client.post(url(contest, "rehearse"), {"device": "f" * 24, "room": "10A1"})
    assert form.status_code == 302
    assert RehearsalCheck.objects.get(device="f" * 24).saved


def test_a_device_needs_a_card_or_a_teacher_who_opened_it(contest: Contest, room: SchoolClass, pupil: User) -> None:
    visitor = Client()
    assert visitor.get(url(contest, "rehearse")).url.startswith(reverse("schools:card"))
    assert sent(visitor, contest)[0] == 401
    teacher = signed_in(contest.created_by)
    assert 'data-room="10A1"' in teacher.get(url(contest, "rehearse"), {"room": "10A1"}).content.decode()
    teacher.post(reverse("schools:room"), {"school_class": room.pk})  # signs the teacher out, opens the device
    assert "_auth_user_id" not in teacher.session
    assert sent(teacher, contest)[0] == 200
    elsewhere = make_class(school=make_school())
    stranger = signed_in(make_enrolment(make_user(school=elsewhere.school), elsewhere).pupil)
    assert sent(stranger, contest)[0] == 403


def test_lights_by_room_and_forgetting_them(contest: Contest, room: SchoolClass, pupil: User) -> None:
    make_enrolment(make_user(school=contest.school), make_class(school=contest.school, name="10A2"))
    client, desk = signed_in(contest.created_by), signed_in(contest.created_by)
    sent(client, contest)
    sent(client, contest, device="a" * 20, storage=False)
    page = desk.get(url(contest, "rehearsal"))
    lines = {line.name: (line.wanted, line.sum.light, line.sum.worst) for line, _words in page.context["rooms"]}
    assert lines == {"10A1": (1, Light.YELLOW, Trouble.NO_STORAGE), "10A2": (1, None, None)}
    assert "cửa sổ ẩn danh" in page.content.decode()
    wanted = desk.get(url(contest, "rehearsal"), {"devices": "30"}).context["rooms"]
    assert [line.sum.untried for line, _words in wanted] == [28, 30]
    host = make_user(Role.TEACHER, school=make_school())
    assert signed_in(host).get(url(contest, "rehearsal")).status_code == 404
    contest.invitations.create(school=host.school)
    assert signed_in(host).get(url(contest, "rehearsal")).context["rooms"] == []
    signed_in(host).post(url(contest, "rehearsal_forget"))
    assert RehearsalCheck.objects.count() == 2, "a host deletes the own school's only"
    officer = signed_in(make_user(Role.OFFICER))
    assert [line.sum.good for line, _words in officer.get(url(contest, "rehearsal")).context["schools"]] == [1]
    desk.post(url(contest, "rehearsal_forget"))
    assert not RehearsalCheck.objects.exists()


def test_it_is_over_when_the_contest_opens(contest: Contest, pupil: User) -> None:
    client = signed_in(pupil)
    sent(client, contest)
    Contest.objects.update(opens_at=clock.now() - timedelta(minutes=1))
    assert client.get(url(contest, "rehearse")).url == url(contest, "lobby")
    assert sent(client, contest, device="b" * 20)[0] == 409
    assert tidy_up(at=clock.now()) == 1
    assert "đã mở" in signed_in(contest.created_by).get(url(contest, "rehearsal")).content.decode()
