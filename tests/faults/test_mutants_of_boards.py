"""Every check of a board is seen to fail: the planted fault it must catch is served, and it catches it."""

import pytest

from tests.faults.run import Plan
from tests.faults.test_mutants import BUSY, see_caught

pytestmark = pytest.mark.service

WATCHED = Plan(students=24, seconds=6, probes=False, verified=False, manners=BUSY)

MUTANTS = {
    "board_backwards": "board_never_back",
    "board_stale": "board_true_in_time",
    "unsorted_board": "board_recomputed",
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_caught(name: str) -> None:
    see_caught(name, WATCHED, MUTANTS[name])
