"""Time as a table of instants, probed on both sides of every border."""

from datetime import UTC, datetime, timedelta

import pytest

from contests.rules import timing
from contests.rules.timing import Phase, Receipt

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
