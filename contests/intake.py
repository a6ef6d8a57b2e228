"""The one place where answers enter: gathers what all sockets and requests bring in a few milliseconds into one
transaction, and gives each packet its outcome after the commit.

The writer is a thread of its own, started by the server only. Where it does not run (commands, tests with the plain
client) a packet is recorded at once in the caller's thread, by the same code.
"""

import asyncio
import logging
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from backend import clock
from backend.metrics import Times
from contests.actions.attempt import record_answers
from contests.rules.packets import Outcome, Packet, Verdict

log = logging.getLogger(__name__)

GATHER_S = 0.008
MOST_WAITING = 5_000
MOST_IN_A_BATCH = 500
LONGEST_OUTAGE_S = 30.0
RETRY_MS = 2_000


class Busy(Exception):
    """Nothing was stored; try again in `retry_ms`."""

    retry_ms = RETRY_MS


#: Called once with the outcome, or with Busy when the packet was not stored.
Reply = Callable[["Outcome | Busy"], None]


@dataclass(slots=True)
class _Waiting:
    packet: Packet
    reply: Reply
    loop: asyncio.AbstractEventLoop | None


@dataclass
class Counts:
    """What the writer has done so far, in plain numbers for whoever watches."""

    verdicts: Counter[str] = field(default_factory=Counter)
    packets: int = 0
    batches: int = 0
    outages: int = 0
    busy: int = 0
    commits: Times = field(default_factory=lambda: Times(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5))

    def stored(self, outcomes: list[Outcome], seconds: float) -> None:
        """One batch is in the database."""
        self.batches += 1
        self.packets += len(outcomes)
        self.verdicts.update(one.verdict for outcome in outcomes for one in outcome.verdicts)
        self.commits.saw(seconds)


class Intake:
    """A bounded queue and its writer. `take` may be called from any thread."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._queue: deque[_Waiting] = deque()
        self._in_hand: list[_Waiting] = []
        self._taking = threading.Lock()  # between queue and hand no packet is out of sight
        self._something = threading.Event()
        self._writer: threading.Thread | None = None

    def start(self) -> None:
        if self._writer is None:
            self._writer = threading.Thread(target=self._run, name="answers", daemon=True)
            self._writer.start()

    @property
    def running(self) -> bool:
        return self._writer is not None and self._writer.is_alive()

    def take(self, packet: Packet, reply: Reply, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Queue a packet. `reply` runs in `loop` where one is given, else in the writer's thread."""
        if len(self._queue) >= MOST_WAITING:
            self.counts.busy += 1
            raise Busy
        self._queue.append(_Waiting(packet, reply, loop))
        if not self._something.is_set():
            self._something.set()

    def __len__(self) -> int:
        """Packets that have not been stored yet."""
        return len(self._queue) + len(self._in_hand)

    def oldest_waiting(self) -> datetime | None:
        """Receipt of the oldest packet that is not committed yet; attempts due before it are not closed."""
        with self._taking:
            waiting = [*self._in_hand, *self._queue]
        return min((entry.packet.received_at for entry in waiting), default=None)

    def _run(self) -> None:
        while True:
            try:
                self._something.wait()
                time.sleep(GATHER_S)
                self._something.clear()
                while self._queue:
                    self._write_some()
            except Exception:
                log.exception("the answers' writer stumbled and goes on")

    def _write_some(self) -> None:
        with self._taking:
            self._in_hand = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_IN_A_BATCH))]
        try:
            self._deliver(self._record(self._in_hand))
        finally:
            self._in_hand = []

    def _record(self, batch: list[_Waiting]) -> list[tuple[_Waiting, "Outcome | Busy"]]:
        """The batch with an outcome for each; on a lost connection again on a new one, meanwhile nobody hears.

        The writer keeps its connection: requests that wait for it may hold all the others of the pool.
        """
        deadline = time.monotonic() + LONGEST_OUTAGE_S
        while True:
            began = time.monotonic()
            try:
                outcomes = record_answers(packets=[entry.packet for entry in batch], at=clock.now())
                self.counts.stored(outcomes, time.monotonic() - began)
                return list(zip(batch, outcomes, strict=True))
            except (OperationalError, InterfaceError):
                log.warning("database away, %d packets wait", len(batch))
                self.counts.outages += 1
                connection.close()
                if time.monotonic() > deadline:
                    return [(entry, Busy()) for entry in batch]
                time.sleep(0.25)
            except Exception:
                if len(batch) == 1:
                    log.exception("a packet could not be recorded")
                    return [(batch[0], unrecordable(batch[0].packet))]
                middle = len(batch) // 2
                return self._record(batch[:middle]) + self._record(batch[middle:])

    def _deliver(self, results: list[tuple[_Waiting, "Outcome | Busy"]]) -> None:
        """One hop into each event loop for the whole batch; a reply that fails hurts nobody else."""
        by_loop: dict[asyncio.AbstractEventLoop | None, list[tuple[Reply, Outcome | Busy]]] = defaultdict(list)
        for entry, outcome in results:
            by_loop[entry.loop].append((entry.reply, outcome))
        for loop, replies in by_loop.items():
            if loop is None:
                _reply_all(replies)
                continue
            try:
                loop.call_soon_threadsafe(_reply_all, replies)
            except RuntimeError:  # the loop is gone, and its sockets with it; the answers are stored
                log.warning("an event loop ended before its replies")


def _reply_all(replies: "list[tuple[Reply, Outcome | Busy]]") -> None:
    for reply, outcome in replies:
        try:
            reply(outcome)
        except Exception:
            log.exception("one reply failed")


def unrecordable(packet: Packet) -> Outcome:
    """Every answer refused with `server_error`: what stands alone and still fails."""
    refused = (Verdict(given.item, given.opening, given.seq, "refused", "server_error") for given in packet.given)
    return Outcome(tuple(refused), submitted=False, state="sitting")


_intake = Intake()
start = _intake.start
oldest_waiting = _intake.oldest_waiting
counts = _intake.counts


def waiting() -> int:
    """Packets that have not been stored yet."""
    return len(_intake)


def take(packet: Packet, reply: Reply, loop: asyncio.AbstractEventLoop | None = None) -> None:
    _intake.take(packet, reply, loop)


def running() -> bool:
    return _intake.running


def give(packet: Packet) -> Outcome:
    """Record a packet and wait for its outcome (request threads). Raises Busy."""
    if not _intake.running:
        return record_answers(packets=[packet], at=clock.now())[0]
    future: Future[Outcome | Busy] = Future()
    _intake.take(packet, future.set_result)
    close_old_connections()  # ours may serve others while we wait
    outcome = future.result(timeout=LONGEST_OUTAGE_S + 10)
    if isinstance(outcome, Busy):
        raise outcome
    return outcome
