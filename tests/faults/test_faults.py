"""Faults under load, the short form: everything holds afterwards, on SQLite and on the province set."""

import pytest

from tests.faults import acts, checks
from tests.faults.__main__ import LONG, main
from tests.faults.run import Plan, figures, run
from tests.faults.stage import alone, together

pytestmark = pytest.mark.service


def test_a_school_server_bears_kills_and_broken_lines() -> None:
    plan = Plan(students=50, seconds=50, faults=acts.ALONE, most=len(acts.ALONE), pause=0.5)
    with alone(seed="3") as stage:
        evidence = run(stage, plan)
    assert checks.violations(evidence) == {}, figures("sqlite", evidence)
    assert sum(fault.kill for fault in evidence.faults) >= 2
    assert len(evidence.journal.heard) > 500
    assert len(evidence.journal.probes) == evidence.probes > 0


def test_the_province_set_bears_the_death_of_each_of_its_parts() -> None:
    plan = Plan(students=50, seconds=65, faults=acts.TOGETHER, most=len(acts.TOGETHER), pause=0.5)
    with together(seed="5") as stage:
        evidence = run(stage, plan)
    assert checks.violations(evidence) == {}, figures("postgresql", evidence)
    assert sum(fault.kill for fault in evidence.faults) >= 3
    assert len(evidence.journal.heard) > 500


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_three_hundred_kills_and_a_hundred_thousand_answers(database: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["--on", database, *LONG])
    assert code == 0, capfd.readouterr().out
