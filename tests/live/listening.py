"""`async with listening(contest, as_=user) as socket:` a board's socket through the real ASGI application."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from backend.asgi import application
from contests.models import Contest
from schools.models import User


class Listener:
    """One open socket."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator

    async def board(self, timeout: float = 5) -> dict[str, Any]:
        """The next text."""
        return json.loads(await self.communicator.receive_from(timeout))

    async def silent(self) -> bool:
        return await self.communicator.receive_nothing(0.2, 0.02)

    async def closed(self, timeout: float = 5) -> int:
        """The code with which the server closes."""
        event = await self.communicator.receive_output(timeout)
        assert event["type"] == "websocket.close", event
        return int(event["code"])

    async def say(self, text: str) -> None:
        await self.communicator.send_to(text)


def session_of(user: User) -> str:
    """The cookie of somebody signed in."""
    client = Client()
    client.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@asynccontextmanager
async def listening(
    contest: Contest | str, as_: User | None = None, origin: str = "http://localhost", query: str = ""
) -> AsyncIterator[Listener]:
    code = contest if isinstance(contest, str) else contest.code
    headers = [(b"origin", origin.encode()), (b"host", b"localhost")]
    if as_ is not None:
        session = await sync_to_async(session_of)(as_)
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    communicator = WebsocketCommunicator(application, f"/ws/board/{code}/?{query}", headers)
    accepted, _ = await communicator.connect(timeout=5)
    assert accepted, "refused before it was accepted"
    try:
        yield Listener(communicator)
    finally:
        await communicator.disconnect(timeout=5)
