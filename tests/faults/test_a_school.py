"""Faults under load, the short form: everything holds afterwards on a school's one server with SQLite."""

import pytest

from tests.faults import acts, checks
from tests.faults.run import Plan, figures, run
from tests.faults.stage import alone

pytestmark = pytest.mark.service


def test_a_school_server_bears_kills_and_broken_lines() -> None:
    plan = Plan(students=50, seconds=40, faults=acts.ALONE, most=len(acts.ALONE), pause=0.5)
    with alone(seed="3") as stage:
        evidence = run(stage, plan)
    assert checks.violations(evidence) == {}, figures("sqlite", evidence)
    assert sum(fault.kill for fault in evidence.faults) >= 2
    assert len(evidence.journal.heard) > 500
    assert len(evidence.journal.probes) == evidence.probes > 0
