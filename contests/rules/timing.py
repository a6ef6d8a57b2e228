"""When a contest is open, when an attempt is due, and what an instant of receipt means. Told the time, never asks."""

from datetime import datetime, timedelta
from enum import Enum

#: Received this long after the deadline still counts; never shown to anybody.
GRACE = timedelta(seconds=5)
#: Attempts are closed this long after their deadline, once nothing older waits in the queue.
CLOSING = timedelta(seconds=7)


class Phase(Enum):
    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


class Receipt(Enum):
    """What the moment of receipt makes of an answer."""

    IN_TIME = "in_time"
    LATE = "late"
    HANDED_IN = "handed_in"


def phase_of(opens_at: datetime, closes_at: datetime, at: datetime) -> Phase:
    """The window is half open: `[opens_at, closes_at)`."""
    if at < opens_at:
        return Phase.BEFORE
    return Phase.OPEN if at < closes_at else Phase.AFTER


def due_at(started_at: datetime, length_ms: int, closes_at: datetime) -> datetime:
    """The earlier of start + length and the window's end."""
    return min(started_at + timedelta(milliseconds=length_ms), closes_at)


def short_by_ms(at: datetime, length_ms: int, closes_at: datetime) -> int:
    """How much of the length is lost to one who starts at `at`; 0 for those in good time."""
    full = at + timedelta(milliseconds=length_ms)
    return max(0, int((full - closes_at) / timedelta(milliseconds=1)))


def judge(*, handed_in: bool, due: datetime, received_at: datetime) -> Receipt:
    """An attempt closed by time still takes what was received before; one handed in takes nothing."""
    if handed_in:
        return Receipt.HANDED_IN
    return Receipt.IN_TIME if received_at <= due + GRACE else Receipt.LATE


def time_used_ms(started_at: datetime, due: datetime, ended_at: datetime) -> int:
    """From the start to hand-in, at most to the deadline (the grace earns nobody time)."""
    return max(0, int((min(ended_at, due) - started_at) / timedelta(milliseconds=1)))
