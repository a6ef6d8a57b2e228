"""Time as a table of instants, probed on both sides of every border."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contests.rules import timing
from contests.rules.timing import Clock, Mode, Phase, Receipt, Stop

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (NOON - TICK, Phase.BEFORE),
        (NOON, Phase.OPEN),
        (NOON + timedelta(hours=1) - TICK, Phase.OPEN),
        (NOON + timedelta(hours=1), Phase.AFTER),
    ],
)
def test_the_window_is_half_open(at: datetime, phase: Phase) -> None:
    assert timing.phase_of(NOON, NOON + timedelta(hours=1), at) is phase


def test_due_is_the_earlier_of_length_and_window() -> None:
    closes = NOON + timedelta(minutes=30)
    assert timing.due_at(NOON, 20 * 60_000, closes) == NOON + timedelta(minutes=20)
    assert timing.due_at(NOON + timedelta(minutes=15), 20 * 60_000, closes) == closes


def test_a_late_starter_is_told_what_is_lost() -> None:
    closes = NOON + timedelta(minutes=30)
    assert timing.short_by_ms(NOON + timedelta(minutes=10), 20 * 60_000, closes) == 0
    assert timing.short_by_ms(NOON + timedelta(minutes=15), 20 * 60_000, closes) == 5 * 60_000


@pytest.mark.parametrize(
    ("after_due", "receipt"),
    [
        (timedelta(seconds=-2), Receipt.IN_TIME),
        (timedelta(seconds=5), Receipt.IN_TIME),
        (timedelta(seconds=5) + TICK, Receipt.LATE),
        (timedelta(seconds=60), Receipt.LATE),
    ],
)
def test_grace_of_five_seconds_and_not_more(after_due: timedelta, receipt: Receipt) -> None:
    assert timing.judge(handed_in=False, due=NOON, received_at=NOON + after_due) is receipt


def test_an_attempt_handed_in_takes_nothing() -> None:
    assert timing.judge(handed_in=True, due=NOON, received_at=NOON - timedelta(minutes=5)) is Receipt.HANDED_IN


def test_the_grace_earns_nobody_time() -> None:
    start = NOON - timedelta(minutes=20)
    assert timing.time_used_ms(start, NOON, NOON + timedelta(seconds=4)) == 20 * 60_000
    assert timing.time_used_ms(start, NOON, start + timedelta(seconds=90)) == 90_000


def ms(number: int) -> datetime:
    return NOON + timedelta(milliseconds=number)


stretches = st.lists(st.tuples(st.integers(-10, 60), st.integers(1, 20)), max_size=5)


def ticked(start: int, left: int, stops: list[tuple[int, int]]) -> int:
    """The deadline of a clock that is looked at every millisecond."""
    now = start
    while left > 0:
        left -= not any(begins <= now < begins + length for begins, length in stops)
        now += 1
    return now


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 40), st.integers(1, 30), st.integers(0, 20), stretches)
def test_a_deadline_is_exact_to_the_millisecond(
    start: int, length: int, extra: int, spans: list[tuple[int, int]]
) -> None:
    closes = 50
    stops = tuple(Stop(ms(begins), ms(begins + span)) for begins, span in spans)
    clock = Clock(ms(start), length, ms(closes), extra_ms=extra, stops=stops)
    left = min(length, closes - start) + extra
    due = ticked(start, left, spans)
    assert clock.due_at() == ms(due)
    assert clock.lost_ms() == due - start - left
    assert timing.stopped_ms(stops, ms(start), ms(due)) == clock.lost_ms()


@settings(max_examples=100, deadline=None)
@given(stretches, st.integers(0, 40), st.integers(0, 40))
def test_while_a_pause_goes_on_what_is_left_stays_and_then_it_has_counted_whole(
    spans: list[tuple[int, int]], begins: int, goes_on: int
) -> None:
    closed = tuple(Stop(ms(first), ms(first + span)) for first, span in spans)
    running = Clock(NOON, 30, ms(50), stops=(*closed, Stop(ms(begins))))
    at = ms(begins + goes_on)
    ended = Clock(NOON, 30, ms(50), stops=(*closed, Stop(ms(begins), at)))
    assert running.due_at(at) == ended.due_at()
    assert running.left_ms(at) == ended.left_ms(at)
    if running.stands(at):
        assert running.left_ms(at + timedelta(hours=1)) == running.left_ms(at + timedelta(hours=2)) > 0


def test_what_is_paused_after_the_deadline_or_elsewhere_takes_nothing() -> None:
    due = NOON + timedelta(minutes=20)
    assert timing.lost_ms([Stop(due, due + timedelta(minutes=5))], NOON, due) == 0
    assert timing.lost_ms([Stop(due - TICK, due + timedelta(minutes=5))], NOON, due) == 5 * 60_000 + 1
    assert Stop(NOON).covers(1, "10A1")
    assert Stop(NOON, school=1).covers(1, "10A1")
    assert not Stop(NOON, school=1).covers(2, "10A1")
    assert not Stop(NOON, school=1, class_name="10A2").covers(1, "10A1")


@pytest.mark.parametrize(
    ("mode", "room_at", "from_at"),
    [
        (Mode.OWN, None, NOON + timedelta(minutes=9)),
        (Mode.SAME, None, NOON),
        (Mode.SUPERVISED, NOON + timedelta(minutes=4), NOON + timedelta(minutes=4)),
        (Mode.SUPERVISED, NOON - timedelta(minutes=4), NOON),
    ],
)
def test_from_when_a_clock_runs(mode: Mode, room_at: datetime | None, from_at: datetime) -> None:
    started_at = NOON + timedelta(minutes=9)
    assert timing.runs_from(mode, started_at=started_at, opens_at=NOON, room_at=room_at) == from_at
    assert mode.in_words(str).endswith(".")


def test_a_shifted_window_keeps_its_length() -> None:
    assert timing.window(NOON, NOON + timedelta(hours=1), 90_000) == (
        NOON + timedelta(seconds=90),
        NOON + timedelta(hours=1, seconds=90),
    )


def test_a_stop_after_the_hand_in_moves_its_deadline_no_more() -> None:
    stops = (Stop(ms(2), ms(4)), Stop(ms(12), ms(15)))
    clock = Clock(NOON, 20, ms(50), stops=stops)
    assert clock.due_at() == ms(25)
    assert clock.handed_in(ms(10)).due_at() == ms(22)
