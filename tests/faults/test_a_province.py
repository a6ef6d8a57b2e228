"""Faults under load, the short form: everything holds afterwards on the province set."""

import os
from pathlib import Path

import pytest

from scripts.province import prepared
from tests.faults import acts, checks
from tests.faults.run import Plan, figures, run
from tests.faults.stage import together

pytestmark = pytest.mark.service


def test_the_province_set_bears_the_death_of_each_of_its_parts() -> None:
    plan = Plan(students=50, seconds=65, faults=acts.TOGETHER, most=len(acts.TOGETHER), pause=0.5)
    with together(seed="5", like=prepared(Path(os.environ["TESTS_VAR_DIR"]) / "province")) as stage:
        evidence = run(stage, plan)
    assert checks.violations(evidence) == {}, figures("postgresql", evidence)
    assert sum(fault.kill for fault in evidence.faults) >= 3
    assert len(evidence.journal.heard) > 500
