"""From one text to the many sockets of this process. Each socket has a slot of its own, where the newest text wins."""

import asyncio
import contextvars
import logging
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable

from contests.live.snapshot import Snapshot

log = logging.getLogger(__name__)

Send = Callable[[dict[str, object]], Awaitable[None]]
#: The close code when this person may not see the board any more, else None.
Ask = Callable[[], Awaitable[int | None]]

STALLED_S = 10.0
MOST_LINES = 20_000
GOING_AWAY, TRY_LATER = 1001, 1013


class Full(Exception):
    """This process serves as many boards as it can."""


class Line:
    """One open socket, used in its own event loop only. `ended` is set when it takes no more and is to close."""

    def __init__(self, send: Send, ask: Ask) -> None:
        self.loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[int] = self.loop.create_future()  # the close code
        self._send = send
        self._ask = ask
        self._slot: Snapshot | None = None
        self._newest = (-1, -1)
        self._sending: asyncio.Task[None] | None = None
        self._since = 0.0
        self._asking: asyncio.Task[None] | None = None

    def offer(self, snapshot: Snapshot) -> None:
        """Send it, or keep it for when the socket is free; never an older one after a newer."""
        if self.ended.done() or snapshot.order <= self._newest:
            return
        self._newest = snapshot.order
        self._slot = snapshot
        if self._sending is None:
            self._since = self.loop.time()
            self._sending = self.loop.create_task(self._send_slot())
        elif self.loop.time() - self._since > STALLED_S:
            self.end(TRY_LATER)  # the browser comes back by itself and fetches what it missed

    async def _send_slot(self) -> None:
        try:
            while self._slot is not None:
                text, self._slot = self._slot.text, None
                self._since = self.loop.time()
                await self._send({"type": "websocket.send", "text": text})
        except Exception as gone:  # noqa: BLE001 - each server has its own error for a closed socket; all mean "gone"
            log.debug("board socket gone: %r", gone)
            self.end(TRY_LATER)
        finally:
            self._sending = None

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
        for task in (self._sending, self._asking):
            if task is not None and task is not asyncio.current_task(self.loop):
                task.cancel()


class Hub:
    """All lines of this process by contest code. `join` and `leave` in the sockets' loop, `push` from any thread."""

    def __init__(self, most: int = MOST_LINES) -> None:
        self._lines: dict[str, set[Line]] = {}
        self._count = 0
        self._most = most
        self._lock = threading.Lock()

    def join(self, code: str, send: Send, ask: Ask) -> Line:
        """A line for this socket. Raises Full."""
        line = Line(send, ask)
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
        self._each(snapshot.code, lambda line: line.offer(snapshot))

    def recheck(self, code: str) -> None:
        """This board's sockets and those of its parts."""
        for one in (code, *self.codes_within(code, "|")):
            self._each(one, Line.recheck)

    def codes_within(self, code: str, between: str) -> list[str]:
        """Boards with open sockets whose code begins with this one and the sign between."""
        with self._lock:
            return [one for one in self._lines if one.startswith(code + between)]

    def _each(self, code: str, act: Callable[[Line], None]) -> None:
        with self._lock:
            lines = list(self._lines.get(code, ()))
        by_loop: dict[asyncio.AbstractEventLoop, list[Line]] = defaultdict(list)
        for line in lines:
            by_loop[line.loop].append(line)
        for loop, its_lines in by_loop.items():
            try:
                # A context of its own: the caller's may belong to a request whose thread is gone or busy.
                loop.call_soon_threadsafe(_all, act, its_lines, context=contextvars.Context())
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


def _all(act: Callable[[Line], None], lines: list[Line]) -> None:
    for line in lines:
        try:
            act(line)
        except Exception:
            log.exception("one board socket failed")


hub = Hub()
