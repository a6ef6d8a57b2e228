"""One device of one pupil: its own opening and sequence, and a line that sends every packet once or several times."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Mapping
from typing import Any, cast

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from contests.management.simulation.ledger import Sending
from contests.management.simulation.line import Line
from contests.management.simulation.web import Browser, LineDown
from tests.faults.journal import Journal

STALL_S = 5.0  # the browser gives a silent socket up after so long (frontend/static/js/lib/line.js)
MOVED = 4409
MOST_COPIES, COPY_BY_HTTP = 4, 0.3  # what goes out again does so up to four times, 30 % of the copies by HTTP


class Device(Line):
    """What is put in stays in `waiting` until it has a verdict."""

    longest_pause_s = 1.0  # shorter than a browser's: what is measured is the server's coming back

    def __init__(
        self,
        browser: Browser,
        attempt: int,
        opening: int,
        journal: Journal,
        dice: random.Random,
        *,
        again: float,
        by_http: bool,
    ) -> None:
        super().__init__(browser, attempt, journal, dice, by_http=by_http)
        self.journal, self.opening, self.seq, self.again = journal, opening, 0, again
        self._left: dict[str, float] = {}
        self._unanswered_since: float | None = None  # on the socket that is open now
        self._spare = Browser(browser.url, dict(browser.cookies), patience_s=browser.patience_s)
        self._copies: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        super().start()
        self._watching = self._watching or asyncio.create_task(self._watch())

    async def close(self) -> None:
        for task in (*self._copies, self._watching):
            if task is not None:
                task.cancel()
        await super().close()
        self.browser.hang_up()
        self._spare.hang_up()

    def given(self, item: int, value: list[str]) -> Sending:
        """The next answer of this device, not yet sent."""
        self.seq += 1
        return Sending(self.attempt, item, value, self.opening, self.seq)

    def path(self) -> str:
        return f"/ws/attempt/{self.attempt}/?opening={self.opening}"

    def _packet(self) -> str | None:
        packet = super()._packet()
        if packet is not None:
            self._left.setdefault(f"{self.attempt}-{self._packets}", time.monotonic())
            self.journal.packets += 1
        return packet

    async def _send(self, socket: ClientConnection, packet: str) -> None:
        self._unanswered_since = self._unanswered_since or time.monotonic()
        await socket.send(packet)
        if self.dice.random() >= self.again:
            return
        for _copy in range(self.dice.randint(1, MOST_COPIES)):
            self.journal.packets += 1
            if self.dice.random() < COPY_BY_HTTP:
                self._beside(packet)
            else:
                await socket.send(packet)

    def _beside(self, packet: str) -> None:
        """A copy by HTTP at the same time; when it fails nobody minds."""

        async def copy() -> None:
            with contextlib.suppress(LineDown):
                reply = await self._spare.ask("POST", f"/api/attempts/{self.attempt}/answers", json.loads(packet))
                if reply.status == 200:
                    self._hear(reply.json())

        task = asyncio.create_task(copy())
        self._copies.add(task)
        task.add_done_callback(self._copies.discard)

    def _hear(self, message: Mapping[str, object]) -> None:
        if message.get("type") in {"standing", "notice", "pong"}:
            return
        now, self._unanswered_since = time.monotonic(), None
        if message.get("type") == "verdicts":
            left = self._left.get(str(message.get("id")), now)
            for verdict in cast(list[dict[str, Any]], message["verdicts"]):
                self.journal.hear(self.attempt, verdict, left, now)
            if message.get("submitted"):
                self.journal.handed_in.setdefault(self.attempt, now)
        super()._hear(message)

    def _note_trouble(self, trouble: Exception) -> None:
        self._unanswered_since = None
        if isinstance(trouble, ConnectionClosed) and trouble.rcvd and trouble.rcvd.code == MOVED:
            self.by_http = True  # another device has the paper: what is held here goes by HTTP
        super()._note_trouble(trouble)

    async def _watch(self) -> None:
        """A socket that leaves a packet unanswered is given up, as a browser does it."""
        while True:
            await asyncio.sleep(1)
            since = self._unanswered_since
            if self._socket is not None and since is not None and time.monotonic() - since > STALL_S:
                self._socket.transport.abort()
