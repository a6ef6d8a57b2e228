"""A crowd of `simulate_contest` as a process: begun, met in the middle of its answers, seen to its end."""

import json
import subprocess
import sys

from tests.serving import ROOT


class Crowd:
    """Made-up pupils who sit a contest on a running server; the data are those of the environment."""

    def __init__(self, url: str, environment: dict[str, str], *, students: int, seconds: int, seed: str = "7") -> None:
        self.said: list[str] = []
        options = {"--url": url, "--students": students, "--seconds": seconds, "--seed": seed, "--items": 10}
        command = [sys.executable, "manage.py", "simulate_contest", "--watch", "--no-settle"]
        command += [str(part) for pair in options.items() for part in pair]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def answering(self) -> None:
        """Wait for the first answers: the crowd is at work."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("outstanding "):
                return
        raise AssertionError("the crowd has ended: " + "".join(self.said[-20:]))

    def figures(self) -> dict[str, object]:
        """Wait for its end; what its last line says. AssertionError when it lost something or could not work."""
        said, _ = self.process.communicate(timeout=180)
        self.said += said.splitlines(keepends=True)
        assert self.process.returncode == 0, "".join(line for line in self.said[-60:] if "outstanding" not in line)
        return dict(json.loads(self.said[-1]))
