"""The pupil's socket and bad frames: one error each, nothing stored, others unharmed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from backend.asgi import application
from contests.live import publish
from contests.live.lines import lines
from contests.models import Answer, Attempt, Notice, Pause
from schools.actions import cards, people, transfers
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_school, make_user
from tests.live.listening import session_of

pytestmark = pytest.mark.django_db(transaction=True)


def an_attempt() -> Attempt:
    school = make_school()
    opens_at = clock.now() - timedelta(minutes=1)
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school), opens_at=opens_at)
    contests.make_paper(contest, bank.make_questions(1))
    return contests.make_attempt(contest, make_user("pupil", school=school))


def line_of(
    attempt: Attempt, user: User | None, origin: str = "http://localhost", opening: int = 0
) -> WebsocketCommunicator:
    headers = [(b"origin", origin.encode()), (b"host", b"localhost")]
    if user is not None:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_of(user)}".encode()))
    query = f"?opening={opening}" if opening else ""
    return WebsocketCommunicator(application, f"/ws/attempt/{attempt.pk}/{query}", headers)


async def opened(attempt: Attempt, opening: int = 0) -> WebsocketCommunicator:
    line = await sync_to_async(line_of)(attempt, attempt.user, opening=opening)
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


def signed_out_everywhere(user: User) -> None:
    people.sign_out_everywhere(user=user, at=clock.now())


def new_cards(user: User) -> None:
    cards.make_cards(pupils=[user], by=None, at=clock.now())
    cards.make_cards(pupils=[user], by=None, at=clock.now())


def closed_account(user: User) -> None:
    people.set_active(user=user, active=False, by=user, at=clock.now())


def another_class(user: User) -> None:
    """Refused while an attempt is open, so it has ended here; its socket may still be there."""
    Attempt.objects.update(state="submitted", ended_at=clock.now())
    there = make_class(user.school, name="10B2")
    day = clock.today()
    transfers.place_pupil(pupil=user, school_class=there, day=day, by=user, at=clock.now())


def left_the_school(user: User) -> None:
    Attempt.objects.update(state="submitted", ended_at=clock.now())
    transfers.leave_school(pupil=user, day=clock.today(), by=user, at=clock.now())


KINDS = [signed_out, signed_out_everywhere, new_cards, closed_account, another_class, left_the_school]


@pytest.mark.parametrize("over", KINDS)
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


async def heard(line: WebsocketCommunicator) -> dict[str, Any]:
    return json.loads(await line.receive_from(timeout=10))


async def test_a_socket_hears_how_it_stands_at_once_and_when_that_changes() -> None:
    attempt = await sync_to_async(an_attempt)()
    line = await opened(attempt, opening=1)
    first = await heard(line)
    assert (first["type"], first["state"], first["paused"], first["notice"]) == ("standing", "sitting", None, None)
    assert (first["receipt"], first["prediction"]) == ("", None)

    since = clock.now()
    await Pause.objects.acreate(contest=attempt.contest, class_name="", from_at=since, reason="x", at=since)
    publish.contest_told(attempt.contest_id, {"type": "standing"})
    assert (await heard(line))["paused"] == since.isoformat()

    await Pause.objects.aupdate(to_at=clock.now())
    due = attempt.due_at + timedelta(seconds=90)
    await Attempt.objects.aupdate(due_at=due)
    publish.attempts_told([attempt.pk], {"type": "standing"})
    changed = await heard(line)
    assert (changed["paused"], changed["due_at"]) == (None, due.isoformat())
    await line.disconnect()


async def test_a_word_to_everybody_reaches_open_papers_and_those_opened_later() -> None:
    attempt = await sync_to_async(an_attempt)()
    line = await opened(attempt, opening=1)
    await heard(line)
    said = {"type": "notice", "text": "Kiểm tra họ tên.", "at": clock.now().isoformat()}
    publish.contest_told(attempt.contest_id, said)
    assert await heard(line) == said
    await Notice.objects.acreate(contest=attempt.contest, text=said["text"], at=clock.now())
    later = await opened(attempt, opening=1)
    assert (await heard(later))["notice"]["text"] == said["text"]
    for one in (line, later):
        await one.disconnect()


async def test_a_paper_opened_anew_ends_the_older_socket_and_takes_nothing_from_it() -> None:
    attempt = await sync_to_async(an_attempt)()
    first = await opened(attempt, opening=1)
    await heard(first)
    await Attempt.objects.aupdate(openings=2)
    publish.attempts_told([attempt.pk], {"type": "opened", "opening": 2})
    assert (await first.receive_output(timeout=10))["code"] == 4409
    await first.send_json_to(await sync_to_async(message)(attempt))
    assert await first.receive_nothing(0.2)
    assert not await Answer.objects.aexists()

    late = await opened(attempt, opening=1)
    assert (await late.receive_output(timeout=10))["code"] == 4409, "it was not here when that was said"
    second = await opened(attempt, opening=2)
    assert (await heard(second))["openings"] == 2
    await second.disconnect()


async def test_the_fourth_socket_of_a_pupil_takes_the_place_of_the_oldest() -> None:
    attempt = await sync_to_async(an_attempt)()
    open_lines = [await opened(attempt, opening=1) for _unused in range(4)]
    await heard(open_lines[0])
    assert (await open_lines[0].receive_output(timeout=10))["code"] == 4429
    for line in open_lines[1:]:
        assert (await heard(line))["type"] == "standing"
        await line.disconnect()
