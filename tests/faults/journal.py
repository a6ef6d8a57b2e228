"""The crowd's ledger with its history: each verdict with the moment its packet left, each hand-in, each probe.

Moments are of CLOCK_MONOTONIC, which all processes of one machine share; `*_at` in epoch seconds where said so.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from contests.management.simulation.ledger import Ledger, Sending

Key = tuple[int, int, int, int]  # attempt, item, opening, seq
STUCK_S = 0.3


@dataclass(frozen=True, slots=True)
class Heard:
    """One verdict as it came in; `left` is when the first copy of its packet went out."""

    attempt: int
    item: int
    opening: int
    seq: int
    left: float
    at: float
    verdict: str
    code: str = ""

    @property
    def key(self) -> Key:
        return self.attempt, self.item, self.opening, self.seq


@dataclass(frozen=True, slots=True)
class Probe:
    """An answer sent around a deadline. The server received it between `lower` and `upper` (epoch seconds)."""

    attempt: int
    item: int
    opening: int
    seq: int
    way: str
    after_due: float
    lower: float
    upper: float
    verdict: str
    submit: bool = False
    submitted: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A board's text as a watcher got it, on its `line`-th connection."""

    watcher: int
    line: int
    at: float
    epoch: int
    version: int
    written_at: str
    submitted: int
    entrants: int

    @property
    def order(self) -> tuple[int, int, str]:
        return self.epoch, self.version, self.written_at


@dataclass(slots=True)
class Journal(Ledger):
    """What a crowd sent and heard. `open` holds what is out without a verdict, with the moment it first left."""

    heard: list[Heard] = field(default_factory=list)
    handed_in: dict[int, float] = field(default_factory=dict)
    probes: list[Probe] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    boards: dict[int, dict[str, Any]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    packets: int = 0
    open: dict[Key, float] = field(default_factory=dict)

    def note(self, sending: Sending, at: float) -> None:
        if sending.sent_at is None:
            self.open[(sending.attempt, sending.item, *sending.order)] = at
        Ledger.note(self, sending, at)

    def judge(self, attempt: int, verdict: Mapping[str, object], at: float) -> Sending | None:
        sending = Ledger.judge(self, attempt, verdict, at)
        if sending is not None:
            self.open.pop((attempt, sending.item, *sending.order), None)
        return sending

    def hear(self, attempt: int, verdict: Mapping[str, Any], left: float, at: float) -> None:
        """Every verdict, those for copies and repetitions too."""
        told = (verdict["item"], verdict["opening"], verdict["seq"])
        said = (str(verdict["verdict"]), str(verdict.get("code", "")))
        self.heard.append(Heard(attempt, *told, left, at, *said))

    def stuck(self, now: float) -> int:
        """How many have been out for longer than a verdict takes that is on its way."""
        return sum(now - at > STUCK_S for at in self.open.values())

    @property
    def oldest(self) -> float:
        """When the longest unanswered one first left; infinite when none is out."""
        return min(self.open.values(), default=inf)

    def write(self, path: Path) -> None:
        shape = {
            "sendings": [asdict(one) for one in self.sendings.values()],
            "heard": [asdict(one) for one in self.heard],
            "handed_in": self.handed_in,
            "probes": [asdict(one) for one in self.probes],
            "seen": [asdict(one) for one in self.seen],
            "boards": self.boards,
            "troubles": self.troubles,
            "packets": self.packets,
        }
        path.write_text(json.dumps(shape), encoding="utf-8")


def read(path: Path) -> Journal:
    """A journal as a crowd wrote it."""
    shape = json.loads(path.read_text(encoding="utf-8"))
    sendings = [Sending(**one) for one in shape["sendings"]]
    return Journal(
        sendings={(one.attempt, one.item, *one.order): one for one in sendings},
        heard=[Heard(**one) for one in shape["heard"]],
        handed_in={int(attempt): at for attempt, at in shape["handed_in"].items()},
        probes=[Probe(**one) for one in shape["probes"]],
        seen=[Seen(**one) for one in shape["seen"]],
        boards={int(watcher): board for watcher, board in shape["boards"].items()},
        troubles=shape["troubles"],
        packets=shape["packets"],
    )
