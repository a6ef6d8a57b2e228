"""The board that a door serves now: as kept or heard of in this process, else worked out from the database."""

import time
from datetime import datetime

from contests.live.messages import board_text
from contests.live.snapshot import Snapshot, snapshots
from contests.models import Contest
from contests.queries import board as reads

#: A board worked out here serves everybody who asks within this time.
SERVES_S = 1.0
MOST_WORKED_OUT = 200

_worked_out: dict[str, tuple[Snapshot, float]] = {}


def current_board(contest: Contest, at: datetime) -> Snapshot:
    """Version 0 where no keeper was heard of: older than any version that a keeper sends in this epoch."""
    if heard := snapshots.fresh(contest.code):
        return heard
    there = _worked_out.get(contest.code)
    if there and time.monotonic() - there[1] < SERVES_S:
        return there[0]
    snapshot = board_worked_out(contest, at)
    if len(_worked_out) >= MOST_WORKED_OUT:
        _worked_out.clear()
    _worked_out[contest.code] = (snapshot, time.monotonic())
    return snapshot


def board_worked_out(contest: Contest, at: datetime) -> Snapshot:
    """From the database, now."""
    epoch = reads.epoch()
    text = board_text(reads.figures(contest, at), epoch=epoch, version=0, at=at, moves={})
    return Snapshot(contest.code, epoch, 0, text)
