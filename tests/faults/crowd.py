"""`python -m tests.faults.crowd CAST OUT`: the crowd in a process of its own.

Prints `outstanding <n> stuck <m> oldest <t>` at every change (out without a verdict; of these since longer than a
verdict takes; since when the oldest, on the monotonic clock), and leaves its journal in OUT. Knows no Django: what it
holds against the server it has from the lines alone.
"""

import asyncio
import json
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

from contests.management.simulation.cast import Cast, Item, Sitter
from tests.faults.journal import Journal
from tests.faults.prober import GRACE_S, PROBERS, probers
from tests.faults.pupil import Manners, Pupil
from tests.faults.watcher import watch

LOOKS_ON_S = 9.0  # after the close: attempts are closed by time 7 s after it, and the board shows it a second later


def cast_of(shape: dict[str, Any]) -> Cast:
    """The contest and its pupils from JSON."""
    items = tuple(Item(item["id"], item["kind"], tuple(item["options"]), tuple(item["key"])) for item in shape["items"])
    sitters = tuple(Sitter(**sitter) for sitter in shape["sitters"])
    return Cast(shape["contest"], shape["opens_at"], shape["closes_at"], items, sitters, shape["cookie"])


async def play(shape: dict[str, Any]) -> Journal:
    """Everybody's turn; ends when all have, and the board has had time to show it."""
    cast, journal, seed = cast_of(shape["cast"]), Journal(), str(shape["seed"])
    opens = time.monotonic() + cast.opens_at - time.time()
    common = {
        "cast": cast, "url": shape["url"], "journal": journal, "manners": Manners(**shape["manners"]),
        "clock": lambda: time.monotonic() - opens,
    }  # fmt: skip
    asking = probers(0, common, seed) if shape["probes"] else []
    rest = range(PROBERS if asking else 0, len(cast.sitters))
    answering = [Pupil(number, dice=random.Random(f"{seed}:{number}"), **common) for number in rest]
    beside = [asyncio.create_task(_tell(journal))]
    beside += [
        asyncio.create_task(watch(number, url, cast.contest, journal, random.Random(f"{seed}:board:{number}")))
        for number, url in enumerate(shape["watch"])
    ]
    await asyncio.gather(*(one.play() for one in (*asking, *answering)))
    if shape["watch"]:
        await asyncio.sleep(max(0.0, cast.closes_at + GRACE_S + LOOKS_ON_S - time.time()))
    for task in beside:
        task.cancel()
    return journal


async def _tell(journal: Journal) -> None:
    said = (-1, -1, 0.0)
    while True:
        now = (journal.outstanding, journal.stuck(time.monotonic()), journal.oldest)
        if now != said:
            said = now
            print(f"outstanding {now[0]} stuck {now[1]} oldest {now[2]}", flush=True)
        await asyncio.sleep(0.005)


def main() -> None:
    shape = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(play(shape)).write(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
