"""When a contest is open, when an attempt is due, and what an instant of receipt means. Told the time, never asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from contests.rules.words import Say

MS = timedelta(milliseconds=1)

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


def window(opens_at: datetime, closes_at: datetime, shift_ms: int) -> tuple[datetime, datetime]:
    """The contest's window as it is for one person, whose own begins and ends so much later."""
    shift = shift_ms * MS
    return opens_at + shift, closes_at + shift


def due_at(
    started_at: datetime, length_ms: int, closes_at: datetime, *, extra_ms: int = 0, lost_ms: int = 0
) -> datetime:
    """The earlier of start + length and the window's end, and then what was given and what was lost to pauses."""
    return min(started_at + length_ms * MS, closes_at) + (extra_ms + lost_ms) * MS


def short_by_ms(at: datetime, length_ms: int, closes_at: datetime) -> int:
    """How much of the length is lost to one who starts at `at`; 0 for those in good time."""
    full = at + timedelta(milliseconds=length_ms)
    return max(0, int((full - closes_at) / timedelta(milliseconds=1)))


def judge(*, handed_in: bool, due: datetime, received_at: datetime) -> Receipt:
    """An attempt closed by time still takes what was received before; one handed in takes nothing."""
    if handed_in:
        return Receipt.HANDED_IN
    return Receipt.IN_TIME if received_at <= due + GRACE else Receipt.LATE


def time_used_ms(started_at: datetime, due: datetime, ended_at: datetime, *, lost_ms: int = 0) -> int:
    """From the start to hand-in without what a pause took, at most to the deadline (the grace earns nobody time)."""
    return max(0, milliseconds(min(ended_at, due) - started_at) - lost_ms)


def milliseconds(span: timedelta) -> int:
    """Whole milliseconds of a span, cut towards zero."""
    return int(span / timedelta(milliseconds=1))


class Mode(Enum):
    """From when a clock runs."""

    OWN = "own"
    SAME = "same"
    SUPERVISED = "supervised"

    def in_words(self, _: Say) -> str:
        """The rule as one sentence, for pupils."""
        return {
            Mode.OWN: _("Em bắt đầu lúc nào trong khung giờ cũng được; đồng hồ chạy từ lúc em bắt đầu."),
            Mode.SAME: _("Cả cuộc thi bắt đầu cùng lúc. Em vào muộn thì chỉ còn phần thời gian còn lại."),
            Mode.SUPERVISED: _("Em bắt đầu khi giám thị phát lệnh; đồng hồ của cả phòng chạy từ lúc đó."),
        }[self]


def runs_from(mode: Mode, *, started_at: datetime, opens_at: datetime, room_at: datetime | None) -> datetime:
    """From when an attempt's clock runs: its own start, the (person's) window's start, or the start of its room.

    `opens_at` with the person's shift: who comes later by agreement has the whole length.
    """
    if mode is Mode.OWN:
        return started_at
    if mode is Mode.SAME or room_at is None:
        return opens_at
    return max(room_at, opens_at)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch of time that counts for nobody in its place; `to_at` None: it goes on."""

    from_at: datetime
    to_at: datetime | None = None
    school: int | None = None
    class_name: str = ""

    def covers(self, school: int | None, class_name: str) -> bool:
        """Whether it holds for one who sits there: everybody, a whole school, or one class of it."""
        return self.school is None or (self.school == school and self.class_name in {"", class_name})


def lost_ms(stops: Iterable[Stop], from_at: datetime, due: datetime, *, at: datetime | None = None) -> int:
    """What these stops take from a clock that runs from `from_at` to `due` if nothing stops it.

    A stop that begins before the deadline (as earlier ones have moved it) counts whole; what lies in two counts once.
    One that goes on counts up to `at`, or not yet. Parts of a millisecond count as one.
    """
    lost = timedelta()
    for start, end in _apart(stops, from_at, at):
        if start >= due + lost:
            break
        lost += end - start
    return -(-lost // MS)


def stopped_ms(stops: Iterable[Stop], from_at: datetime, to_at: datetime) -> int:
    """How much of a stretch of time was stopped."""
    stretches = _apart(stops, from_at, to_at)
    return -(-sum((min(end, to_at) - start for start, end in stretches if start < to_at), timedelta()) // MS)


def _apart(stops: Iterable[Stop], from_at: datetime, at: datetime | None) -> Iterator[tuple[datetime, datetime]]:
    """Stretches that neither overlap nor begin before `from_at`, the earliest first."""
    reached = from_at
    for stop in sorted(stops, key=lambda stop: stop.from_at):
        end = stop.to_at or at
        if end is not None and end > reached:
            start = max(stop.from_at, reached)
            if start < end:
                yield start, end
                reached = end


@dataclass(frozen=True, slots=True)
class Clock:
    """All that the deadline of one attempt is made of; `closes_at` with the person's shift."""

    runs_from: datetime
    length_ms: int
    closes_at: datetime
    extra_ms: int = 0
    stops: tuple[Stop, ...] = ()

    def lost_ms(self, at: datetime | None = None) -> int:
        """Lost to stops that have ended; with `at` also to those that go on, until then."""
        return lost_ms(self.stops, self.runs_from, self._without(), at=at)

    def due_at(self, at: datetime | None = None) -> datetime:
        """The deadline; with `at` as if what goes on ended then."""
        return self._without() + self.lost_ms(at) * MS

    def handed_in(self, at: datetime) -> "Clock":
        """The clock of one who handed in then: what stopped others later moves it no more."""
        return replace(self, stops=tuple(stop for stop in self.stops if stop.from_at < at))

    def stands(self, at: datetime) -> bool:
        """Whether it is stopped at this instant, with time left on it."""
        return stands(self.stops, self.due_at(), at)

    def left_ms(self, at: datetime) -> int:
        """What is left on it, as it runs or stands; never less than nothing."""
        return max(0, (self.due_at(at) - at) // MS)

    def _without(self) -> datetime:
        return due_at(self.runs_from, self.length_ms, self.closes_at, extra_ms=self.extra_ms)


def stands(stops: Iterable[Stop], due: datetime, at: datetime) -> bool:
    """Whether a clock that is due then (by the stops that have ended) stands still: something going on stopped it."""
    return any(stop.to_at is None and stop.from_at <= at and stop.from_at < due for stop in stops)
