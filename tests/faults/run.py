"""One run: a contest, its crowd, faults one after another, and the evidence."""

import itertools
import json
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from contests.management.simulation.ledger import percentile
from tests.faults import acts, checks
from tests.faults.acts import Act
from tests.faults.checks import Evidence, Fault
from tests.faults.player import Player
from tests.faults.prober import MOMENTS, PROBERS
from tests.faults.pupil import Manners
from tests.faults.stage import Stage

LEAD_S = 2.0  # from the contest's making to its opening, on a machine that has nothing else to do
SETTLES_S = 60.0
RECOVERS_S = 15.0  # the next fault waits until the last one's answers have their verdicts, but not for ever
CALM_S = 16.0  # no fault in the last seconds before the close: the probes are for a healthy line


@dataclass(frozen=True)
class Plan:
    """How large, how long, how often. `faults` go round and round until `most` are done or the window ends."""

    students: int = 60
    seconds: float = 30.0
    faults: Sequence[Act] = ()
    most: int = 0
    pause: float = 2.0
    calm: float = CALM_S
    probes: bool = True
    watched: bool = True
    verified: bool = True
    seed: str = "1"
    manners: Manners = field(default_factory=Manners)


def run(stage: Stage, plan: Plan, *, say: bool = False) -> Evidence:
    """Play it to its end. Everything that can be told from outside is in the evidence."""
    slower = busy()
    people = plan.students + (PROBERS if plan.probes else 0)
    words = f"{people}, {plan.seconds}, {(LEAD_S + people / 100) * slower}, {plan.seed!r}"
    made = stage.manage("shell", "--no-imports", "-c", f"from tests.faults.cast import make; print(make({words}))")
    cast = json.loads(made.stdout.splitlines()[-1])
    with tempfile.TemporaryDirectory(prefix="asean-crowd-") as folder:
        watch = stage.watch if plan.watched else []
        player = Player(Path(folder), cast, stage.front.url, watch, plan.manners, plan.seed, plan.probes)
        player.start()
        try:
            faults = list(_break(stage, player, plan, cast["closes_at"], say=say))
            journal = player.end(cast["closes_at"] - time.time() + 150)
        finally:
            player.stop()
    verified = _verified(stage, cast["contest"]) if plan.watched and plan.verified else ""
    probes = 3 * len(MOMENTS) + len(MOMENTS) if plan.probes else 0
    slower = max(slower, busy())
    return Evidence(journal, stage.reader.contest(cast["contest"]), faults, verified, probes, slower)


def busy() -> float:
    """How many times slower than by itself everything is now: 1 on a machine with a free core."""
    return max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))


def _break(stage: Stage, player: Player, plan: Plan, closes_at: float, *, say: bool) -> Iterable[Fault]:
    """Every fault in its turn, as long as there is time."""
    for done, act in enumerate(itertools.cycle(plan.faults)):
        if done >= plan.most or time.time() > closes_at - plan.calm or player.process.poll() is not None:
            return
        fault = act(stage, player)
        if fault is None:
            return
        if say:
            print(f"{done + 1:4} {fault.kind}: {fault.unacknowledged} unacknowledged", flush=True)
        yield fault
        player.recover(fault.at, plan.pause, RECOVERS_S)


def _verified(stage: Stage, contest: str) -> str:
    """What `verify_board` says against the running server once results stand; empty when all is well."""
    end = time.monotonic() + SETTLES_S
    while not stage.reader.is_settled(contest):
        if time.monotonic() > end:
            return "the contest was not settled"
        time.sleep(0.5)
    done = stage.manage("verify_board", contest, "--url", stage.web[0].url, check=False)
    return (done.stdout + done.stderr).strip() if done.returncode else ""


def figures(stage: str, evidence: Evidence) -> dict[str, object]:
    """What a run came to, as it goes into docs/reliability.md."""
    journal = evidence.journal
    acknowledged, sent = journal.counts()
    back = checks.times_back(evidence)
    shown = [took for _moment, took, _allowed in checks.shown_after(evidence)]
    return {
        "database": stage,
        "kills": sum(fault.kill for fault in evidence.faults),
        "faults": len(evidence.faults),
        "answers": sent,
        "packets": journal.packets,
        "acknowledged": acknowledged,
        "lost": len(checks.nothing_lost(evidence)),
        "doubled": len(checks.counted_once(evidence)),
        "back_p50_s": round(median(first for _fault, first, _last in back), 2) if back else None,
        "back_max_s": round(max(first for _fault, first, _last in back), 2) if back else None,
        "all_back_max_s": round(max(last for _fault, _first, last in back), 2) if back else None,
        "shown_p50_s": percentile(shown, 50),
        "shown_max_s": percentile(shown, 100),
        "late": sum(sending.verdict == "late" for sending in journal.sendings.values()),
        "hand_ins": len(journal.handed_in),
        "texts": len(journal.seen),
    }


def by_fault(evidence: Evidence) -> list[tuple[str, int, int, float, float, float]]:
    """(kind, times, unacknowledged at most, back p50, back max, all back max) for a table."""
    kinds: dict[str, list[tuple[Fault, float, float]]] = {}
    for row in checks.times_back(evidence):
        kinds.setdefault(row[0].kind, []).append(row)
    return [
        (
            kind, len(rows), max(fault.unacknowledged for fault, _f, _l in rows),
            round(median(first for _fault, first, _l in rows), 2), round(max(first for _fault, first, _l in rows), 2),
            round(max(last for _fault, _f, last in rows), 2),
        )
        for kind, rows in kinds.items()
    ]  # fmt: skip


__all__ = ["Plan", "acts", "by_fault", "figures", "run"]
