"""The way of one pupil's answers: an outbox, a socket that is opened again when it breaks, HTTP where there is none."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Mapping

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from contests.management.simulation.ledger import Ledger, Sending
from contests.management.simulation.web import Browser, LineDown

MOST = 50
AGAIN_S = 2.5
PATIENCE_S = 60.0
FINAL = {4401, 4403, 4404}


class Line:
    """Sends what is put in until each has a verdict. One per attempt; `start` once, `close` at the end."""

    longest_pause_s = 3.0  # between two tries to reach the server

    def __init__(
        self, browser: Browser, attempt: int, ledger: Ledger, dice: random.Random, *, by_http: bool = False
    ) -> None:
        self.browser, self.attempt, self.ledger, self.dice, self.by_http = browser, attempt, ledger, dice, by_http
        self.asked = ""  # what the socket's address says of the opening
        self.waiting: dict[tuple[int, int, int], Sending] = {}
        self.submitted = False
        self.state = "sitting"
        self.refused = ""
        self._submitting = False
        self._under_way: dict[tuple[int, int, int], float] = {}
        self._news = asyncio.Event()
        self._mended = asyncio.Event()
        self._mended.set()
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._packets = 0
        self._down_since: float | None = None

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._task

    def put(self, sending: Sending) -> None:
        self.waiting[(sending.item, *sending.order)] = sending
        self._news.set()

    def submit(self) -> None:
        """Hand in, with every answer that has no verdict yet."""
        self._submitting = True
        self._under_way.clear()
        self._news.set()

    def cut(self) -> None:
        """The line breaks in the middle of whatever is under way."""
        self._mended.clear()
        if self._socket is not None:
            self._socket.transport.abort()

    def mend(self) -> None:
        self._mended.set()

    async def _run(self) -> None:
        pause = 0.3
        while not self.refused:
            await self._mended.wait()
            try:
                await (self._by_http() if self.by_http else self._by_socket())
                pause = 0.3
            except (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, LineDown, EOFError) as trouble:
                if self._down_since is None:
                    pause = 0.3  # it was up until now
                self._note_trouble(trouble)
            self._under_way.clear()
            await asyncio.sleep(pause * (0.5 + self.dice.random()))
            pause = min(self.longest_pause_s, pause * 1.6)

    def _note_trouble(self, trouble: Exception) -> None:
        now = time.monotonic()
        self._down_since = self._down_since or now
        code = trouble.rcvd.code if isinstance(trouble, ConnectionClosed) and trouble.rcvd else 0
        if code in FINAL:
            self.refused = f"the server closed the line with {code}"
        elif now - self._down_since > PATIENCE_S:
            self.refused = f"the server was away for a minute: {trouble!r}"

    # --- by socket

    def path(self) -> str:
        """Where the socket is opened."""
        return f"/ws/attempt/{self.attempt}/{self.asked}"

    async def _by_socket(self) -> None:
        scheme = "wss" if self.browser.secure else "ws"
        async with connect(
            f"{scheme}://{self.browser.netloc}{self.path()}",
            origin=Origin(self.browser.origin),
            additional_headers={"Cookie": self.browser.cookie_header},
            compression=None,
            proxy=None,
            open_timeout=20,
            close_timeout=1,
        ) as self._socket:
            self._down_since = None
            writing = asyncio.create_task(self._write(self._socket))
            try:
                async for text in self._socket:
                    self._hear(json.loads(text))
            finally:
                writing.cancel()
            raise ConnectionClosed(self._socket.protocol.close_rcvd, None)

    async def _write(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed, OSError):  # the reading side tells of it
            while True:
                if packet := self._packet():
                    await self._send(socket, packet)
                    continue
                await self._pause()

    async def _send(self, socket: ClientConnection, packet: str) -> None:
        await socket.send(packet)

    async def _pause(self) -> None:
        """Until there is something new to send, or time to send again."""
        self._news.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), AGAIN_S / 2)

    # --- by HTTP

    async def _by_http(self) -> None:
        while self._mended.is_set():
            if packet := self._packet():
                reply = await self.browser.ask("POST", f"/api/attempts/{self.attempt}/answers", json.loads(packet))
                if reply.status in {401, 403, 404}:
                    self.refused = f"HTTP {reply.status} {reply.body[:200]!r}"
                    return
                if reply.status != 200:
                    raise LineDown(f"HTTP {reply.status} {reply.body[:200]!r}")
                self._down_since = None
                self._hear(reply.json())
                continue
            await self._pause()

    # --- both

    def _packet(self) -> str | None:
        """The next message: what has no verdict and is not under way, oldest first; a hand-in carries all of it."""
        now = time.monotonic()
        ready = [key for key in self.waiting if now - self._under_way.get(key, -1e9) > AGAIN_S]
        ready = sorted(ready, key=lambda key: key[1:])[:MOST]
        submit = self._submitting and not self.submitted and len(ready) == len(self.waiting)
        if submit and now - self._under_way.get((0, 0, 0), -1e9) < AGAIN_S:
            submit = False
        if not ready and not submit:
            return None
        self._packets += 1
        for key in ready:
            self._under_way[key] = now
            self.ledger.note(self.waiting[key], now)
        if submit:
            self._under_way[(0, 0, 0)] = now
        answers = [self.waiting[key].message() for key in ready]
        packet = {"type": "answers", "id": f"{self.attempt}-{self._packets}", "answers": answers, "submit": submit}
        return json.dumps(packet, separators=(",", ":"))

    def _hear(self, message: Mapping[str, object]) -> None:
        now = time.monotonic()
        if message.get("type") != "verdicts":
            # busy or slow_down: everything goes out again after a pause (what was stored is answered the same)
            wait = float(str(message.get("retry_ms", 1000))) / 1000
            self._under_way = dict.fromkeys([*self.waiting, (0, 0, 0)], now - AGAIN_S + wait)
            return
        verdicts = message.get("verdicts")
        for verdict in verdicts if isinstance(verdicts, list) else []:
            if self.ledger.judge(self.attempt, verdict, now) is not None:
                self.waiting.pop((verdict["item"], verdict["opening"], verdict["seq"]), None)
        self.state = str(message.get("state"))
        self.submitted = self.submitted or bool(message.get("submitted"))
