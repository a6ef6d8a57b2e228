"""What should be true of one attempt, worked out by hand in milliseconds since the contest opened."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests import factories_contests as contests

OPENS = contests.OPENS
LENGTH, CLOSES, GRACE, CLOSING = 20 * 60_000, 60 * 60_000, 5_000, 7_000
ITEMS = 2


def instant(ms: int) -> datetime:
    return OPENS + timedelta(milliseconds=ms)


@dataclass
class Sent:
    """One answer as the model remembers it."""

    item: int
    order: tuple[int, int]
    right: bool
    kept: str  # "counts", "late", "accepted", "dropped"


@dataclass
class Model:
    """What should be true of the one attempt."""

    now: int = 0
    started: int | None = None
    extra: int = 0
    stops: list[list[int | None]] = field(default_factory=list)
    handed_in: int | None = None
    closed_at: int | None = None
    openings: int = 0
    settled: bool = False
    sent: list[Sent] = field(default_factory=list)

    def due(self) -> int:
        """Second by second would be too slow: jump from stop to stop."""
        assert self.started is not None
        now, left = self.started, min(LENGTH, CLOSES - self.started) + self.extra
        for begins, ends in sorted(self.stops, key=lambda stop: stop[0] or 0):
            assert begins is not None
            end = self.now if ends is None else ends
            if end <= now:
                continue
            if begins > now:
                if begins - now >= left:
                    break
                left -= begins - now
            now = max(end, now)
        return now + left

    @property
    def stopped(self) -> bool:
        return self.open_stop is not None and (self.started is None or (self.open_stop[0] or 0) < self.due())

    @property
    def open_stop(self) -> list[int | None] | None:
        return next((stop for stop in self.stops if stop[1] is None), None)

    @property
    def sitting(self) -> bool:
        return self.started is not None and self.handed_in is None and self.closed_at is None

    def verdict(self, item: int, order: tuple[int, int], right: bool) -> str:
        same = [one for one in self.sent if one.item == item and one.kept in {"counts", "accepted"}]
        newest = max(same, key=lambda one: one.order, default=None)
        if newest and order < newest.order:
            return "superseded"
        if newest and order == newest.order:
            return "stored" if newest.right == right else "key_reused"
        if self.handed_in is not None:
            return "attempt_closed"
        if self.settled or (not self.stopped and self.now > self.due() + GRACE):
            return "late"
        return "stored"

    def standing(self) -> dict[int, Sent]:
        found: dict[int, Sent] = {}
        for one in sorted(self.sent, key=lambda one: one.order):
            if one.kept in {"counts", "accepted"}:
                found[one.item] = one
        return found
