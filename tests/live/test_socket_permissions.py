"""Every socket route × role: what comes after the accept. A route that nobody has classified fails."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

from backend.asgi import application
from contests.routing import websocket_urlpatterns
from tests.house.test_permissions import Stage, make_stage
from tests.live.listening import session_of

pytestmark = pytest.mark.django_db(transaction=True)


def tables() -> dict[str, dict[str, int]]:
    """All `SOCKETS` of `tests/permissions_*.py`."""
    found: dict[str, dict[str, int]] = {}
    for path in sorted(Path(__file__).parent.parent.glob("permissions_*.py")):
        found |= getattr(import_module(f"tests.{path.stem}"), "SOCKETS", {})
    return found


def test_every_socket_is_classified() -> None:
    known = {str(entry.pattern) for entry in websocket_urlpatterns}
    assert {line.partition(" ")[0] for line in tables()} == known


async def answered(path: str, session: str | None) -> int:
    """101 when the socket stays open and answers, else its close code."""
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost")]
    if session:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    communicator = WebsocketCommunicator(application, path, headers)
    accepted, _ = await communicator.connect(timeout=10)
    assert accepted
    if path.startswith("/ws/attempt/"):
        await communicator.send_to('{"type":"ping"}')
    event = await communicator.receive_output(10)
    if event["type"] == "websocket.close":
        return int(event["code"])
    await communicator.disconnect()
    return 101


def addressed(route: str, things: dict[str, object]) -> str:
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(things[found.group(1)]), route)


@pytest.mark.parametrize("line", sorted(tables()))
async def test_what_each_role_hears(line: str) -> None:
    stage: Stage = await sync_to_async(make_stage)()
    route, _space, side = line.partition(" ")
    path = addressed(route, stage.other if side == "other" else stage.own)
    found = {}
    for role in tables()[line]:
        user = stage.people[role]
        session = await sync_to_async(session_of)(user) if user else None
        found[role] = await answered(path, session)
    assert found == tables()[line]
