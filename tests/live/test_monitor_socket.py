"""The supervisor's socket through the real application: all rows once, then what changed; who is shown out; notices."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

from backend import clock
from backend.asgi import application
from contests.actions.notices import send_notice
from contests.consumers.monitor import texts_of
from contests.live import monitor, publish
from contests.live.lines import lines
from contests.live.monitor import Change, monitors
from contests.models import Attempt, AttemptState, Contest
from contests.queries.monitor import Row, sums_of
from schools.models import User
from tests import factories_contests as contests
from tests.factories import make_class, make_enrolment, make_user
from tests.factories_boards import make_board_contest
from tests.live.listening import Listener, session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "PAUSE_S", 0.05)


@pytest.fixture
def contest() -> Contest:
    """Two pupils on the roll, one of them sitting."""
    contest = make_board_contest(opens_at=clock.now() - timedelta(minutes=5))
    room = make_class(school=contest.school, name="10A1")
    sits, _absent = (make_enrolment(make_user(school=contest.school), room).pupil for _ in range(2))
    contests.make_attempt(contest, sits)
    return contest


@pytest.fixture
def teacher(contest: Contest) -> User:
    return contest.created_by


@asynccontextmanager
async def connected(path: str, user: User) -> AsyncIterator[Listener]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={await sync_to_async(session_of)(user)}".encode()
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost"), (b"cookie", cookie)]
    communicator = WebsocketCommunicator(application, path, headers)
    accepted, _code = await communicator.connect(timeout=5)
    assert accepted
    try:
        yield Listener(communicator)
    finally:
        await communicator.disconnect(timeout=5)


def supervising(contest: Contest, user: User, query: str = "?lang=vi") -> Any:
    return connected(f"/ws/monitor/{contest.code}/{query}", user)


async def rows(socket: Listener) -> dict[str, Any]:
    return json.loads(await socket.communicator.receive_from(5))


def come(contest: Contest) -> int:
    """The absent pupil begins."""
    absent = User.objects.exclude(attempts__contest=contest).get(role="pupil")
    contests.make_attempt(contest, absent)
    publish.contests_changed({contest.pk})
    return absent.pk


async def test_all_rows_once_and_then_only_what_changed(contest: Contest, teacher: User) -> None:
    async with supervising(contest, teacher) as one, supervising(contest, teacher, "?lang=en") as two:
        for socket in (one, two):
            first = await rows(socket)
            assert (first["full"], len(first["rows"])) == (True, 2)
        assert len(monitors._watches) == 1, "worked out once, however many look"
        came = await sync_to_async(come)(contest)
        for socket in (one, two):
            change = await rows(socket)
            assert (change["full"], list(change["rows"])) == (False, [str(came)])
        publish.contests_changed({contest.pk})
        assert await one.silent()
    assert len(monitors) == 0


async def test_an_open_paper_counts_as_online(contest: Contest, teacher: User) -> None:
    attempt = await Attempt.objects.select_related("user").aget()
    async with supervising(contest, teacher) as socket:
        assert "Mất kết nối" in (await rows(socket))["rows"][str(attempt.user_id)]
        async with connected(f"/ws/attempt/{attempt.pk}/", attempt.user):
            publish.contests_changed({contest.pk})
            assert "Mất kết nối" not in (await rows(socket))["rows"][str(attempt.user_id)]


async def test_who_may_not_look_any_more_is_shown_out(contest: Contest, teacher: User) -> None:
    async with supervising(contest, teacher) as socket:
        await rows(socket)
        await User.objects.filter(pk=teacher.pk).aupdate(role="pupil")
        publish.contests_changed({contest.pk})
        assert await socket.closed() == 4403
    await User.objects.filter(pk=teacher.pk).aupdate(role="teacher")
    async with supervising(contest, teacher) as socket:
        await rows(socket)
        await User.objects.filter(pk=teacher.pk).aupdate(session_version=7)
        assert await sync_to_async(lines.look)() == 1
        assert await socket.closed() == 4401
    assert len(lines) == 0


async def test_one_who_sits_it_is_refused(contest: Contest, teacher: User) -> None:
    await sync_to_async(contests.make_attempt)(contest, teacher, state=AttemptState.SITTING)
    async with supervising(contest, teacher) as socket:
        assert await socket.closed() == 4403


async def test_a_guest_hears_of_the_own_school_whatever_it_asks(contest: Contest) -> None:
    guest, own = await sync_to_async(invited)(contest)
    async with supervising(contest, guest, f"?lang=vi&school={contest.school_id}") as socket:
        first = await rows(socket)
        assert (first["full"], list(first["rows"])) == (True, [str(own)])
        await sync_to_async(come)(contest)
        assert await socket.silent()


def invited(contest: Contest) -> tuple[User, int]:
    """A school that the contest invites, too: its teacher, and its pupil, who sits."""
    room = make_class(name="10A1")
    contest.invitations.create(school=room.school)
    pupil = make_enrolment(make_user(school=room.school), room).pupil
    contests.make_attempt(contest, pupil)
    return make_user("teacher", school=room.school), pupil.pk


async def test_a_notice_reaches_an_open_paper(contest: Contest, teacher: User) -> None:
    attempt = await Attempt.objects.select_related("user").aget()
    async with connected(f"/ws/attempt/{attempt.pk}/", attempt.user) as paper:
        await paper.say('{"type":"ping"}')
        await rows(paper)  # it listens
        at = clock.now()
        await sync_to_async(send_notice)(contest=contest, text=" Còn  mười phút. ", by=teacher, at=at)
        told = await rows(paper)
    assert (told["type"], told["text"]) == ("notice", "Còn mười phút.")
    assert await contest.notices.acount() == 1


def test_no_message_is_larger_than_the_server_sends() -> None:
    rows = [
        Row(user, "Nguyễn Thị Ngọc Ánh", "", 1, "10A1", attempt=user, state="sitting", due_at=clock.now())
        for user in range(60)
    ]
    texts = texts_of(Change(rows, (), sums_of(rows), full=True), "vi")
    assert max(len(text.encode()) for text in texts) < 16_384
    said = [json.loads(text) for text in texts]
    assert [user for one in said for user in one["rows"]] == [str(user) for user in range(60)]
    assert ["strip" in one for one in said] == [True, *[False] * (len(said) - 1)]
