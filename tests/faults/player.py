"""The crowd's process, and a thread that follows what it prints."""

import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from tests.faults.journal import Journal, read
from tests.faults.pupil import Manners
from tests.services import die_with_parent
from tests.serving import ROOT

FEW = 5  # so many more than needed are waited for: some verdicts are on their way


@dataclass
class Player:
    """A crowd at work.

    `outstanding` answers are out, `stuck` ones for longer than a verdict takes, the first since `oldest`.
    """

    folder: Path
    cast: dict[str, Any]
    url: str
    watch: list[str]
    manners: Manners
    seed: str
    probes: bool = True
    outstanding: int = 0
    stuck: int = 0
    oldest: float = inf
    peak: int = 0
    turn: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def students(self) -> int:
        return len(self.cast["sitters"])

    def start(self) -> None:
        shape = {
            "cast": self.cast, "url": self.url, "watch": self.watch, "manners": asdict(self.manners),
            "seed": self.seed, "probes": self.probes,
        }  # fmt: skip
        (self.folder / "cast.json").write_text(json.dumps(shape), encoding="utf-8")
        with open(self.folder / "crowd.log", "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.crowd", self.folder / "cast.json", self.folder / "journal.json"],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, preexec_fn=die_with_parent,
            )  # fmt: skip
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.news:
                words = line.split()
                self.outstanding, self.stuck, self.oldest = int(words[1]), int(words[3]), float(words[5])
                self.peak = max(self.peak, self.outstanding) if self.outstanding else 0
                self.news.notify_all()
        with self.news:
            self.news.notify_all()

    def in_a_burst(self, seconds: float) -> bool:
        """Wait for the middle of a burst: some verdicts are out, a good part is not. False when the crowd has ended."""
        enough = min(20, self.students // 4) + FEW

        def ripe() -> bool:
            return self.process.poll() is not None or enough <= self.outstanding

        with self.news:
            self.news.wait_for(ripe, max(0.0, seconds))
            return self.process.poll() is None and enough <= self.outstanding

    def end(self, seconds: float) -> Journal:
        """Wait for everybody; what they wrote down."""
        try:
            self.process.wait(seconds)
            self.reader.join(10)
            if self.process.returncode:
                raise RuntimeError(f"the crowd failed:\n{(self.folder / 'crowd.log').read_text()[-3000:]}")
            return read(self.folder / "journal.json")
        finally:
            self.stop()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def recover(self, since: float, pause: float, most: float) -> None:
        """Wait for `pause`, and for all that left before `since` to have its verdict, at most so many seconds."""
        end = time.monotonic() + most
        time.sleep(pause)
        while self.process.poll() is None and self.oldest <= since and time.monotonic() < end:
            time.sleep(0.02)
