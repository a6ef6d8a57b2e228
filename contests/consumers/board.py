"""A board's socket: one way, the same text to everybody who may see it. Plain ASGI; the hub does the sending."""

import asyncio
import re
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
from contests.live.snapshot import Snapshot, snapshots
from schools.models import User

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MALFORMED, NOT_ALLOWED, NOT_THERE, TRY_LATER = 4400, 4403, 4404, 1013
FRAMES_IGNORED = 5
_SEEN = re.compile(r'\{"type": ?"seen", ?"version": ?([0-9]{1,9})\}')


async def board_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`/ws/board/<code>/`. Accepts first, so that a refusal reaches the browser with its reason (44xx)."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    user, code = scope["user"], str(scope["url_route"]["kwargs"]["code"]).upper()
    part, confirms = asked_of(scope)
    rechecks = hub.rechecks
    first = await database_sync_to_async(first_or_refusal)(user, code, part)
    if isinstance(first, int):
        await _close(send, first)
        return
    ask = partial(database_sync_to_async(refusal_of), user, code, part)
    key = f"{code}{parts.BETWEEN}{part}" if part else code
    try:
        # texts pass by whatever the layers between do to each message: they have nothing to add to these
        line = hub.join(key, scope.get("server_send", send), ask, confirms=confirms)
    except Full:
        await _close(send, TRY_LATER)
        return
    held = lines.join(scope["session"].session_key, user, partial(line.end, SIGNED_OUT))
    try:
        line.offer(first)
        await _catch_up(line, user, code, part)
        if hub.rechecks != rechecks:
            line.recheck()
        await _until_over(line, receive, send)
    finally:
        hub.leave(key, line)
        lines.leave(held)


def asked_of(scope: dict[str, Any]) -> tuple[str, bool]:
    """`grade:10` of `?part=grade:10`, empty for the board of everybody; whether the client confirms what it shows."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")[:200])
    return asked.get("part", [""])[0], asked.get("confirms") == ["1"]


def first_or_refusal(user: User, code: str, part: str = "") -> Snapshot | int:
    """The board as it is, or the close code for those who may not see it."""
    at = clock.now()
    try:
        contest, _, _ = access.board_to_see(user, code, at)
        return current_board(contest, at, access.part_to_see(contest, part))
    except NotThere:
        return NOT_THERE
    except Refusal:
        return NOT_ALLOWED


def refusal_of(user: User, code: str, part: str = "") -> int | None:
    """The close code for those who may not see this board any more."""
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


async def _catch_up(line: Line, user: User, code: str, part: str) -> None:
    """What was pushed after the first text was read and before the socket joined; the newer one stays."""
    if not part:
        newer: Snapshot | int | None = snapshots.fresh(code)
    else:
        newer = await database_sync_to_async(first_or_refusal)(user, code, part)
    if isinstance(newer, int):
        line.end(newer)
    elif newer is not None:
        line.offer(newer)


async def _until_over(line: Line, receive: Receive, send: Send) -> None:
    """Until the browser leaves, says too much, or the line ends (too slow, or the board is closed to this person)."""
    listening = asyncio.ensure_future(_listen(line, receive))
    try:
        either: set[asyncio.Future[Any]] = {listening, line.ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        code = line.ended.result() if line.ended.done() else listening.result()
    finally:
        listening.cancel()
    if code is not None:
        await _close(send, code)


async def _listen(line: Line, receive: Receive) -> int | None:
    """None when the browser left; a close code when it talks of anything but what it has seen."""
    bad = 0
    while bad < FRAMES_IGNORED:
        event = await receive()
        if event["type"] == "websocket.disconnect":
            return None
        version = version_seen(event.get("text"))
        if version is None or not line.seen(version):
            bad += 1
    return MALFORMED


def version_seen(text: str | None) -> int | None:
    """The version of `{"type":"seen","version":12}`, exactly so; None for every other frame."""
    found = _SEEN.fullmatch(text) if text and len(text) < 60 else None
    return int(found.group(1)) if found else None


async def _close(send: Send, code: int) -> None:
    with suppress(Exception):  # it may be gone already
        await asyncio.wait_for(send({"type": "websocket.close", "code": code}), 1)
