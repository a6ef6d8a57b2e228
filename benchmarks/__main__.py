"""`python -m benchmarks [--json] [--only answers|statistics]`: the product's way against the habit.

First CPU per durable answer, then the figures of a report (`benchmarks/statistics.py`; FULL=1: ten million, too).
Both servers run Daphne on SQLite with synchronous=FULL, 200 connections each, in alternation (ABAB...), three stretches
each; the figures are medians. Ratios count, not seconds: another machine or load changes both sides.
"""

import argparse
import asyncio
import importlib.metadata
import json
import os
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from benchmarks import stage
from benchmarks import statistics as reported

WANTED = 8.0
PEOPLE = 200
REPEATS = 3


class Voice:
    """Says lines as they come, beside the figures where those are for a program."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def __call__(self, line: str) -> None:
        print(line, file=self.out, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON value on one line instead of each table")
    parser.add_argument("--only", choices=["answers", "statistics"], help="leave the other out")
    parser.add_argument("--seconds", type=float, default=6.0, help="length of each measured stretch")
    parser.add_argument("--clients", type=int, default=PEOPLE)
    options = parser.parse_args(arguments)
    results = [] if options.only == "statistics" else [_answers(options)]
    if options.only != "answers":
        results.append(reported.main(["--json"] if options.json else []))
    return max(results)


def _answers(options: argparse.Namespace) -> int:
    say = Voice(sys.stderr if options.json else sys.stdout)
    started = time.monotonic()
    with stage.folders() as (product, baseline):
        say("preparing two equal databases")
        seats = stage.prepare(product, options.clients)
        shutil.copyfile(product / "data.sqlite3", baseline / "data.sqlite3")
        from benchmarks.clients import InvalidRun

        try:
            figures = _run(product, baseline, seats, options.seconds, say)
        except InvalidRun as reason:
            say(f"INVALID RUN: {reason}")
            return 2
    figures |= {"machine": _machine(), "took_s": round(time.monotonic() - started, 1)}
    print(json.dumps(figures) if options.json else _table(figures))
    return 0 if figures["ratio"] >= WANTED else 1


def _run(product: Path, baseline: Path, seats: list[stage.Seat], seconds: float, say: Voice) -> dict[str, Any]:
    from benchmarks.clients import by_request, by_socket

    sockets, requests = [], []
    with (
        stage.served("backend.serve:application", product, "/healthz") as ours,
        stage.served("benchmarks.baseline:application", baseline, "/answer") as habit,
    ):
        for number in range(REPEATS):
            first_seq = (number + 1) * 1_000_000
            sockets.append(asyncio.run(by_socket(ours, seats, seconds, first_seq)))
            time.sleep(1.0)  # its disconnects are not the other's business
            say(f"  {number + 1}A socket, group commit   {sockets[-1].cpu_ms:7.3f} ms CPU an answer")
            requests.append(asyncio.run(by_request(habit, seats, seconds, first_seq)))
            time.sleep(1.0)
            say(f"  {number + 1}B DRF request, one insert {requests[-1].cpu_ms:7.3f} ms CPU an answer")
    _check_stored(product, sockets[-1])
    _check_stored(baseline, requests[-1])
    ours_ms = statistics.median(tally.cpu_ms for tally in sockets)
    habit_ms = statistics.median(tally.cpu_ms for tally in requests)
    return {
        "socket_ms": round(ours_ms, 3),
        "request_ms": round(habit_ms, 3),
        "ratio": round(habit_ms / ours_ms, 2),
        "wanted": WANTED,
        "clients": len(seats),
        "seconds": seconds,
        "socket": [tally.figures() for tally in sockets],
        "request": [tally.figures() for tally in requests],
    }


def _check_stored(folder: Path, tally: Any) -> None:
    """Durable, not assumed: after the server has ended, the file holds every newest acknowledged answer."""
    from benchmarks.clients import InvalidRun

    with sqlite3.connect(folder / "data.sqlite3") as database:
        rows = database.execute("SELECT attempt_id, item_id, seq, value FROM contests_answer").fetchall()
    stored = {(attempt, item): (seq, json.loads(value)) for attempt, item, seq, value in rows}
    missing = [pair for pair, promised in tally.last.items() if stored.get(pair) != promised]
    if missing:
        raise InvalidRun(f"{len(missing)} acknowledged answers are not in {folder.name}'s file")


def _machine() -> dict[str, Any]:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    packages = ("django", "djangorestframework", "channels", "daphne", "websockets")
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "fdatasync_ms": _fdatasync_ms(),
        **{name: importlib.metadata.version(name) for name in packages},
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _fdatasync_ms() -> float:
    """What this disk asks for a promise (median of 20)."""
    waits = []
    with tempfile.NamedTemporaryFile() as file:
        for _unused in range(20):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            waits.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(waits), 3)


def _table(figures: dict[str, Any]) -> str:
    lines = ["", "machine: " + ", ".join(f"{name} {value}" for name, value in figures["machine"].items()), ""]
    lines.append(
        f"{'':34}{'ms CPU/answer':>14}{'answers/CPU s':>15}{'answers/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'frames':>8}"
    )
    for name, title in (("socket", "socket, group commit"), ("request", "DRF request, one insert")):
        for number, row in enumerate(figures[name], start=1):
            lines.append(
                f"{title + f' #{number}':34}{row['cpu_ms_per_answer']:>14}{row['answers_per_cpu_second']:>15}"
                f"{row['answers_per_second']:>11}{row['p50_ms']:>9}{row['p99_ms']:>9}{row['frames_per_answer']:>8}"
            )
    verdict = "reached" if figures["ratio"] >= WANTED else "MISSED"
    title = f"CPU per durable answer (Daphne, {figures['clients']} connections, SQLite FULL, medians of {REPEATS})"
    ratio = f"{figures['socket_ms']} ms : {figures['request_ms']} ms = 1 : {figures['ratio']}"
    lines += ["", f"{title}: {ratio} (wanted 1 : {WANTED:g}, {verdict}); took {figures['took_s']} s"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
