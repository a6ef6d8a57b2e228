"""A tick of the board among 1,000, 10,000 and (FULL=1) 100,000 entrants, on both databases: CPU, and bytes to push."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.context import Context
from benchmarks.ground import Place, copy_of, embedded
from benchmarks.processes import ROOT
from benchmarks.results import Gate, InvalidRun, Result

MANY = 100_000
TICK_MS, PUSH_BYTES = (50.0, 150.0), (2_047.0, 2_047.0)


def run(context: Context) -> Result:
    result = Result("board", "One tick of the board: this process and the database together")
    with embedded(30, 0) as small:
        for many in (1_000, 10_000, MANY) if context.full else (1_000, 10_000):
            with copy_of(small) as place:
                _add(result, context, place, "SQLite", many)
            with context.ground.place(context.people, context.begun) as place:
                _add(result, context, place, "PostgreSQL", many)
    most = max(row["bytes"] for row in result.rows)
    result.gates.append(Gate("largest push", most, *PUSH_BYTES, unit="bytes"))
    return result


def _add(result: Result, context: Context, place: Place, database: str, many: int) -> None:
    context.say(f"board: {database}, {many:,} entrants")
    command = [sys.executable, "-m", "benchmarks.entrants", "--many", str(many)]
    command += ["--postgres", str(place.postgres)] if place.postgres else []
    done = subprocess.run(command, cwd=ROOT, env=place.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InvalidRun(f"{database}, {many} entrants:\n{done.stderr[-1500:]}")
    row: dict[str, Any] = {"database": database, "entrants": many, **json.loads(done.stdout.splitlines()[-1])}
    result.rows.append(row)
    if many == MANY:
        result.gates.append(Gate(f"{database}, {many:,} entrants, a tick", row["tick CPU ms"], *TICK_MS, unit="ms CPU"))
