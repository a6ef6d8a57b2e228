"""How often boards are sent, by how long it took."""

import pytest

from contests.live.pace import QUIET, Pace


def taking(pace: Pace, *seconds: float) -> list[int]:
    every = []
    for one in seconds:
        pace.took(one)
        every.append(pace.every)
    return every


def test_more_than_a_quarter_doubles_the_interval_up_to_four_seconds() -> None:
    assert taking(Pace(), 0.2, 0.3, 0.4, 0.6, 2.0, 9.0) == [1, 2, 2, 4, 4, 4]


def test_it_comes_back_step_by_step_after_quiet_rounds_in_a_row() -> None:
    pace = Pace()
    taking(pace, 1.0, 1.0)
    assert taking(pace, *[0.01] * (QUIET - 1), 0.4, *[0.01] * QUIET) == [4] * (2 * QUIET - 1) + [2]
    assert taking(pace, *[0.01] * QUIET) == [2] * (QUIET - 1) + [1]


@pytest.mark.parametrize(("busy", "due"), [(0, 12), (1, 6), (2, 3)])
def test_so_many_of_twelve_beats_are_rounds(busy: int, due: int) -> None:
    pace = Pace()
    taking(pace, *[9.0] * busy)
    assert sum(pace.due() for _ in range(12)) == due
