"""A pupil of the faults' crowd: answers at every beat, now and then on two devices, now and then out of order."""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from contests.management.simulation.cast import Cast, Item
from contests.management.simulation.pupil import GaveUp, patiently
from contests.management.simulation.web import Browser, LineDown, Reply
from quiz.rules.kinds import best_value, wrong_value
from tests.faults.device import Device
from tests.faults.journal import Journal

SITTING = re.compile(r"/sit/(\d+)/")
PATIENCE_S = 75.0
HTTP_PATIENCE_S = 8.0


@dataclass(frozen=True)
class Manners:
    """How the crowd behaves; shares of one. `again`: of the packets, how many go out more than once.

    `at_once` is the number of answers in a tap.

    `ends` are seconds before the close at which the last ones stop.
    """

    beat: float = 1.5
    taps: float = 0.7
    finishers: float = 0.3
    two_devices: float = 0.15
    by_http: float = 0.1
    older_after_newer: float = 0.12
    again: float = 0.25
    at_once: int = 1
    ends: float = 2.0


@dataclass
class Pupil:
    """Plays until the window closes. `clock` gives seconds after the opening of the window."""

    number: int
    cast: Cast
    url: str
    journal: Journal
    manners: Manners
    clock: Callable[[], float]
    dice: random.Random
    devices: list[Device] = field(default_factory=list)
    attempt: int = 0

    async def play(self) -> None:
        try:
            await self.begin()
            await self._answer()
            await self._end()
        except GaveUp as reason:
            self.journal.troubles.append(f"pupil {self.number}: {reason}")
        except Exception as failure:  # noqa: BLE001 - one pupil's failure must not end the others' turns
            self.journal.troubles.append(f"pupil {self.number}: {failure!r}")
        finally:
            for device in self.devices:
                await device.close()

    async def begin(self) -> None:
        """Start the attempt and open it on the first device."""
        await self.until(self.dice.random() * self.manners.beat)
        reply = await self._ask(self._browser(), "POST", f"/contest/{self.cast.contest}/start", {302, 303})
        found = SITTING.search(reply.headers.get("location", ""))
        if found is None:
            raise GaveUp(f"start led to {reply.headers.get('location')!r}")
        self.attempt = int(found[1])
        await self.open()

    async def open(self) -> Device:
        """The paper opened on one more device."""
        browser = self._browser()
        reply = await self._ask(browser, "POST", f"/api/attempts/{self.attempt}/openings", {200})
        by_http = self.dice.random() < self.manners.by_http
        opening = int(str(reply.json()["opening"]))
        device = Device(
            browser, self.attempt, opening, self.journal, self.dice, again=self.manners.again, by_http=by_http
        )
        self.devices.append(device)
        device.start()
        return device

    async def _answer(self) -> None:
        window = self.cast.closes_at - self.cast.opens_at
        last = window - self.manners.ends
        if self.dice.random() < self.manners.finishers:
            last *= 0.25 + 0.7 * self.dice.random()
            finishes = True
        else:
            finishes = False
        second = last * (0.3 + 0.4 * self.dice.random()) if self.dice.random() < self.manners.two_devices else None
        beat = int(self.clock() / self.manners.beat) + 1
        while beat * self.manners.beat < last:
            await self.until(beat * self.manners.beat)
            beat += 1
            if second is not None and self.clock() >= second:
                second = None
                await self.open()
            elif self.dice.random() < self.manners.taps:
                await self._tap(self.dice.choice(self.devices))
        if finishes:
            await self._hand_in()

    async def _tap(self, device: Device) -> None:
        for item in self.dice.sample(self.cast.items, self.manners.at_once - 1):
            device.put(device.given(item.id, self._value(item)))
        item = self.dice.choice(self.cast.items)
        first = device.given(item.id, self._value(item))
        if self.dice.random() < self.manners.older_after_newer:
            device.put(device.given(item.id, self._value(item)))
            await asyncio.sleep(0.2 + 0.5 * self.dice.random())
        device.put(first)

    async def _hand_in(self) -> None:
        """By the newest device; then one more answer from each, which must change nothing."""
        device = self.devices[-1]
        device.submit()
        await self.settled(lambda: device.submitted or device.state != "sitting")
        for one in self.devices:
            item = self.dice.choice(self.cast.items)
            one.put(one.given(item.id, self._value(item)))

    async def _end(self) -> None:
        await self.settled(lambda: not any(device.waiting for device in self.devices))

    async def settled(self, done: Callable[[], bool]) -> None:
        give_up = self.clock() + PATIENCE_S
        while not done():
            for device in self.devices:
                if device.refused:
                    raise GaveUp(device.refused)
            if self.clock() > give_up:
                raise GaveUp("no verdict in time")
            await asyncio.sleep(0.05)

    async def until(self, moment: float) -> None:
        wait = moment - self.clock()
        if wait > 0:
            await asyncio.sleep(wait)

    def _value(self, item: Item) -> list[str]:
        """Right or wrong, evenly."""
        if self.dice.random() < 0.5:
            return best_value(item.kind, item.key)
        return wrong_value(item.kind, item.key, item.options)

    def _browser(self) -> Browser:
        cookies = {self.cast.cookie: self.cast.sitters[self.number].session}
        return Browser(self.url, cookies, patience_s=HTTP_PATIENCE_S)

    async def _ask(self, browser: Browser, method: str, path: str, wanted: set[int]) -> Reply:
        async def once() -> Reply:
            reply = await browser.ask(method, path)
            if reply.status in wanted:
                return reply
            if reply.status in {429, 500, 502, 503, 504} or reply.json().get("code") in {"not_started", "busy"}:
                raise LineDown(f"{reply.status} {reply.body[:80]!r}")
            raise GaveUp(f"{method} {path}: {reply.status} {reply.body[:200]!r}")

        return await patiently(once, self.dice)
