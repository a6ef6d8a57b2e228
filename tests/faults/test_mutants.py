"""Every check is seen to fail: the planted fault it must catch is served, and it catches it."""

import pytest

from tests.faults import acts, checks
from tests.faults.pupil import Manners
from tests.faults.run import Plan, run
from tests.faults.stage import alone

pytestmark = pytest.mark.service

#: Much of what each fault needs, in a few seconds.
BUSY = Manners(beat=0.5, finishers=0.5, two_devices=0.3, older_after_newer=0.4, again=0.9, ends=0.5)
SHORT = Plan(students=24, seconds=6, probes=False, watched=False, manners=BUSY)
PROBED = Plan(students=1, seconds=4, watched=False, manners=BUSY)
KILLED = Plan(students=60, seconds=12, faults=(acts.web,), most=1, calm=3, probes=False, watched=False)
WATCHED = Plan(students=24, seconds=6, probes=False, verified=False, manners=BUSY)

MUTANTS = {
    "ack_before_commit": (KILLED, "nothing_lost"),
    "board_backwards": (WATCHED, "board_never_back"),
    "board_stale": (WATCHED, "board_true_in_time"),
    "unsorted_board": (WATCHED, "board_recomputed"),
    "older_wins": (SHORT, "newest_stands"),
    "double_counting": (SHORT, "counted_once"),
    "submit_open": (SHORT, "newest_stands"),
    "client_clock": (PROBED, "judged_by_receipt"),
    "commit_clock": (PROBED, "judged_by_receipt"),
    "late_dropped": (PROBED, "judged_by_receipt"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_caught(name: str) -> None:
    plan, check = MUTANTS[name]
    with alone(application=f"tests.mutants.{name}:application") as stage:
        evidence = run(stage, plan)
    assert checks.CHECKS[check](evidence), f"{check} found nothing; others: {checks.violations(evidence)}"
