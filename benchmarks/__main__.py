"""`python -m benchmarks [--only NAME …] [--json]`: the product beside what it can be compared to, in one run.

Ratios count, not seconds: another machine or load changes both sides. FULL=1 runs the large sizes and the slow ones.
Ends with 1 where a figure misses what is wanted at least, with 2 where a run was invalid (an error, a lost answer).
"""

import argparse
import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from typing import TextIO

from benchmarks import machine
from benchmarks import statistics as reported
from benchmarks.context import Context
from benchmarks.ground import ground
from benchmarks.results import InvalidRun, Result

#: Those of every run, and those of FULL=1; each is a module with `run(context)`.
SHORT = ("answers", "fanout", "storm", "board", "freshness")
LONG = ("servers", "growth", "idle", "slow_line")
ALL = (*SHORT, *LONG, "statistics")


class Voice:
    """Says lines as they come, beside the figures where those are for a program."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def __call__(self, line: str) -> None:
        print(line, file=self.out, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON value on one line instead of each table")
    parser.add_argument("--only", nargs="+", choices=ALL, help="these and no others")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of each measured stretch")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--server", default=os.environ.get("WEB_SERVER") or "uvicorn", help="the province's server")
    options = parser.parse_args(arguments)
    full = os.environ.get("FULL") == "1"
    names = options.only or [*SHORT, *(LONG if full else ()), "statistics"]
    say = Voice(sys.stderr if options.json else sys.stdout)
    codes = []
    _allow_many_sockets()
    with ground() as shared:
        context = Context(shared, say, full, options.seconds, options.clients, options.repeats, options.server)
        print(json.dumps(machine.header()) if options.json else machine.line(), flush=True)
        codes += [_one(name, context, options.json) for name in names if name != "statistics"]
    if "statistics" in names:
        codes.append(reported.main(["--json"] if options.json else []))
    return max(codes)


def _allow_many_sockets() -> None:
    """For this process and all that it starts: as many open files as the system lets it have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _one(name: str, context: Context, as_json: bool) -> int:
    began = time.monotonic()
    try:
        result: Result = importlib.import_module(f"benchmarks.{name}").run(context)
    except InvalidRun as reason:
        context.say(f"INVALID RUN of {name}: {reason}")
        return 2
    result.notes.append(f"took {time.monotonic() - began:.0f} s; load average {os.getloadavg()[0]:.1f} at the end")
    print(json.dumps(result.figures()) if as_json else result.table(), flush=True)
    return 0 if result.kept else 1


if __name__ == "__main__":
    sys.exit(main())
