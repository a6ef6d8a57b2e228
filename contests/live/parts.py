"""Boards of a part of the entrants (a school, a grade, a unit): worked out in each process, for those who look there.

The keeper knows the whole board only. Whenever a newer one arrives, a process works out the parts that its own sockets
look at, one after the other in one thread, so that no number of parts slows the board of all.
"""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from backend import clock
from contests.live.hub import hub
from contests.live.messages import board_text
from contests.live.snapshot import Snapshot
from contests.models import Contest
from contests.queries import board as reads
from contests.rules.board import Part, part_of

log = logging.getLogger(__name__)

#: A part's board is worked out at most once in so many seconds.
SERVES_S = 2.0
MOST_KEPT = 500
BETWEEN = "|"

_worker = ThreadPoolExecutor(1, "board-parts")
_waiting: dict[str, Snapshot] = {}
_kept: dict[str, tuple[Snapshot, float]] = {}
_lock = threading.Lock()


def key_of(code: str, part: Part | None) -> str:
    """Under which sockets of this board stand in the hub."""
    return code if part is None else f"{code}{BETWEEN}{part}"


def follow(whole: Snapshot) -> None:
    """A newer board of everybody is here: work out the parts that somebody in this process looks at."""
    for key in hub.codes_within(whole.code, BETWEEN):
        with _lock:
            idle = key not in _waiting
            _waiting[key] = whole
        if idle:
            _worker.submit(_work_out, key)


def part_board(contest: Contest, part: Part, epoch: int, version: int) -> Snapshot:
    """A part's board as it is, or as it was up to two seconds ago, under the version of the whole one."""
    key = key_of(contest.code, part)
    there = _kept.get(key)
    if there and time.monotonic() - there[1] < SERVES_S:
        return there[0]
    at = clock.now()
    text = board_text(reads.figures(contest, at, part), epoch=epoch, version=version, at=at, moves={})
    snapshot = Snapshot(key, epoch, version, text)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (snapshot, time.monotonic())
    return snapshot


def _work_out(key: str) -> None:
    try:
        there = _kept.get(key)
        if there:
            time.sleep(max(0.0, SERVES_S - (time.monotonic() - there[1])))
        with _lock:
            whole = _waiting.pop(key)
        close_old_connections()
        contest = Contest.objects.filter(code=whole.code).first()
        if contest is not None:
            part = part_of(key.partition(BETWEEN)[2], contest.sub_boards)
            hub.push(part_board(contest, part, whole.epoch, whole.version))
    except Exception:
        log.exception("the board of %s could not be worked out", key)
    finally:
        close_old_connections()
