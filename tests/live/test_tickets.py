"""Tickets for the pupils' sockets: no question to the database with a good one, the session's way without."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.asgi import application
from contests.live import tickets
from contests.live.lines import lines
from contests.models import Attempt
from schools.models import User
from tests.factories import make_user
from tests.live.listening import session_of
from tests.live.test_attempt_socket import an_attempt

pytestmark = pytest.mark.django_db(transaction=True)


def opened(attempt: Attempt, user: User) -> tuple[str, str]:
    """A session and the ticket that it was given with an opening."""
    session = session_of(user)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    reply = client.post(f"/api/attempts/{attempt.pk}/openings")
    return session, reply.json()["ticket"]


def line(attempt: Attempt, session: str, ticket: str) -> WebsocketCommunicator:
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
    if session:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    return WebsocketCommunicator(application, f"/ws/attempt/{attempt.pk}/?ticket={ticket}", headers)


async def pong(communicator: WebsocketCommunicator) -> dict[str, Any]:
    """What a ping gets: an answer, or the code of a close."""
    accepted, _ = await communicator.connect(timeout=10)
    assert accepted
    await communicator.send_to('{"type":"ping"}')
    event = await communicator.receive_output(10)
    if event["type"] == "websocket.close":
        return {"closed": event["code"]}
    return dict(json.loads(event["text"]))


async def test_a_good_ticket_costs_no_query() -> None:
    attempt = await sync_to_async(an_attempt)()
    session, ticket = await sync_to_async(opened)(attempt, attempt.user)
    asked = CaptureQueriesContext(connection)
    await sync_to_async(asked.__enter__)()
    said = await pong(line(attempt, session, ticket))
    await sync_to_async(asked.__exit__)(None, None, None)
    assert (said["type"], len(asked)) == ("pong", 0)
    assert "ticket" not in said


async def test_a_ticket_is_renewed_before_it_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "ANEW_S", 0)
    attempt = await sync_to_async(an_attempt)()
    session, ticket = await sync_to_async(opened)(attempt, attempt.user)
    anew = (await pong(line(attempt, session, ticket)))["ticket"]
    assert tickets.seat_of(anew, attempt=attempt.pk, session=session) is not None


async def test_a_ticket_without_its_browser_opens_nothing() -> None:
    attempt = await sync_to_async(an_attempt)()
    _session, ticket = await sync_to_async(opened)(attempt, attempt.user)
    other = await sync_to_async(session_of)(await sync_to_async(make_user)("pupil", school=attempt.school))
    assert await pong(line(attempt, "", ticket)) == {"closed": 4401}
    assert await pong(line(attempt, other, ticket)) == {"closed": 4404}


@pytest.mark.parametrize("spoilt", ["", "x", "1.1.1.0.aa:x:y", "forged", "other", "old"])
async def test_a_spoilt_ticket_leaves_the_sessions_way(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt, another = await sync_to_async(an_attempt)(), await sync_to_async(an_attempt)()
    session, ticket = await sync_to_async(opened)(attempt, attempt.user)
    if spoilt == "forged":
        ticket = signing.TimestampSigner(key="another key", salt="attempt socket").sign(ticket.rpartition(":")[0])
    elif spoilt == "other":
        ticket = (await sync_to_async(opened)(another, another.user))[1]
    elif spoilt == "old":
        monkeypatch.setattr(tickets, "LIVES_S", -1)
    else:
        ticket = spoilt
    assert tickets.seat_of(ticket, attempt=attempt.pk, session=session) is None
    assert (await pong(line(attempt, session, ticket)))["type"] == "pong"  # the session says who it is
    assert await pong(line(attempt, "", ticket)) == {"closed": 4401}


async def test_a_session_that_has_ended_takes_its_tickets_with_it() -> None:
    attempt = await sync_to_async(an_attempt)()
    session, ticket = await sync_to_async(opened)(attempt, attempt.user)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    await sync_to_async(client.logout)()
    communicator = line(attempt, session, ticket)
    assert (await pong(communicator))["type"] == "pong"
    assert await sync_to_async(lines.look)() == 1
    assert await communicator.receive_output(10) == {"type": "websocket.close", "code": 4401}
