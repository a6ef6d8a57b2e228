"""From one text to the many sockets of this process. Each socket has a slot of its own, where the newest text wins."""

import asyncio
import contextvars
import logging
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic

from contests.live.eagerly import Later, Send, sent_at_once, sent_by_task
from contests.live.snapshot import Snapshot

log = logging.getLogger(__name__)

#: The close code when this person may not see the board any more, else None.
Ask = Callable[[], Awaitable[int | None]]

STALLED_S = 10.0
MOST_LINES = 20_000
#: A socket that confirms what it shows (`confirms`) may be so many texts behind those that were sent to it.
MOST_BEHIND = 30
NEVER = -(1 << 62)
GOING_AWAY, TRY_LATER, BEHIND = 1001, 1013, 4408


class Full(Exception):
    """This process serves as many boards as it can."""


class Text:
    """A snapshot on its way: the same event for every socket; no server changes what it is given to send."""

    __slots__ = ("event", "order")

    def __init__(self, snapshot: Snapshot) -> None:
        self.order = snapshot.order
        self.event: dict[str, object] = {"type": "websocket.send", "text": snapshot.text}


class Line:
    """One open socket, used in its own event loop only. `ended` is set when it takes no more and is to close.

    With `confirms` it ends, too, when its browser has not said for many texts that it shows one.
    """

    __slots__ = (
        *("_ask", "_asking", "_eager", "_newest", "_seen", "_send", "_sending", "_since", "_slot", "_unseen"),
        *("ended", "loop"),
    )

    def __init__(self, send: Send, ask: Ask, *, confirms: bool = False) -> None:
        self.loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[int] = self.loop.create_future()  # the close code
        self._send = send
        self._ask = ask
        self._eager = True
        self._slot: Text | None = None
        self._newest = (-1, -1)
        self._sending: Later | None = None
        self._since = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._seen = -1
        self._unseen = 0 if confirms else NEVER

    def offer(self, snapshot: Snapshot) -> None:
        """Send it, or keep it for when the socket is free; never an older one after a newer."""
        self.take(Text(snapshot))

    def take(self, text: Text) -> None:
        """The same for a text that many sockets share."""
        if text.order <= self._newest or self.ended.done():
            return
        if text.order[0] != self._newest[0]:
            self._seen = -1  # versions begin again
        self._newest = text.order
        self._unseen += 1
        if self._unseen > MOST_BEHIND:
            self.end(BEHIND)
        elif self._sending is None:
            self._go(text)
        elif monotonic() - self._since > STALLED_S:
            self.end(TRY_LATER)  # the browser comes back by itself and fetches what it missed
        else:
            self._slot = text

    def _go(self, text: Text) -> None:
        """Most sends end at once; only one that does not is worth a task."""
        if self._eager:
            try:
                later = sent_at_once(self._send, text.event, self.loop)
            except Exception as trouble:  # noqa: BLE001 - gone, or a server that sends in tasks only: a task tells which
                log.debug("not sent at once: %r", trouble)
                self._eager = False
                later = sent_by_task(self._send, text.event, self.loop)
        else:
            later = sent_by_task(self._send, text.event, self.loop)
        if later is not None:
            self._since = monotonic()
            self._sending = later
            later.add_done_callback(self._gone_out)

    def _gone_out(self, sent: Later) -> None:
        self._sending = None
        if sent.cancelled():
            return
        if gone := sent.exception():  # each server has its own error for a closed socket; all mean "gone"
            log.debug("board socket gone: %r", gone)
            self.end(TRY_LATER)
        elif self._slot is not None and not self.ended.done():
            text, self._slot = self._slot, None
            self._go(text)

    def seen(self, version: int) -> bool:
        """The browser shows this version. False where it cannot be so, or was said before: nobody floods with these."""
        if not self._seen < version <= self._newest[1]:
            return False
        self._seen = version
        self._unseen = min(self._unseen, self._newest[1] - version)
        return True

    def recheck(self) -> None:
        """Ask again whether this person may see the board; end if not."""
        if self._asking is None and not self.ended.done():
            self._asking = self.loop.create_task(self._ask_again())

    async def _ask_again(self) -> None:
        try:
            if (code := await self._ask()) is not None:
                self.end(code)
        except Exception:
            log.exception("whether a board may be seen could not be asked")
        finally:
            self._asking = None

    def end(self, code: int) -> None:
        """Take and send nothing more."""
        if self.ended.done():
            return
        self.ended.set_result(code)
        self._slot = None
        if self._sending is not None:
            self._sending.cancel()
        if self._asking is not None and self._asking is not asyncio.current_task(self.loop):
            self._asking.cancel()


class Hub:
    """All lines of this process by contest code. `join` and `leave` in the sockets' loop, `push` from any thread."""

    def __init__(self, most: int = MOST_LINES) -> None:
        self._lines: dict[str, set[Line]] = {}
        self._count = 0
        self._most = most
        self._lock = threading.Lock()
        self._slowest = 0.0
        #: How often it was asked who may look. Who asks before it joins sees by it that the answer may be old.
        self.rechecks = 0

    def join(self, code: str, send: Send, ask: Ask, *, confirms: bool = False) -> Line:
        """A line for this socket. Raises Full."""
        line = Line(send, ask, confirms=confirms)
        with self._lock:
            if self._count >= self._most:
                raise Full
            self._lines.setdefault(code, set()).add(line)
            self._count += 1
        return line

    def leave(self, code: str, line: Line) -> None:
        line.end(GOING_AWAY)
        self._drop(code, [line])

    def __len__(self) -> int:
        return self._count

    def push(self, snapshot: Snapshot) -> None:
        """To every socket of this board; one hop into each event loop, whatever the number of sockets."""
        text, pushed = Text(snapshot), monotonic()

        def to_all(lines: Iterable[Line]) -> None:
            _take_all(lines, text)
            self._slowest = max(self._slowest, monotonic() - pushed)

        self._each(snapshot.code, to_all)

    def slowest(self) -> float:
        """The longest that a text took from its push to its last socket here, since this was last asked (seconds)."""
        slowest, self._slowest = self._slowest, 0.0
        return slowest

    def recheck(self, code: str) -> None:
        """This board's sockets and those of its parts."""
        self.rechecks += 1
        for one in (code, *self.codes_within(code, "|")):
            self._each(one, _recheck_all)

    def codes_within(self, code: str, between: str) -> list[str]:
        """Boards with open sockets whose code begins with this one and the sign between."""
        with self._lock:
            return [one for one in self._lines if one.startswith(code + between)]

    def _each(self, code: str, act: Callable[[list[Line]], None]) -> None:
        with self._lock:
            lines = list(self._lines.get(code, ()))
        by_loop: dict[asyncio.AbstractEventLoop, list[Line]] = defaultdict(list)
        for line in lines:
            by_loop[line.loop].append(line)
        for loop, its_lines in by_loop.items():
            try:
                # A context of its own: the caller's may belong to a request whose thread is gone or busy.
                loop.call_soon_threadsafe(act, its_lines, context=contextvars.Context())
            except RuntimeError:  # the loop is gone, and its sockets with it
                self._drop(code, its_lines)

    def _drop(self, code: str, lines: list[Line]) -> None:
        with self._lock:
            there = self._lines.get(code, set())
            for line in lines:
                if line in there:
                    there.discard(line)
                    self._count -= 1
            if not there:
                self._lines.pop(code, None)


def _take_all(lines: Iterable[Line], text: Text) -> None:
    for line in lines:
        try:
            line.take(text)
        except Exception:
            log.exception("one board socket failed")


def _recheck_all(lines: Iterable[Line]) -> None:
    for line in lines:
        line.recheck()


hub = Hub()
