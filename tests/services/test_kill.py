"""The proof that an acknowledged answer survives kill -9, and that the proof would notice a server that lies."""

import json
import subprocess
import sys

import pytest

from tests.serving import ROOT

pytestmark = pytest.mark.service


def kill_test(*arguments: str) -> tuple[int, dict[str, object], str]:
    """Exit code, figures, and everything the script printed."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.kill_test", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    figures = next((json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")), {})
    return done.returncode, figures, done.stdout + done.stderr[-3000:]


def test_nothing_acknowledged_is_lost_in_three_kills() -> None:
    code, figures, printed = kill_test("--students", "80", "--kills", "3", "--seconds", "50")
    assert code == 0, printed
    assert figures["lost"] == 0
    assert len(figures["kills"]) == 3
    assert all(unacknowledged >= 20 for unacknowledged in figures["kills"])


def test_the_kill_test_catches_a_server_that_acknowledges_before_the_commit() -> None:
    code, figures, printed = kill_test("--mutant", "--students", "60", "--kills", "2", "--seconds", "30")
    assert code == 1, printed
    assert figures["lost"] > 0, printed


@pytest.mark.long
def test_nothing_acknowledged_is_lost_in_ten_kills() -> None:
    code, figures, printed = kill_test("--students", "200", "--kills", "10", "--seconds", "360")
    assert code == 0, printed
    assert figures["lost"] == 0


@pytest.mark.long
def test_nothing_acknowledged_is_lost_on_postgresql(postgres_url: str, redis_url: str) -> None:
    services = ("--database-url", postgres_url, "--redis-url", redis_url)
    code, figures, printed = kill_test("--students", "120", "--kills", "3", "--seconds", "65", *services)
    assert code == 0, printed
    assert figures["lost"] == 0
