"""The one clock. Deadlines are judged by the database's time, never by a client's.

SQLite: wall time when the process started plus CLOCK_BOOTTIME since, so that a corrected laptop clock cannot
shorten a contest. PostgreSQL: monotonic time plus an offset to the server's clock, measured by `measure()`.
"""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time

from django.utils import timezone

#: Questions of one measurement.
SAMPLES = 3
_lock = threading.Lock()
_clock_id = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_offset_ns = time.time_ns() - time.clock_gettime_ns(_clock_id)


def now() -> datetime:
    """The current instant, UTC, by the database's clock."""
    return datetime.fromtimestamp((time.clock_gettime_ns(_clock_id) + _offset_ns) / 1e9, UTC)


def now_ms() -> int:
    """The same instant in milliseconds since the epoch."""
    return (time.clock_gettime_ns(_clock_id) + _offset_ns) // 1_000_000


def drift_ms() -> int:
    """How far this machine's wall clock is from `now()`; a teacher is told when it is large."""
    return int((time.time_ns() - time.clock_gettime_ns(_clock_id) - _offset_ns) / 1_000_000)


def measure() -> None:
    """Take the offset to PostgreSQL's clock anew. Nothing to do on SQLite."""
    global _offset_ns  # noqa: PLW0603 - the one piece of state this module is about
    from django.db import connection  # noqa: PLC0415 - settings must be ready

    if connection.vendor != "postgresql":
        return
    bounds = []
    with connection.cursor() as cursor:
        for _sample in range(SAMPLES):
            before = time.clock_gettime_ns(_clock_id)
            cursor.execute("SELECT extract(epoch FROM clock_timestamp()) * 1000000")
            theirs = int(cursor.fetchone()[0]) * 1000
            bounds.append((theirs - time.clock_gettime_ns(_clock_id), theirs - before))
    with _lock:
        _offset_ns = offset_within(bounds, _offset_ns)


def offset_within(bounds: Sequence[tuple[int, int]], known: int) -> int:
    """The offset that these samples bear out, each of which says between what it lies.

    What is known stays while no sample speaks against it: where the way or the database was slow a sample says little,
    and half of its round trip would move every deadline by as much.
    """
    low, high = max(low for low, _high in bounds), min(high for _low, high in bounds)
    if low > high:  # the database's clock was set meanwhile
        low, high = bounds[-1]
    return known if low <= known <= high else (low + high) // 2


def today() -> date:
    """The current day in the settings' zone (Asia/Ho_Chi_Minh)."""
    return day_of(now())


def day_of(at: datetime) -> date:
    return at.astimezone(timezone.get_default_timezone()).date()


def days_as_instants(first: date, last: date) -> tuple[datetime, datetime]:
    """Days, first and last included, as a half-open pair of instants `[start, end)`."""
    if last < first:
        raise ValueError("the period ends before it starts")
    zone = timezone.get_default_timezone()
    start = datetime.combine(first, day_time.min, zone)
    end = datetime.combine(last + timedelta(days=1), day_time.min, zone)
    return start.astimezone(UTC), end.astimezone(UTC)
