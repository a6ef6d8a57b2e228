"""A supervisor's socket: all rows once, then those that changed, as pieces of the page. It only speaks."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.access import Supervised
from contests.live.lines import SIGNED_OUT, lines
from contests.live.monitor import Change, Full, Line, Watch, monitors
from schools.models import User

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MALFORMED, NOT_ALLOWED, NOT_THERE, TRY_LATER = 4400, 4403, 4404, 1013
FRAMES_IGNORED = 5
#: The server (Daphne) sends no message above 16 KiB.
MOST_BYTES = 15_000


async def monitor_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`/ws/monitor/<code>/?school=&lang=`. Accepts first, so that a refusal reaches the browser with its reason."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    user, code = scope["user"], str(scope["url_route"]["kwargs"]["code"]).upper()
    school_id, language = _asked(scope)
    watched, refused = await database_sync_to_async(watched_or_refusal)(user, code)
    if watched is None:
        await _close(send, refused)
        return
    line = Line(language, lambda: watched_or_refusal(user, code)[1])
    held = lines.join(scope["session"].session_key, user, partial(line.end, SIGNED_OUT))
    watch: Watch | None = None
    try:
        watch = monitors.join(watched.contest.pk, watched.school_id or school_id, line, texts_of)
        await _until_over(line, receive, send)
    except Full:
        await _close(send, TRY_LATER)
    finally:
        if watch is not None:
            monitors.leave(watch, line)
        lines.leave(held)


def watched_or_refusal(user: User, code: str) -> tuple[Supervised | None, int | None]:
    """The contest and the part of it that this person may watch now, else the close code."""
    try:
        if user.is_authenticated:
            user = User.objects.get(pk=user.pk, is_active=True)
        return access.contest_to_supervise(user, code), None
    except (NotThere, User.DoesNotExist):
        return None, NOT_THERE
    except Refusal:
        return None, NOT_ALLOWED


def _asked(scope: dict[str, Any]) -> tuple[int | None, str]:
    """School and language of the page that opened the socket."""
    query = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
    school, language = query.get("school", [""])[0], query.get("lang", [""])[0]
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return (int(school) if school.isascii() and school.isdecimal() and len(school) < 10 else None), known


def texts_of(change: Change, language: str) -> list[str]:
    """JSON with the rows as the page draws them, by person; as many messages as it takes, the counts in the first."""
    with translation.override(language):
        at = clock.now()
        strip = render_to_string("contests/_monitor_strip.html", {"sums": change.sums, "at": at})
        rows = [
            (row.user, render_to_string("contests/_monitor_row.html", {"row": row, "at": at})) for row in change.rows
        ]
    pieces: list[dict[int, str]] = [{}]
    size = len(strip.encode()) * 2
    for user, html in rows:
        weight = len(json.dumps(html, ensure_ascii=False).encode()) + 20
        if size + weight > MOST_BYTES:
            pieces.append({})
            size = 0
        pieces[-1][user] = html
        size += weight
    first = {"full": change.full, "gone": list(change.gone), "strip": strip}
    return [_message(rows=piece, **(first if place == 0 else {})) for place, piece in enumerate(pieces)]


def _message(**said: object) -> str:
    return json.dumps({"type": "monitor", **said}, ensure_ascii=False, separators=(",", ":"))


async def _until_over(line: Line, receive: Receive, send: Send) -> None:
    """Until the browser leaves, says too much, or the line ends."""
    listening = asyncio.ensure_future(_listen(receive))
    speaking = asyncio.ensure_future(_speak(line, send))
    try:
        either: set[asyncio.Future[Any]] = {listening, speaking, line.ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        code = line.ended.result() if line.ended.done() else listening.result() if listening.done() else TRY_LATER
    finally:
        listening.cancel()
        speaking.cancel()
    if code is not None:
        await _close(send, code)


async def _speak(line: Line, send: Send) -> None:
    """Ends only when the socket takes nothing more."""
    try:
        while True:
            for text in await line.texts.get():
                await send({"type": "websocket.send", "text": text})
    except Exception as gone:  # noqa: BLE001 - each server has its own error for a closed socket; all mean "gone"
        log.debug("monitor socket gone: %r", gone)


async def _listen(receive: Receive) -> int | None:
    """None when the browser left; a close code when it talks: this socket only speaks."""
    for _unused in range(FRAMES_IGNORED):
        if (await receive())["type"] == "websocket.disconnect":
            return None
    return MALFORMED


async def _close(send: Send, code: int | None) -> None:
    with suppress(Exception):  # it may be gone already
        await asyncio.wait_for(send({"type": "websocket.close", "code": code}), 1)
