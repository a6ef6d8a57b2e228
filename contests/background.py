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
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import gettext as _

from backend import children, clock
from contests import intake
from contests.actions.lease import claim_lease, renew_lease
from contests.actions.upkeep import keep_up
from contests.live import publish
from contests.live.keeper import Keeper
from contests.live.lines import lines
from contests.queries.work import next_job

log = logging.getLogger(__name__)

BEAT_S = 1.0
RENEW_S = 3.0
MEASURE_S = 5.0
GRADE_S = 10.0
TIDY_S = 60.0
LOOK_S = 3.0
LOCK_WAIT_S = 10.0
FAILED_WAIT_S = 10.0

_lock_file: IO[str] | None = None


def start() -> None:
    """Start this serving process's threads; once."""
    if embedded():
        hold_lock(Path(settings.SINGLE_PROCESS_LOCK))
    intake.start()
    publish.listen()
    ContestLoop(regardless=embedded()).start()


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


class ContestLoop:
    """Once a second: the lease, what time brings about, the boards. In a thread and connection of its own."""

    def __init__(self, *, regardless: bool) -> None:
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._regardless = regardless
        self._keeper: Keeper | None = None
        self._last: dict[str, float] = {}
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, name="contests", daemon=True).start()

    def _run(self) -> None:
        while True:
            began = time.monotonic()
            try:
                close_old_connections()
                self.beat(clock.now())
            except Exception:
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
        keeper.beat(at)
        self._long_work(at)

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
