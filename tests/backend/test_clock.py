"""Instants are UTC; days are days of Asia/Ho_Chi_Minh, first and last included."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import clock

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_now_is_utc_and_moves_forward() -> None:
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert second >= first
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 2


def test_milliseconds_are_the_same_instant() -> None:
    assert abs(clock.now_ms() - clock.now().timestamp() * 1000) < 1000


def test_a_wall_clock_that_is_put_right_does_not_move_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = clock.now(), clock.time.time_ns
    monkeypatch.setattr(clock.time, "time_ns", lambda: real() + 3_600_000_000_000)
    assert clock.now() - before < timedelta(seconds=5)
    assert clock.drift_ms() == pytest.approx(3_600_000, abs=2_000)


def test_a_day_begins_at_17_utc_of_the_day_before() -> None:
    start, end = clock.days_as_instants(date(2026, 11, 22), date(2026, 11, 22))
    assert start == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert end == datetime(2026, 11, 22, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 21, 16, 59, 59, 999_999, UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 17, 0, 0, 0, UTC), date(2026, 11, 22)),
    ],
)
def test_an_instant_at_midnight_belongs_to_one_day(at: datetime, day: date) -> None:
    assert clock.day_of(at) == day


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError):
        clock.days_as_instants(date(2026, 11, 22), date(2026, 11, 21))


@given(days, st.integers(0, 400))
def test_both_days_are_inside_and_their_neighbours_outside(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    start, end = clock.days_as_instants(first, last)
    assert clock.day_of(start) == first
    assert clock.day_of(end - timedelta(microseconds=1)) == last
    assert clock.day_of(end) == last + timedelta(days=1)
    assert end - start == timedelta(days=more + 1)


@pytest.mark.parametrize(
    ("bounds", "known", "expected"),
    [
        ([(90, 110), (95, 130), (80, 105)], 100, 100),  # nothing speaks against what is known
        ([(90, 110), (95, 130), (80, 105)], 500, 100),  # the middle of what all of them say
        ([(-900, 1100)], 100, 100),  # the database stood still for two seconds: half of it would be a second
        ([(90, 110), (590, 610)], 100, 600),  # its clock was set
    ],
)
def test_an_offset_is_what_the_samples_bear_out(bounds: list[tuple[int, int]], known: int, expected: int) -> None:
    assert clock.offset_within(bounds, known) == expected
