"""The one clock. Deadlines are judged by the database's time, never by a client's.

SQLite: wall time when the process started plus CLOCK_BOOTTIME since, so that a corrected laptop clock cannot
shorten a contest. PostgreSQL: monotonic time plus an offset to the server's clock, measured by `measure()`.
"""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as day_time

from django.utils import timezone

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
    """Take the offset to PostgreSQL's clock anew (halving the round trip). Nothing to do on SQLite."""
    global _offset_ns  # noqa: PLW0603 - the one piece of state this module is about
    from django.db import connection  # noqa: PLC0415 - settings must be ready

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        before = time.clock_gettime_ns(_clock_id)
        cursor.execute("SELECT extract(epoch FROM clock_timestamp()) * 1000000")
        theirs = int(cursor.fetchone()[0]) * 1000
        after = time.clock_gettime_ns(_clock_id)
    with _lock:
        _offset_ns = theirs - (before + after) // 2


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
