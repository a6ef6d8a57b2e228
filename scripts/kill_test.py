"""`python -m scripts.kill_test`: kill -9 the server while a crowd answers, restart it, and see that nothing is lost.

In the middle of a burst of answers the server is stopped where it stands (SIGSTOP) and, if at least 20 answers are
unacknowledged then (printed), killed there; otherwise it goes on and the next burst is awaited. So the moment of a kill
is any moment of the server's work, and every kill counts, however busy the machine. Exit 1 if an acknowledged answer is
missing afterwards, 2 if the kills did not come about. `--mutant` serves the planted fault that acknowledges before the
commit; the script must then end with 1.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from tests.serving import ROOT, Server, serving

MUTANT = "tests.mutants.ack_before_commit:application"
ENOUGH = 20
BURST_S = 3.0
ARRIVES_WITHIN_S = 0.4  # verdicts that left before the server stopped still lie in the sockets' buffers


class Crowd:
    """`simulate_contest` in a process of its own; a thread follows what it prints."""

    def __init__(self, server: Server, students: int, seconds: float, seed: str) -> None:
        self.command = [
            sys.executable, "manage.py", "simulate_contest", "--url", server.url, "--students", str(students),
            "--seconds", str(seconds), "--seed", seed, "--burst", str(BURST_S), "--watch",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.outstanding = 0
        self.peak = 0
        self.lines: list[str] = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.news:
                if line.startswith("outstanding "):
                    self._count(int(line.split()[1]))
                else:
                    self.lines.append(line.rstrip())
                self.news.notify_all()

    def _count(self, outstanding: int) -> None:
        self.peak = max(self.peak, outstanding) if outstanding else 0
        self.outstanding = outstanding

    def in_a_burst(self, seconds: float) -> bool:
        """Wait for the middle of a burst: some verdicts are out, at least `ENOUGH` are not."""

        def ripe() -> bool:
            return self.process.poll() is not None or ENOUGH + 5 <= self.outstanding < self.peak

        with self.news:
            self.news.wait_for(ripe, seconds)
            return ENOUGH <= self.outstanding < self.peak

    def end(self, seconds: float) -> dict[str, object]:
        """The figures of its last line."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.reader.join(10)
        return dict(json.loads(self.lines[-1]))


def kill_in_a_burst(server: Server, crowd: Crowd, give_up: float) -> int:
    """One kill -9 and restart; how many answers were unacknowledged. 0 when the crowd had ended."""
    while time.monotonic() < give_up and crowd.process.poll() is None:
        if not crowd.in_a_burst(give_up - time.monotonic()):
            continue
        server.pause()
        time.sleep(ARRIVES_WITHIN_S)
        if (unacknowledged := crowd.outstanding) >= ENOUGH:
            server.kill()
            server.start()
            return unacknowledged
        server.resume()
    return 0


def run(options: argparse.Namespace) -> int:
    students, kills, seconds, seed = options.students, options.kills, options.seconds, options.seed
    with serving(start=False, database_url=options.database_url, redis_url=options.redis_url) as server:
        if options.mutant:
            server.application = MUTANT
        server.start()
        crowd = Crowd(server, students, seconds, seed)
        try:
            counted = _kill_often(server, crowd, kills, seconds)
            figures = crowd.end(seconds + 150)
        finally:
            crowd.process.kill()
    print("\n".join(line for line in crowd.lines if line.startswith(("trouble", "LOST", "CODE"))))
    print(json.dumps(figures | {"kills": counted}))
    if figures["lost"]:
        print(f"FAILED: {figures['lost']} acknowledged answers are not in the database")
        return 1
    if len(counted) < kills or crowd.process.returncode:
        print(f"NOT PROVED: {len(counted)} of {kills} kills, the crowd ended with {crowd.process.returncode}")
        return 2
    print(f"nothing lost in {kills} kills")
    return 0


def _kill_often(server: Server, crowd: Crowd, kills: int, seconds: float) -> list[int]:
    counted: list[int] = []
    give_up = time.monotonic() + seconds + 30
    while len(counted) < kills and (unacknowledged := kill_in_a_burst(server, crowd, give_up)):
        print(f"kill -9: {unacknowledged} answers unacknowledged", flush=True)
        counted.append(unacknowledged)
        time.sleep(2 * BURST_S)
    return counted


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="kill_test", description=__doc__)
    parser.add_argument("--students", type=int, default=120)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0, help="length of the contest")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--mutant", action="store_true", help="serve the planted fault: the script must fail")
    parser.add_argument("--database-url", help="an empty PostgreSQL database instead of SQLite")
    parser.add_argument("--redis-url")
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
