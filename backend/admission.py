"""How much this process takes on at once. What is beyond it gets 503 with Retry-After, and nobody hangs.

Django gives every request a thread, and the thread a connection to the database. So a few requests are worked on, more
wait their turn without a thread, each for a bounded time, and the rest is told when to come back. What nobody can send
again without a hand (a form) waits longer than what a page or a browser repeats by itself.
"""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from backend import errors, metrics
from backend.middleware import POLICY

Scope = dict[str, Any]
Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: So long a request waits for its turn: what comes again by itself (scripts give up at 10 s), and filled-in forms.
PATIENCE_S, FORM_PATIENCE_S = 15.0, 30.0
#: A body has so long to arrive before it takes anybody's place; what is larger is read by the view.
BODY_S, BODY_BYTES = 30.0, 65_536
TRY_LATER = 1013
SIGNS = ("/healthz", "/readyz", "/metrics")
#: Marks in the page that is rendered once: seconds to wait, and the form that was turned away.
_REFRESH, _PATH, _FIELDS = "\ue000seconds\ue000", "\ue000path\ue000", "\ue000fields\ue000"
#: A form of these alone is a pressed button: handed back, it goes out again by itself. Others may hold a password.
_BUTTON = {"csrfmiddlewaretoken", "paper"}


class Turns:
    """At most `working` at once and `waiting` more in their order. Used in one event loop."""

    def __init__(self, working: int, waiting: int) -> None:
        self._most_working, self._most_waiting = working, waiting
        self._queue: deque[asyncio.Future[bool]] = deque()
        self.working = self.waiting = 0

    async def take(self, patience: float) -> bool:
        """False when the house is full or the patience ends; else call `done` afterwards."""
        if self.working < self._most_working:
            self.working += 1
            return True
        if self.waiting >= self._most_waiting:
            return False
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[bool] = loop.create_future()
        alarm = loop.call_later(patience, _settle, turn, False)
        self._queue.append(turn)
        self.waiting += 1
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.done()  # it was our turn already
            raise
        finally:
            alarm.cancel()
            self.waiting -= 1

    def done(self) -> None:
        """The place goes to the next who still waits."""
        while self._queue:
            if _settle(self._queue.popleft(), True):
                return
        self.working -= 1


def _settle(turn: "asyncio.Future[bool]", said: bool) -> bool:
    if turn.done():
        return False
    turn.set_result(said)
    return True


@dataclass(frozen=True)
class _Lane:
    turns: Turns
    patience: float
    form_patience: float


class HttpDoor:
    """Around the http application. Files and signs of life have places of their own beside the pages."""

    def __init__(self, app: App, *, at_once: int, waiting: int) -> None:
        self._app = app
        self.pages = Turns(at_once, waiting)
        self._pages = _Lane(self.pages, PATIENCE_S, FORM_PATIENCE_S)
        self._files = _Lane(Turns(8, 4_096), FORM_PATIENCE_S, FORM_PATIENCE_S)
        self._signs = _Lane(Turns(2, 64), PATIENCE_S, PATIENCE_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        status = 0

        def counting(event: Event) -> Awaitable[None]:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
            return send(event)

        try:
            await self._answer(scope, receive, counting)
        finally:
            if status:
                metrics.http_answers[str(status // 100)] += 1
                metrics.http_times.saw(time.monotonic() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        lane = self._lane(scope["path"])
        headers, form = dict(scope["headers"]), b""
        if b"content-length" in headers or b"transfer-encoding" in headers:
            try:
                async with asyncio.timeout(BODY_S):
                    receive, form = await _with_body(receive)
            except TimeoutError:
                await _say(send, 408, b"", {})
                return
        repeats = scope["method"] in {"GET", "HEAD"} or scope["path"].startswith("/api/")
        if not await lane.turns.take(lane.patience if repeats else lane.form_patience):
            metrics.turned_away["http"] += 1
            await _busy(scope, headers, form, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            lane.turns.done()

    def _lane(self, path: str) -> _Lane:
        if path.startswith(f"/{settings.STATIC_URL.strip('/')}/") or path == "/sw.js":
            return self._files
        return self._signs if path in SIGNS else self._pages


async def _with_body(receive: Receive) -> tuple[Receive, bytes]:
    """Reads the body, as far as it is small, before anybody's place is taken; gives what will say it again, and it."""
    kept: deque[Event] = deque()
    size = 0
    while size <= BODY_BYTES:
        event = await receive()
        kept.append(event)
        size += len(event.get("body", b""))
        if event["type"] != "http.request" or not event.get("more_body", False):
            break

    async def again() -> Event:
        return kept.popleft() if kept else await receive()

    return again, b"".join(event.get("body", b"") for event in kept)


class SocketDoor:
    """Around the sockets' application: so many of a process, each closed one counted by its code."""

    def __init__(self, app: App, most: int) -> None:
        self._app = app
        self._most = most
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.open >= self._most:
            metrics.turned_away["socket"] += 1
            await receive()  # websocket.connect; opened first, so that the browser learns the reason
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        opened = False

        def counting(event: Event) -> Awaitable[None]:
            nonlocal opened
            kind = event["type"]
            if kind == "websocket.accept":
                opened = True
            elif kind == "websocket.close":
                metrics.sockets_closed[str(event.get("code", 1000)) if opened else "403"] += 1
            return send(event)

        self.open += 1
        try:
            # `server_send`: for texts in great numbers, which no layer between has anything to add to
            await self._app({**scope, "server_send": send}, receive, counting)
        finally:
            self.open -= 1


async def no_such_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """The last of the sockets' routes: what is not there is refused, and is no error of ours."""
    await receive()
    await send({"type": "websocket.close"})


async def _busy(scope: Scope, headers: Mapping[bytes, bytes], form: bytes, send: Send) -> None:
    """503 in the house's shape, made without a thread, the database or a template."""
    retry, number = errors.retry_after(503), secrets.token_hex(6)
    as_json = scope["path"].startswith("/api/") or headers.get(b"accept", b"").startswith(b"application/json")
    language = _language(headers, by_browser=as_json)
    if as_json:
        content_type, body = "application/json", errors.plain_json(503, language, number)
    else:
        content_type = "text/html; charset=utf-8"
        body = _turned_away(scope, form, language, str(retry)).encode()
    more = {"Content-Type": content_type, "Retry-After": str(retry), "X-Request-Id": number}
    await _say(send, 503, b"" if scope["method"] == "HEAD" else body, more)


def _turned_away(scope: Scope, form: bytes, language: str, seconds: str) -> str:
    """A page that is loaded again, or a pressed button that is pressed again: by itself, after the time said."""
    if scope["method"] in {"GET", "HEAD"}:
        return _page(language, "refresh").replace(_REFRESH, seconds)
    fields = parse_qsl(form.decode("latin-1"), keep_blank_values=True)
    if not fields or not {name for name, _value in fields} <= _BUTTON:
        return _page(language, "form")
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields)
    page = _page(language, "button").replace(_REFRESH, seconds)
    return page.replace(_PATH, escape(scope["path"])).replace(_FIELDS, hidden)


@cache
def _page(language: str, what: str) -> str:
    """The page of errors, with marks; `what` was turned away: refresh (a page), button, or form."""
    with translation.override(language):
        code, detail = errors.SENTENCES[503]
        said = {"status": 503, "code": code, "detail": str(detail), what: True}
        marks = {"seconds": _REFRESH, "path": _PATH, "fields": _FIELDS}
        return render_to_string("base/error.html", said | marks)


def _language(headers: Mapping[bytes, bytes], *, by_browser: bool) -> str:
    """As the middleware of languages decides, from the headers alone."""
    try:
        cookie = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(settings.LANGUAGE_COOKIE_NAME)
    except CookieError:
        cookie = None
    chosen = cookie.value if cookie else ""
    if not chosen and by_browser:
        chosen = headers.get(b"accept-language", b"")[:2].decode("latin-1").lower()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


async def _say(send: Send, status: int, body: bytes, more: Mapping[str, str]) -> None:
    headers = {
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Robots-Tag": "noindex",
        **more,
    }
    encoded = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
