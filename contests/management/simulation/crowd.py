"""The whole crowd at once: plays every pupil's plan, tells how it goes, gives back the ledger."""

import asyncio
import logging
import random
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from contests.management.simulation.behaviour import Manners, difficulties, plan
from contests.management.simulation.cast import Cast
from contests.management.simulation.ledger import Ledger
from contests.management.simulation.pupil import GaveUp, Pupil
from contests.management.simulation.web import Browser

log = logging.getLogger(__name__)

REPORT_S = 3.0

Tell = Callable[[str], None]
Progress = Callable[[float], Awaitable[None]]  # the share of all answers that went out


@dataclass
class Outcome:
    """What a run came to: the ledger, and what ended badly."""

    ledger: Ledger
    ended: int = 0
    submitted: int = 0
    drops: int = 0
    troubles: list[str] = field(default_factory=list)


@dataclass
class Crowd:
    """N clients against one server. `watch` prints the number of unacknowledged answers whenever it changes."""

    cast: Cast
    url: str
    seed: str
    manners: Manners
    tell: Tell
    progress: Progress | None = None
    watch: bool = False

    def __post_init__(self) -> None:
        self.outcome = Outcome(Ledger())
        self._started = time.monotonic()
        self._opens = self._started + self.cast.opens_at - time.time()
        hard = difficulties(self.cast.items, self.seed)
        self._plans = [
            plan(self.cast.items, hard, self.seed, number, self.manners) for number in range(len(self.cast.sitters))
        ]
        self._taps = sum(len(its_plan.taps) for its_plan in self._plans)

    def clock(self) -> float:
        """Seconds after the opening of the window."""
        return time.monotonic() - self._opens

    async def run(self) -> Outcome:
        _allow_many_sockets(3 * len(self.cast.sitters) + 200)
        reporting = asyncio.create_task(self._report())
        watching = asyncio.create_task(self._watch()) if self.watch else None
        await asyncio.gather(*(self._play(number) for number in range(len(self.cast.sitters))))
        reporting.cancel()
        if watching:
            watching.cancel()
        if self.progress:
            await self.progress(1.0)
        return self.outcome

    async def _play(self, number: int) -> None:
        sitter = self.cast.sitters[number]
        pupil = Pupil(
            sitter=sitter,
            plan=self._plans[number],
            contest=self.cast.contest,
            browser=Browser(self.url, {self.cast.cookie: sitter.session}),
            ledger=self.outcome.ledger,
            clock=self.clock,
            window=self.manners.window,
            dice=random.Random(f"{self.seed}:line:{number}"),  # noqa: S311 - jitter
        )
        try:
            await pupil.play()
        except GaveUp as reason:
            self.outcome.troubles.append(f"{sitter.name}: {reason}")
        except Exception as failure:  # one pupil's failure must not end the others' turns
            log.exception("a simulated pupil failed")
            self.outcome.troubles.append(f"{sitter.name}: {failure!r}")
        self.outcome.ended += 1
        self.outcome.submitted += pupil.submitted
        self.outcome.drops += pupil.drops

    async def _report(self) -> None:
        """A line every few seconds, and the progress of a job where one is told."""
        while True:
            await asyncio.sleep(REPORT_S)
            ledger = self.outcome.ledger
            self.tell(
                f"t={self.clock():+.0f}s sent={len(ledger.sendings)} outstanding={ledger.outstanding} "
                f"ended={self.outcome.ended}/{len(self.cast.sitters)}"
            )
            if self.progress:
                await self.progress(min(1.0, len(ledger.sendings) / max(1, self._taps)))

    async def _watch(self) -> None:
        said = -1
        while True:
            if self.outcome.ledger.outstanding != said:
                said = self.outcome.ledger.outstanding
                self.tell(f"outstanding {said}")
            await asyncio.sleep(0.002)


def _allow_many_sockets(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
