"""`python -m benchmarks.statistics [--json]`: the figures of a report from a million answers, beside the habit.

50,000 turns of 20 answers in 600 schools, on SQLite and on PostgreSQL; FULL=1 also ten million answers of 500,000. Each
run is a process of its own that reads, counts and says what that took; memory is what it and its children hold
together, sampled. The habit (`benchmarks/naive.py`, a million only: ten would take some 10 GB) has to come to the same
figures, and makes few of those that the report has. Fails where the two differ, where memory is over the limit, where
the habit needs less than one and a half times the CPU or three times the memory, or where four times the answers take
more than four times as long. Seconds are said, not judged: machines differ.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import ground
from benchmarks.processes import ROOT

PER_TURN = 20
REPEATS = 3
CPU_RATIO_WANTED, MEMORY_RATIO_WANTED = 1.5, 3.0
LINEAR = 4.0  # times the answers, times as long
LIMITS = {1_000_000: (4.0, 400), 10_000_000: (25.0, 1700)}  # answers: seconds, MB
SAMPLE_S = 0.03


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.statistics", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("--turns", type=int, default=0, help="other sizes than those with limits")
    parser.add_argument("--run", choices=["fill", "report", "quarter", "habit"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run:
        return _child(options.run, options.turns)
    sizes = [options.turns] if options.turns else [50_000, 500_000] if os.environ.get("FULL") == "1" else [50_000]
    say = (
        (lambda line: print(line, file=sys.stderr, flush=True))
        if options.json
        else lambda line: print(line, flush=True)
    )
    lines = [line for turns in sizes for line in _measure(turns, say)]
    print(json.dumps(lines) if options.json else _table(lines))
    return 0 if all(line["kept"] for line in lines) else 1


def _measure(turns: int, say: Any) -> list[dict[str, Any]]:
    """Both databases at one size, one after the other; filled at the same time."""
    made = []
    with ExitStack() as stack:
        places = {
            name: stack.enter_context(place()) for name, place in (("SQLite", _sqlite), ("PostgreSQL", _postgresql))
        }
        say(f"filling two databases with {turns * PER_TURN:,} answers")
        filling = [_start("fill", turns, place) for place in places.values()]
        if any(process.wait() for process in filling):
            raise RuntimeError("a database could not be filled; the reason stands above")
        for name, place in places.items():
            line = {"database": name, "answers": turns * PER_TURN, "load": round(os.getloadavg()[0], 1)}
            line |= _compared(turns, place)
            made.append(line)
            say("  " + _row(line))
    return made


def _compared(turns: int, place: dict[str, str]) -> dict[str, Any]:
    ours = [_run("report", turns, place) for _number in range(REPEATS)]
    quarters = [_run("quarter", turns, place) for _number in range(REPEATS)]
    made: dict[str, Any] = {
        "wall_s": round(median(run["wall_s"] for run in ours), 2),
        "cpu_s": round(median(run["cpu_s"] for run in ours), 2),
        "peak_mb": max(run["peak_mb"] for run in ours),
        "rss_mb": max(run["rss_mb"] for run in ours),
        "quarter_s": round(median(run["wall_s"] for run in quarters), 2),
    }
    seconds, megabytes = LIMITS.get(turns * PER_TURN, (0.0, 10_000))
    made |= {"wanted_s": seconds, "wanted_mb": megabytes, "growth": round(made["wall_s"] / made["quarter_s"], 2)}
    made["kept"] = made["peak_mb"] <= megabytes and made["growth"] <= LINEAR
    if turns * PER_TURN <= 1_000_000:
        habit = _run("habit", turns, place)
        made |= {f"habit_{name}": habit[name] for name in ("wall_s", "cpu_s", "peak_mb")}
        made["ratio"] = round(habit["cpu_s"] / made["cpu_s"], 1)
        made["equal"] = all(run["figures"] == habit["figures"] for run in ours)
        made["memory_ratio"] = round(habit["peak_mb"] / made["peak_mb"], 1)
        better = made["ratio"] >= CPU_RATIO_WANTED and made["memory_ratio"] >= MEMORY_RATIO_WANTED
        judged = turns * PER_TURN in LIMITS  # what is small has nothing to win
        made["kept"] = made["equal"] and (not judged or (made["kept"] and better))
    return made


# --- processes ------------------------------------------------------------------------------------------------------


def _start(what: str, turns: int, place: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.statistics", "--run", what, "--turns", str(turns)]
    environment = ground.environment(Path(place["VAR_DIR"])) | place
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)


def _run(what: str, turns: int, place: dict[str, str]) -> dict[str, Any]:
    """What the run says of itself, with the most memory that it and its children held at one moment."""
    process = _start(what, turns, place)
    samples: list[int] = []
    watch = threading.Thread(target=_sample, args=(process, samples), daemon=True)
    watch.start()
    said = process.communicate()[0]
    watch.join()
    if process.returncode:
        raise RuntimeError(f"{what} failed; the reason stands above")
    said_of_itself = json.loads(said)
    return {**said_of_itself, "peak_mb": max(said_of_itself["rss_mb"], max(samples) // 1024)}


def _sample(process: "subprocess.Popen[bytes]", samples: list[int]) -> None:
    while process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            pids = [str(process.pid), *children.read_text(encoding="ascii").split()]
        except OSError:
            break
        samples.append(sum(map(_held_kb, pids)))
        time.sleep(SAMPLE_S)


def _held_kb(pid: str) -> int:
    """Its share of what is in memory: pages of a library that two processes use count half for each."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    except (OSError, StopIteration):  # it has just ended
        return 0


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        yield {"VAR_DIR": folder}


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    from tests import services

    with (
        tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
        services.postgres() as server,
        services.fresh_database(server) as url,
    ):
        yield {"VAR_DIR": folder, "DATABASE_URL": url}


# --- in the child ---------------------------------------------------------------------------------------------------


def _child(what: str, turns: int) -> int:
    import django

    django.setup()
    from benchmarks import province

    if what == "fill":
        province.fill(turns)
        return 0
    started, used = time.perf_counter(), _cpu_s()
    figures = _habit() if what == "habit" else _report(province.LAST if what == "report" else province.FIRST_WEEK)
    took = {"wall_s": round(time.perf_counter() - started, 2), "cpu_s": round(_cpu_s() - used, 2)}
    took["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**took, "figures": figures}))
    return 0


def _report(last: Any) -> Any:
    """As the Department's desk has it made, the first import of pandas included."""
    from benchmarks.naive import figures_of
    from benchmarks.province import FIRST
    from reports.official.figures import contents_for
    from reports.rules.periods import Period

    return figures_of(contents_for(Period(FIRST, last), is_demo=False, today=last))


def _habit() -> Any:
    from django.db import connection

    from benchmarks.naive import figures_of_everything
    from benchmarks.province import FIRST, LAST

    return figures_of_everything(connection, FIRST, LAST)


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


# --- what is said ---------------------------------------------------------------------------------------------------


def _row(line: dict[str, Any]) -> str:
    said = (
        f"{line['database']:11}{line['answers']:>11,} answers {line['wall_s']:>6} s (wanted {line['wanted_s']:g}),"
        f" {line['cpu_s']:>5} s CPU, {line['peak_mb']:>5} MB (wanted {line['wanted_mb']}),"
        f" {line['growth']} times as long as a quarter of them"
    )
    if "ratio" in line:
        said += f"; habit {line['habit_wall_s']} s, {line['habit_cpu_s']} s CPU, {line['habit_peak_mb']} MB:"
        said += f" CPU 1 : {line['ratio']}, memory 1 : {line['memory_ratio']},"
        said += " same figures" if line["equal"] else " OTHER FIGURES"
    return f"{said}; {'kept' if line['kept'] else 'MISSED'}"


def _table(lines: list[dict[str, Any]]) -> str:
    return "\n".join(
        ["", "Figures of a report (load average in brackets)"] + [f"[{line['load']}] {_row(line)}" for line in lines]
    )


if __name__ == "__main__":
    sys.exit(main())
