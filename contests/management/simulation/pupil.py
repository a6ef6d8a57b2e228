"""One pupil's turn: lobby, start, paper, answers by socket or HTTP, a line that drops, hand-in."""

import asyncio
import html
import json
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from contests.management.simulation.behaviour import Plan
from contests.management.simulation.cast import Sitter
from contests.management.simulation.ledger import Ledger, Sending
from contests.management.simulation.line import Line
from contests.management.simulation.web import Browser, LineDown, Reply

PATIENCE_S = 60.0
SITTING = re.compile(r"/sit/(\d+)/")
OPENED = re.compile(rb'data-attempt="(\d+)".* data-opened="([^"]+)"')


class GaveUp(Exception):
    """The server was away for longer than anybody waits, or said something that ends the turn."""


@dataclass
class Pupil:
    """Plays a plan against the server. `clock` gives seconds after the opening of the window."""

    sitter: Sitter
    plan: Plan
    contest: str
    browser: Browser
    ledger: Ledger
    clock: Callable[[], float]
    window: float
    dice: random.Random
    attempt: int = 0
    opening: int = 0
    seq: int = 0
    state: str = ""
    submitted: bool = False
    drops: int = 0
    _line: Line | None = None
    _asked: str = ""

    async def play(self) -> None:
        """The whole turn. Raises GaveUp with a reason."""
        try:
            await self._begin()
            await self._answer()
            await self._hand_in()
            await self._look_back()
        finally:
            if self._line is not None:
                await self._line.close()
            self.browser.hang_up()

    async def _begin(self) -> None:
        await self._until(self.plan.arrives)
        await self._page("GET", f"/contest/{self.contest}/", {200})
        await self._until(self.plan.starts)
        reply = await self._page("POST", f"/contest/{self.contest}/start", {200, 302, 303}, "paper=here")
        if reply.status == 200:
            opened = OPENED.search(reply.body)
            if opened is None:
                raise GaveUp("the start's page does not say that it is opened")
            self.attempt = int(opened[1])
            self._opened(json.loads(html.unescape(opened[2].decode())))
        else:  # begun before, perhaps by a request whose reply was lost
            found = SITTING.search(reply.headers.get("location", ""))
            if found is None:
                raise GaveUp(f"start led to {reply.headers.get('location')!r}")
            self.attempt = int(found[1])
            await self._open_paper()
        self._line = Line(self.browser, self.attempt, self.ledger, self.dice, by_http=self.plan.by_http)
        self._line.asked = self._asked

    async def _open_paper(self) -> None:
        """The page, and an opening of its own: as a browser that loads or reloads it."""
        await self._page("GET", f"/sit/{self.attempt}/", {200, 302})
        reply = await self._page("POST", f"/api/attempts/{self.attempt}/openings", {200})
        self._opened(reply.json())

    def _opened(self, body: Mapping[str, object]) -> None:
        self.opening, self.seq = int(str(body["opening"])), 0
        self._asked = f"?opening={self.opening}&ticket={body.get('ticket', '')}"
        if self._line is not None:
            self._line.asked = self._asked

    async def _answer(self) -> None:
        line = self._open_line()
        drops = self.plan.drops
        for tap in self.plan.taps:
            await self._until(tap.at)
            line.put(self._sending(tap.item, tap.value))
            if drops is not None and tap.at >= drops:
                drops = None
                await asyncio.sleep(self.dice.random() * 0.02)
                await self._drop(line)

    def _open_line(self) -> Line:
        if self._line is None:
            raise GaveUp("no line")
        self._line.start()
        return self._line

    def _sending(self, item: int, value: list[str]) -> Sending:
        self.seq += 1
        return Sending(self.attempt, item, value, self.opening, self.seq)

    async def _drop(self, line: Line) -> None:
        """The line is cut, perhaps with an answer under way; back after a while, half of them by a reload."""
        self.drops += 1
        line.cut()
        await asyncio.sleep(self.plan.away)
        if self.plan.comes_back_anew:
            await self._open_paper()
        line.mend()

    async def _hand_in(self) -> None:
        line = self._open_line()
        if self.plan.submits is not None:
            await self._until(self.plan.submits)
            line.submit()
            await self._settled(line, lambda: line.submitted or line.state in {"submitted", "closed"})
        elif self.plan.too_late:
            await self._until(self.window + 5.6)  # past the grace of 5 s
            line.put(self._sending(self.plan.taps[-1].item, self.plan.taps[-1].value))
        await self._settled(line, lambda: not line.waiting)
        self.submitted = line.submitted

    async def _settled(self, line: Line, done: Callable[[], bool]) -> None:
        give_up = self.clock() + PATIENCE_S
        while not done():
            if line.refused:
                raise GaveUp(line.refused)
            if self.clock() > give_up:
                raise GaveUp("no verdict in time")
            await asyncio.sleep(0.05)

    async def _look_back(self) -> None:
        if self.submitted:
            await self._page("GET", f"/sit/{self.attempt}/result/", {200, 302})

    async def _page(self, method: str, path: str, wanted: set[int], body: object = None) -> Reply:
        """One request, tried again for up to a minute while the server is down or busy."""

        async def once() -> Reply:
            reply = await self.browser.ask(method, path, body)
            code = reply.json().get("code")
            if reply.status in wanted:
                return reply
            if reply.status in {429, 502, 503} or code in {"not_started", "busy"}:
                raise LineDown(f"{reply.status} {code}")
            raise GaveUp(f"{method} {path}: {reply.status} {reply.body[:200]!r}")

        return await patiently(once, self.dice)

    async def _until(self, moment: float) -> None:
        wait = moment - self.clock()
        if wait > 0:
            await asyncio.sleep(wait)


async def patiently(act: Callable[[], Awaitable[Reply]], dice: random.Random) -> Reply:
    """Again and again with a growing, jittered pause, for up to a minute."""
    loop = asyncio.get_running_loop()
    give_up, pause = loop.time() + PATIENCE_S, 0.3
    while True:
        try:
            return await act()
        except LineDown as trouble:
            if loop.time() > give_up:
                raise GaveUp(f"the server was away: {trouble}") from trouble
        await asyncio.sleep(pause * (0.5 + dice.random()))
        pause = min(3.0, pause * 1.6)
