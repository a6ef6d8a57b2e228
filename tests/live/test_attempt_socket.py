"""The pupil's socket and bad frames: one error each, nothing stored, others unharmed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from backend.asgi import application
from contests.live.lines import lines
from contests.models import Answer, Attempt
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user
from tests.live.listening import session_of

pytestmark = pytest.mark.django_db(transaction=True)


def an_attempt() -> Attempt:
    from datetime import timedelta

    from backend import clock

    school = make_school()
    opens_at = clock.now() - timedelta(minutes=1)
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school), opens_at=opens_at)
    contests.make_paper(contest, bank.make_questions(1))
    return contests.make_attempt(contest, make_user("pupil", school=school))


def line_of(attempt: Attempt, user: User | None, origin: str = "http://localhost") -> WebsocketCommunicator:
    headers = [(b"origin", origin.encode()), (b"host", b"localhost")]
    if user is not None:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_of(user)}".encode()))
    return WebsocketCommunicator(application, f"/ws/attempt/{attempt.pk}/", headers)


async def opened(attempt: Attempt) -> WebsocketCommunicator:
    line = await sync_to_async(line_of)(attempt, attempt.user)
    accepted, _code = await line.connect(timeout=10)
    assert accepted
    return line


def message(attempt: Attempt, **changes: Any) -> dict[str, Any]:
    item = attempt.paper.items.get()
    answer = {"item": item.pk, "value": contests.right_value(item), "opening": 1, "seq": 1}
    return {"type": "answers", "id": "a1", "answers": [answer], **changes}


async def test_an_answer_gets_its_verdict_and_no_points() -> None:
    attempt = await sync_to_async(an_attempt)()
    line = await opened(attempt)
    await line.send_json_to(await sync_to_async(message)(attempt))
    reply = json.loads(await line.receive_from(timeout=10))
    assert [one["verdict"] for one in reply["verdicts"]] == ["stored"]
    assert set(reply) == {"type", "id", "verdicts", "submitted", "state", "due_at", "server_time"}
    assert set(reply["verdicts"][0]) == {"item", "opening", "seq", "verdict"}
    await line.disconnect()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "malformed"),
        ("[]", "malformed"),
        ("7", "malformed"),
        ('{"answers": []}', "unknown_type"),
        ('{"type": "board.update"}', "unknown_type"),
        ('{"type": "websocket.close"}', "unknown_type"),
        ('{"type": "__class__"}', "unknown_type"),
        ('{"type": "answers", "id": "' + "x" * 41 + '", "answers": [], "submit": true}', "malformed"),
        ('{"type": "answers", "answers": [{"item": NaN}]}', "malformed"),
        ('{"type": "answers", "type": "answers"}', "malformed"),
        ('{"a":' * 200 + "1" + "}" * 200, "malformed"),
    ],
)
async def test_a_frame_that_is_not_of_the_protocol_is_named_and_the_line_stays_open(text: str, code: str) -> None:
    attempt = await sync_to_async(an_attempt)()
    line = await opened(attempt)
    await line.send_to(text_data=text)
    assert json.loads(await line.receive_from(timeout=10)) == {"type": "error", "code": code}
    await line.send_json_to({"type": "ping"})
    assert json.loads(await line.receive_from(timeout=10))["type"] == "pong"
    assert await Answer.objects.acount() == 0
    await line.disconnect()


async def test_five_bad_frames_close_the_line() -> None:
    line = await opened(await sync_to_async(an_attempt)())
    for _unused in range(5):
        await line.send_to(text_data="{")
        await line.receive_from(timeout=10)
    assert (await line.receive_output(timeout=10))["code"] == 4400


@pytest.mark.parametrize(("frame", "code"), [({"text_data": "x" * 17 * 1024}, 1009), ({"bytes_data": b"{}"}, 1003)])
async def test_large_and_binary_frames_close_the_line(frame: dict[str, Any], code: int) -> None:
    line = await opened(await sync_to_async(an_attempt)())
    await line.send_to(**frame)
    assert (await line.receive_output(timeout=10))["code"] == code


async def test_another_pupil_and_a_visitor_are_told_why_and_let_go() -> None:
    attempt = await sync_to_async(an_attempt)()
    stranger = await sync_to_async(make_user)("pupil", school=attempt.user.school)
    for user, code in ((stranger, 4404), (None, 4401)):
        line = await sync_to_async(line_of)(attempt, user)
        await line.connect(timeout=10)
        assert (await line.receive_output(timeout=10))["code"] == code


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_a_foreign_origin_is_refused(origin: str) -> None:
    attempt = await sync_to_async(an_attempt)()
    line = await sync_to_async(line_of)(attempt, attempt.user, origin)
    accepted, _code = await line.connect(timeout=10)
    assert not accepted


def signed_out(user: User) -> None:
    Session.objects.all().delete()


def new_cards(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)


def closed_account(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("over", [signed_out, new_cards, closed_account])
async def test_a_socket_ends_with_its_session_and_takes_nothing_more(over: Callable[[User], None]) -> None:
    attempt = await sync_to_async(an_attempt)()
    line = await opened(attempt)
    await line.send_json_to({"type": "ping"})
    await line.receive_from(timeout=10)
    assert await sync_to_async(lines.look)() == 0
    await sync_to_async(over)(attempt.user)
    assert await sync_to_async(lines.look)() == 1
    assert (await line.receive_output(timeout=10)) == {"type": "websocket.close", "code": 4401}
    await line.send_json_to(await sync_to_async(message)(attempt))
    assert await line.receive_nothing(0.2)
    assert not await Answer.objects.aexists()
    await line.disconnect()
    assert len(lines) == 0


async def test_one_look_at_all_sockets_takes_two_queries() -> None:
    first, second = [await sync_to_async(an_attempt)() for _unused in range(2)]
    open_lines = [await opened(first), await opened(second)]
    for line in open_lines:
        await line.send_json_to({"type": "ping"})
        await line.receive_from(timeout=10)

    def look() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lines.look() == 0
        return len(queries)

    assert await sync_to_async(look)() == 2
    for line in open_lines:
        await line.disconnect()
