"""A board's socket: one way, the same text to everybody who may see it. Plain ASGI; the hub does the sending."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.live import parts
from contests.live.current import current_board
from contests.live.hub import Full, Line, hub
from contests.live.lines import SIGNED_OUT, lines
from contests.live.snapshot import Snapshot
from schools.models import User

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MALFORMED, NOT_ALLOWED, NOT_THERE, TRY_LATER = 4400, 4403, 4404, 1013
FRAMES_IGNORED = 5


async def board_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`/ws/board/<code>/`. Accepts first, so that a refusal reaches the browser with its reason (44xx)."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    user, code = scope["user"], str(scope["url_route"]["kwargs"]["code"]).upper()
    part = part_asked(scope)
    ask = partial(database_sync_to_async(refusal_of), user, code, part)
    if (refused := await ask()) is not None:
        await _close(send, refused)
        return
    try:
        key = f"{code}{parts.BETWEEN}{part}" if part else code
        line = hub.join(key, send, ask)
    except Full:
        await _close(send, TRY_LATER)
        return
    held = lines.join(scope["session"].session_key, user, partial(line.end, SIGNED_OUT))
    try:
        # joined first, asked then: a text pushed meanwhile is the newer one and stays
        line.offer(await database_sync_to_async(_first)(user, code, part))
        await _until_over(line, receive, send)
    except Refusal:
        await _close(send, NOT_ALLOWED)
    finally:
        hub.leave(key, line)
        lines.leave(held)


def part_asked(scope: dict[str, Any]) -> str:
    """`grade:10` of `?part=grade:10`, empty for the board of everybody."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")[:200])
    return asked.get("part", [""])[0]


def refusal_of(user: User, code: str, part: str = "") -> int | None:
    """The close code for those who may not see this board (any more)."""
    try:
        if user.is_authenticated:
            user = User.objects.get(pk=user.pk, is_active=True)
        contest, _, _ = access.board_to_see(user, code, clock.now())
        access.part_to_see(contest, part)
    except (NotThere, User.DoesNotExist):
        return NOT_THERE
    except Refusal:
        return NOT_ALLOWED
    return None


def _first(user: User, code: str, part: str) -> Snapshot:
    at = clock.now()
    contest, _, _ = access.board_to_see(user, code, at)
    return current_board(contest, at, access.part_to_see(contest, part))


async def _until_over(line: Line, receive: Receive, send: Send) -> None:
    """Until the browser leaves, says too much, or the line ends (too slow, or the board is closed to this person)."""
    listening = asyncio.ensure_future(_listen(receive))
    try:
        either: set[asyncio.Future[Any]] = {listening, line.ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        code = line.ended.result() if line.ended.done() else listening.result()
    finally:
        listening.cancel()
    if code is not None:
        await _close(send, code)


async def _listen(receive: Receive) -> int | None:
    """None when the browser left; a close code when it talks: this socket only speaks."""
    for _unused in range(FRAMES_IGNORED):
        if (await receive())["type"] == "websocket.disconnect":
            return None
    return MALFORMED


async def _close(send: Send, code: int) -> None:
    with suppress(Exception):  # it may be gone already
        await asyncio.wait_for(send({"type": "websocket.close", "code": code}), 1)
