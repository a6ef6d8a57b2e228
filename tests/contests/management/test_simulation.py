"""The crowd and the demonstration against a real server process."""

import json
import subprocess
import sys
import time

import pytest

from tests.conftest import Serve
from tests.serving import ROOT, Server

pytestmark = pytest.mark.service
NAMES = {"sent", "acknowledged", "stored", "lost", "late", "p50", "p99"}
COUNTS = """
from contests.models import Contest
from schools.models import School, User
for contest in Contest.objects.order_by("seed"):
    print(contest.seed, contest.state, contest.attempts.count(), contest.results.count())
print(School.objects.filter(is_demo=True).count(), User.objects.filter(is_demo=True).count())
"""


def counts(server: Server) -> list[list[str]]:
    """Seed, state, attempts and results of each contest; then demonstration schools and people."""
    printed = server.manage("shell", "-v", "0", "-c", COUNTS).stdout
    return [line.split() for line in printed.splitlines() if line.strip()]


def test_a_simulated_contest_ends_with_nothing_lost_and_its_board_verifies(server: Server) -> None:
    done = server.manage("simulate_contest", "--url", server.url, "--students", "25", "--seed", "1", "--seconds", "20")
    lines = done.stdout.splitlines()
    figures = json.loads(lines[-1])
    assert figures.keys() >= NAMES
    assert figures["lost"] == 0
    assert figures["sent"] == figures["acknowledged"] > 25 * 10
    assert figures["settled"]
    assert not figures["troubles"], done.stdout
    code = next(line.split()[1] for line in lines if line.startswith("CODE "))
    verified = server.manage("verify_board", code, check=False)
    assert verified.returncode == 0, verified.stdout


def test_a_demonstration_that_was_broken_off_resumes_and_goes_away_whole(serve: Serve) -> None:
    with serve() as server:
        command = [sys.executable, "manage.py", "fill_demonstration", "--url", server.url, "--seconds", "24"]
        broken = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=subprocess.DEVNULL)
        wait_for_answers(server)
        broken.terminate()
        assert broken.wait(20) == 1
        assert json.loads(server.get("/api/demonstration")[1])["running"] is False

        done = server.manage(*command[2:])
        assert "demo-officer" in done.stdout
        assert counts(server) == [
            ["demo:finished", "settled", "84", "84"],
            ["demo:running", "published", "18", "0"],
            ["3", "184"],
        ]
        progress = json.loads(server.get("/api/demonstration")[1])
        assert progress["running"] is False
        assert progress["done"] == progress["total"] > 0
        cards = server.var_dir / "secrets" / "demo_cards.txt"
        assert cards.stat().st_mode & 0o777 == 0o600
        told = cards.read_text()

        before = counts(server)
        server.manage(*command[2:])
        assert counts(server) == before
        assert cards.read_text() == told

        server.manage("remove_demonstration")
        assert counts(server) == [["0", "0"]]
        assert server.get("/")[0] == 200


def wait_for_answers(server: Server) -> None:
    """Until the first crowd is in the middle of its contest."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if json.loads(server.get("/api/demonstration")[1])["done"] > 20:
            return
        time.sleep(0.3)
    raise AssertionError("the demonstration did not begin")
