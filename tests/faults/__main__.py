"""`python -m tests.faults`: break the product while a crowd answers, and say what came of it.

    python -m tests.faults                        a minute on SQLite
    python -m tests.faults --on postgresql        the province set
    python -m tests.faults --long                 300 kills and 100,000 answers on each database
    python -m tests.faults --application tests.mutants.ack_before_commit:application   must end with 1

Exit 1 on any violation, 2 when fewer faults came about than asked for.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager

from backend import servers
from tests.faults import acts
from tests.faults.checks import violations
from tests.faults.pupil import Manners
from tests.faults.run import Plan, by_fault, figures, run
from tests.faults.stage import Stage, alone, together

#: The full size: many answers of few pupils, so that most of the time is left for kills. What stands beside `--long`
#: goes over it.
LONG = ["--students", "60", "--faults", "300", "--seconds", "1800", "--pause", "0.1", "--only-kills"]
LONG += ["--beat", "1", "--at-once", "2", "--by-http", "0.04", "--finishers", "0.2"]


def stage_of(name: str, options: argparse.Namespace) -> AbstractContextManager[Stage]:
    if name == "sqlite":
        return alone(seed=options.seed, application=options.application, server=options.server or "daphne")
    return together(seed=options.seed, server=options.server or "uvicorn")


def once(name: str, options: argparse.Namespace) -> int:
    """One run on one database; its exit code."""
    begun = time.monotonic()
    faults = (acts.web,) if options.only_kills else acts.ALONE if name == "sqlite" else acts.TOGETHER
    manners = Manners(beat=options.beat, at_once=options.at_once, by_http=options.by_http, finishers=options.finishers)
    plan = Plan(
        students=options.students, seconds=options.seconds, faults=faults, most=options.faults, pause=options.pause,
        seed=options.seed, manners=manners,
    )  # fmt: skip
    with stage_of(name, options) as stage:
        evidence = run(stage, plan, say=True)
    found = violations(evidence)
    print(f"{'fault':32} {'times':>5} {'unack.':>6} {'back p50':>8} {'max':>6} {'all':>6}")
    for row in by_fault(evidence):
        print("{:32} {:5} {:6} {:8.2f} {:6.2f} {:6.2f}".format(*row))
    for check, lines in found.items():
        print(f"FAILED {check}: {len(lines)}")
        print("\n".join(f"    {line}" for line in lines[:10]))
    summary = figures(name, evidence) | {"seconds": round(time.monotonic() - begun)}
    print(json.dumps(summary), flush=True)
    if found:
        return 1
    return 0 if len(evidence.faults) >= options.faults else 2


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--on", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument("--students", type=int, default=60)
    parser.add_argument("--faults", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=75.0, help="length of the contest's window")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between one fault and the next")
    parser.add_argument("--beat", type=float, default=1.5, help="seconds from one burst of answers to the next")
    parser.add_argument("--at-once", type=int, default=1, help="answers in a tap")
    parser.add_argument("--by-http", type=float, default=0.1, help="share of devices without a socket")
    parser.add_argument("--finishers", type=float, default=0.3, help="share of pupils who hand in on the way")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--server", choices=servers.SERVERS, help="daphne on SQLite, uvicorn on PostgreSQL")
    parser.add_argument("--application", default=servers.APPLICATION, help="a planted fault instead (SQLite)")
    parser.add_argument("--only-kills", action="store_true", help="nothing but kill -9 of web processes")
    parser.add_argument("--long", action="store_true", help="300 kills and 100,000 answers on each database")
    options = parser.parse_args(arguments)
    if options.long:
        options = parser.parse_args(["--on", "both", *LONG, *(arguments or sys.argv[1:])])
    names = ("sqlite", "postgresql") if options.on == "both" else (options.on,)
    return max(once(name, options) for name in names)


if __name__ == "__main__":
    sys.exit(main())
