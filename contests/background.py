"""What runs beside the requests of a serving process: the answers' writer, the wire, and the contest loop.

`start()` is called by the server only (backend.serve). A process with SQLite or the in-memory layer must be alone on
its data: it holds an exclusive file lock. Otherwise one of several holds the lease.
"""

import fcntl
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import gettext as _
from prometheus_client import Metric

from backend import children, clock, health, metrics
from contests import intake
from contests.actions.lease import claim_lease, renew_lease
from contests.actions.upkeep import keep_up
from contests.live import publish
from contests.live.attempts import attempts
from contests.live.hub import hub
from contests.live.keeper import Keeper
from contests.live.lines import lines
from contests.live.wire import wire
from contests.queries.work import jobs_waiting, next_job

log = logging.getLogger(__name__)

BEAT_S = 1.0
RENEW_S = 3.0
MEASURE_S = 5.0
GRADE_S = 10.0
TIDY_S = 60.0
LOOK_S = 3.0
LOCK_WAIT_S = 10.0
FAILED_WAIT_S = 10.0
COUNT_S = 10.0
#: A packet that has waited longer than this, or a loop that has been still so long, is no state to take work in.
OLD_S = 10.0
STILL_S = 30.0

_lock_file: IO[str] | None = None


def start() -> None:
    """Start this serving process's threads; once."""
    if embedded():
        hold_lock(Path(settings.SINGLE_PROCESS_LOCK))
    intake.start()
    publish.listen()
    loop = ContestLoop(regardless=embedded())
    loop.start()
    health.also("answers", answers_wrong)
    health.also("layer", lambda: None if wire.joined.is_set() else "not joined")
    health.also("loop", loop.wrong)
    metrics.also(loop.numbers)
    metrics.also(answers_numbers)


def answers_wrong() -> str | None:
    """What keeps answers from being stored: no writer, or packets that have waited long."""
    if not intake.running():
        return "no writer"
    waited = seconds_waited()
    return f"oldest packet {waited:.0f} s" if waited > OLD_S else None


def seconds_waited() -> float:
    """How long ago the oldest packet came that is not stored yet."""
    oldest = intake.oldest_waiting()
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0


def embedded() -> bool:
    """Whether this set-up bears one serving process only."""
    database, layer = settings.DATABASES["default"]["ENGINE"], settings.CHANNEL_LAYERS["default"]["BACKEND"]
    return str(database).endswith("sqlite3") or str(layer).endswith("InMemoryChannelLayer")


def hold_lock(path: Path, wait_s: float = LOCK_WAIT_S) -> None:
    """Hold the lock for as long as this process lives; end it with a sentence where another does not let go."""
    global _lock_file  # noqa: PLW0603 - open for life
    if _lock_file is not None:
        return
    file = path.open("a+", encoding="ascii")
    end = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > end:
                file.close()
                said = _("Một máy chủ khác đang chạy trên cùng dữ liệu này (%(path)s). Hãy dừng nó trước.")
                sys.exit(said % {"path": path})
            time.sleep(0.1)
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    _lock_file = file


def answers_numbers() -> Iterator[Metric]:
    """What the answers' writer has done and has before it."""
    counts = intake.counts
    yield metrics.counter("asean_answers", "Answers that have a verdict.", "verdict", counts.verdicts)
    yield metrics.total("asean_packets", "Packets stored.", counts.packets)
    yield metrics.total("asean_batches", "Batches stored; packets by batches is the size of a batch.", counts.batches)
    yield counts.commits.family("asean_commit_seconds", "From a batch taken in hand to its commit.")
    yield metrics.total("asean_packets_busy", "Packets refused because too many waited.", counts.busy)
    yield metrics.total("asean_writer_outages", "Tries that found the database away.", counts.outages)
    yield metrics.gauge("asean_packets_waiting", "Packets not stored yet.", intake.waiting())
    yield metrics.gauge("asean_packets_oldest_seconds", "How long the oldest of them has waited.", seconds_waited())


class ContestLoop:
    """Once a second: the lease, what time brings about, the boards. In a thread and connection of its own."""

    def __init__(self, *, regardless: bool) -> None:
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._regardless = regardless
        self._keeper: Keeper | None = None
        self._last: dict[str, float] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._beats = metrics.Times(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
        self._failed = self._jobs = 0
        self._beaten = time.monotonic()

    def start(self) -> None:
        threading.Thread(target=self._run, name="contests", daemon=True).start()

    def _run(self) -> None:
        while True:
            began = time.monotonic()
            try:
                close_old_connections()
                self.beat(clock.now())
                self._beaten = time.monotonic()
            except Exception:
                self._failed += 1
                log.exception("a beat of the contest loop failed; the next one goes on")
            time.sleep(max(0.05, BEAT_S - (time.monotonic() - began)))

    def beat(self, at: datetime) -> None:
        """One round. What another process holds is left to it."""
        if self._due("measure", MEASURE_S):
            clock.measure()
        if self._due("look", LOOK_S):
            lines.look()
        publish.presence()
        keeper = self._hold(at)
        if keeper is None:
            publish.marked()  # not ours to keep
            return
        grade, tidy = self._due("grade", GRADE_S), self._due("tidy", TIDY_S)
        keep_up(at=at, before=intake.oldest_waiting(), grade=grade, tidy=tidy)
        began = time.monotonic()
        keeper.beat(at)
        self._beats.saw(time.monotonic() - began)
        self._long_work(at)
        if self._due("count", COUNT_S):
            self._jobs = jobs_waiting(at)

    def wrong(self) -> str | None:
        """The loop that closes attempts and keeps boards stands still."""
        still = time.monotonic() - self._beaten
        return f"still for {still:.0f} s" if still > STILL_S else None

    def numbers(self) -> Iterator[Metric]:
        """What this process's answers, sockets and boards look like now."""
        sockets = {"attempt": len(attempts), "board": len(hub), "signed_in": len(lines)}
        yield metrics.gauges("asean_sockets_open", "Open sockets; those signed in are counted twice.", "kind", sockets)
        yield metrics.gauge(
            "asean_lease_held", "1 where this process keeps the boards.", float(self._keeper is not None)
        )
        yield metrics.gauge("asean_jobs_waiting", "Long work that waits, as the lease's holder saw it.", self._jobs)
        yield metrics.total("asean_texts_sent", "Texts of boards given to the sockets here.", publish.counts["texts"])
        yield self._beats.family("asean_tick_seconds", "How long one round over the boards took.")
        yield metrics.total("asean_beats_failed", "Rounds of the contest loop that failed.", self._failed)
        yield metrics.total("asean_layer_trouble", "What the channel layer has lost.", wire.trouble)
        yield metrics.gauge("asean_layer_joined", "1 while this process is a member.", wire.joined.is_set())

    def _long_work(self, at: datetime) -> None:
        """One waiting job at a time, in a process of its own. One that ended badly is not started anew at once."""
        if self._child is not None:
            if (ended := self._child.poll()) is None:
                return
            self._child = None
            if ended:
                self._last["job"] = time.monotonic()
        if time.monotonic() - self._last.get("job", float("-inf")) < FAILED_WAIT_S:
            return
        job = next_job(at)
        if job is not None:
            self._child = children.start("run_job", str(job), "--parent", str(os.getpid()))

    def _hold(self, at: datetime) -> Keeper | None:
        """The keeper while this process holds the lease."""
        if self._keeper is None:
            epoch = claim_lease(holder=self.holder, at=at, regardless=self._regardless)
            if epoch is None:
                return None
            self._keeper = Keeper(epoch)
            self._last["renew"] = time.monotonic()
        elif self._due("renew", RENEW_S) and not renew_lease(holder=self.holder, epoch=self._keeper.epoch, at=at):
            log.warning("another process keeps the boards now")
            self._keeper = None
        return self._keeper

    def _due(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now - self._last.get(what, float("-inf")) < every:
            return False
        self._last[what] = now
        return True
