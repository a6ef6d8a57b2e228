"""The pupil's own socket: a plain ASGI coroutine, for it is the busiest door of the house.

It gives answers to the intake and sends verdicts. It stands in no group and holds no database connection. What the
server has to say by itself (a pause, more time, a notice) comes through `contests.live.attempts`.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async

from backend import clock
from backend.parsing import strict_json
from backend.refusals import Refusal
from contests import access, intake
from contests.live import tickets
from contests.live.attempts import ANOTHER_OPENING, STANDING, Open, attempts, tell_standing
from contests.live.eagerly import sent_at_once
from contests.live.lines import SIGNED_OUT, lines
from contests.live.wire import Message
from contests.rules.packets import MOST_BYTES, Malformed, Outcome, Packet, packet_of

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BAD_FRAMES = 5
NOT_THERE, BINARY, TOO_BIG, MALFORMED = 4404, 1003, 1009, 4400


async def attempt_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """`/ws/attempt/<id>/?opening=<n>&ticket=<t>`. Accepts first, so that a refusal reaches the browser (44xx)."""
    attempt_id = int(scope["url_route"]["kwargs"]["attempt_id"])
    asked = parse_qs(scope.get("query_string", b"").decode(errors="replace"))
    session = tickets.session_of(scope["headers"])
    seat = tickets.seat_of(asked.get("ticket", [""])[0], attempt=attempt_id, session=session)
    if seat is None:
        await _by_session(scope, receive, send)
        return
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    await _sit(seat, opening_of(asked), receive, send)


async def _seated(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The way without a good ticket: who this is stands in the session."""
    await receive()
    await send({"type": "websocket.accept"})
    user, attempt_id = scope["user"], int(scope["url_route"]["kwargs"]["attempt_id"])
    if not user.is_authenticated:
        await send({"type": "websocket.close", "code": SIGNED_OUT})
        return
    try:
        attempt = await database_sync_to_async(access.attempt_to_sit)(user, attempt_id)
    except Refusal:
        await send({"type": "websocket.close", "code": NOT_THERE})
        return
    seat = tickets.Seat(attempt_id, attempt.contest_id, user, scope["session"].session_key or "")
    await _sit(seat, opening_of(parse_qs(scope.get("query_string", b"").decode(errors="replace"))), receive, send)


_by_session = AuthMiddlewareStack(_seated)


async def _sit(seat: tickets.Seat, opening: int, receive: Receive, send: Send) -> None:
    line = _Line(seat, opening, send)
    socket = Open(seat.attempt, seat.contest, seat.user.pk, opening, line.tell, line.end, line.loop)
    held = lines.join(seat.session, seat.user, partial(line.end, SIGNED_OUT))
    attempts.join(socket)
    try:
        if opening:
            tell_standing(socket)  # joined before, so nothing that is said meanwhile is missed
        await line.listen(receive)
    finally:
        attempts.leave(socket)
        lines.leave(held)


def opening_of(asked: dict[str, list[str]]) -> int:
    """The opening of the paper that this socket belongs to; 0 where it does not say."""
    said = asked.get("opening", ["0"])[0]
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


class _Line:
    """One open socket of one attempt."""

    def __init__(self, seat: tickets.Seat, opening: int, send: Send) -> None:
        self.seat = seat
        self.opening = opening
        self.attempt_id = seat.attempt
        self.send = send
        self.loop = asyncio.get_running_loop()
        self.ticket_since = self.loop.time()
        self.bad = 0
        self.over = False
        self.sending: set[asyncio.Future[None]] = set()

    async def listen(self, receive: Receive) -> None:
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect" or self.over:
                return
            text = event.get("text")
            if text is None:
                await self.close(BINARY)
                return
            # letters are of four bytes at most, so a short text need not be counted
            if len(text) > MOST_BYTES // 4 and len(text.encode(errors="surrogatepass")) > MOST_BYTES:
                await self.close(TOO_BIG)
                return
            if not await self.take(text):
                return

    def tell(self, message: Message) -> None:
        """Something that nobody has asked for."""
        if self.over:
            return
        if message["type"] == STANDING and 0 < self.opening < int(str(message["openings"])):
            self.end(ANOTHER_OPENING)
        else:
            self.say(message)

    def end(self, code: int) -> None:
        """Nothing more is taken: the session is over, or another device goes on. The browser keeps what it holds."""
        if not self.over:
            self.over = True
            self._keep(self.loop.create_task(self.close(code)))

    def _keep(self, task: "asyncio.Future[None]") -> None:
        """Whatever is under way must be held by somebody."""
        self.sending.add(task)
        task.add_done_callback(self._sent)

    def _sent(self, task: "asyncio.Future[None]") -> None:
        self.sending.discard(task)
        if not task.cancelled() and (gone := task.exception()):
            log.debug("socket gone before its verdict: %r", gone)

    async def take(self, text: str) -> bool:
        """Give one frame to the intake; false when the socket is closed for its bad manners."""
        received_at = clock.now()
        try:
            message = strict_json(text)
            if isinstance(message, dict) and message.get("type") == "ping":
                self.say({"type": "pong", "server_time": received_at.isoformat(timespec="milliseconds"), **self.anew()})
                return True
            if isinstance(message, dict) and "type" not in message:
                raise Malformed("unknown_type")
            packet = packet_of(message, attempt=self.attempt_id, received_at=received_at)
        except ValueError as trouble:  # Malformed is one
            self.say({"type": "error", "code": getattr(trouble, "code", "malformed")})
            self.bad += 1
            if self.bad >= BAD_FRAMES:
                await self.send({"type": "websocket.close", "code": MALFORMED})
            return self.bad < BAD_FRAMES
        await self.hand_over(packet)
        return True

    def anew(self) -> Message:
        """A new ticket where the old one is near its end: whoever comes back after a fault has a good one."""
        now = self.loop.time()
        if now - self.ticket_since < tickets.ANEW_S or not self.seat.session:
            return {}
        self.ticket_since = now
        return {"ticket": self.seat.ticket()}

    async def hand_over(self, packet: Packet) -> None:
        try:
            if intake.running():
                intake.take(packet, partial(self.answer, packet.id), self.loop)
            else:
                self.answer(packet.id, await database_sync_to_async(intake.give)(packet))
        except intake.Busy as busy:
            self.answer(packet.id, busy)

    def answer(self, packet_id: str, outcome: Outcome | intake.Busy) -> None:
        """The reply to one packet."""
        if isinstance(outcome, intake.Busy):
            self.say({"type": "error", "id": packet_id, "code": "busy", "retry_ms": outcome.retry_ms})
        else:
            self.say_text(outcome.text(packet_id, clock.now()))

    async def close(self, code: int) -> None:
        """With this code; 4003 for 1003 and 4009 for 1009 where the server keeps those to itself (Daphne does)."""
        for one in (code, 3000 + code) if code < 3000 else (code,):
            try:
                await self.send({"type": "websocket.close", "code": one})
            except Exception as refused:  # noqa: BLE001 - each server refuses in its own way; or the socket is gone
                log.debug("socket not closed with %d: %r", one, refused)
            else:
                return

    def say(self, message: Message) -> None:
        self.say_text(json.dumps(message, separators=(",", ":")))

    def say_text(self, text: str) -> None:
        """Mostly the server takes it at once; where it is slow to, a task waits."""
        try:
            later = sent_at_once(self.send, {"type": "websocket.send", "text": text}, self.loop)
        except Exception as gone:  # noqa: BLE001 - each server has its own error for a closed socket; all mean "gone"
            log.debug("socket gone before its verdict: %r", gone)
        else:
            if later is not None:
                self._keep(later)
