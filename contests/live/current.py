"""The board that a door serves now: as kept or heard of in this process, else worked out from the database."""

import time
from datetime import datetime

from contests.live import parts
from contests.live.messages import board_text
from contests.live.snapshot import Snapshot, snapshots
from contests.models import Contest
from contests.queries import board as reads
from contests.rules.board import Part

#: A board worked out here serves everybody who asks within this time.
SERVES_S = 1.0
MOST_WORKED_OUT = 200

_worked_out: dict[str, tuple[Snapshot, float]] = {}


def current_board(contest: Contest, at: datetime, part: Part | None = None) -> Snapshot:
    """What was heard of last, if lately; else the board as it is, under the version heard of last (0 for none)."""
    if part is not None:
        return parts.part_board(contest, part, *_version(contest))
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
    """From the database, now. Its `at` makes it newer than the text of the same version; the keeper's next is newer."""
    epoch, version = _version(contest)
    text = board_text(reads.figures(contest, at), epoch=epoch, version=version, at=at, moves={})
    return Snapshot(contest.code, epoch, version, text)


def _version(contest: Contest) -> tuple[int, int]:
    """Epoch, and the version heard of last in it (0 for none)."""
    epoch, known = reads.epoch(), snapshots.known(contest.code)
    return epoch, known.version if known and known.epoch == epoch else 0
