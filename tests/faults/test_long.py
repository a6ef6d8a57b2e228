"""Faults under load, the long form."""

import pytest

from tests.faults.__main__ import LONG, main

pytestmark = pytest.mark.service


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_three_hundred_kills_and_a_hundred_thousand_answers(database: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["--on", database, *LONG])
    assert code == 0, capfd.readouterr().out
