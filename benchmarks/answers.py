"""CPU per durable answer: our socket beside an echo on the same server, our HTTP door, and the habit of one request
with one insert. On SQLite behind Daphne (a school) and on PostgreSQL behind the province's server and Daphne.

The echo stands in the same router behind the same middleware, so what lies between the two is what an answer costs:
reading, judging, grading, summing up, the commit, the verdict.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import psycopg

from benchmarks import wire
from benchmarks.clients import WARM_UP_S, Tally, by_request, by_socket
from benchmarks.context import Context
from benchmarks.ground import Place, copy_of, embedded
from benchmarks.processes import Served
from benchmarks.results import Gate, InvalidRun, Result
from benchmarks.statement import UPSERT

RIG, HABIT = "benchmarks.rig:application", "benchmarks.baseline:application"
BY_HTTP = 32  # people at once where each answer is a request: more only wait longer
WAYS = ("socket", "echo", "http", "request")
TITLES = {
    "socket": "our socket, group commit",
    "echo": "bare echo, same endpoint",
    "http": "our HTTP door",
    "request": "DRF request, one insert",
    "driver": "driver alone, same batches",
}
#: way → goal and limit of socket : way, CPU of the web process alone for the echo, of all for the others
AGAINST_ECHO, AGAINST_REQUEST = (1.3, 1.6), (20.0, 15.0)


def run(context: Context) -> Result:
    result = Result("answers", f"CPU per durable answer ({context.clients} sockets, medians of {context.repeats})")
    with embedded(context.clients, context.clients) as place:
        _side_by_side(result, context, place, "daphne", ("socket", "echo", "request"))
    with context.ground.place(context.people, context.begun) as place:
        _side_by_side(result, context, place, context.server, WAYS)
        _side_by_side(result, context, place, "daphne", ("socket", "echo", "request"))
    return result


def _side_by_side(result: Result, context: Context, place: Place, server: str, ways: Sequence[str]) -> None:
    """One server with all ways in alternation, and its rows and ratios."""
    database = "PostgreSQL" if place.database_url else "SQLite"
    context.say(f"answers: {database}, {server}")
    with copy_of(place) as other:
        with place.serving(RIG, server) as ours, other.serving(HABIT, server, "/answer") as habit:
            tallies, failures = _alternating(context, ways, (ours, place), (habit, other))
            batch, last = _batch_reached(context, ours, place) if place.database_url else (0.0, [])
        _check_stored(place, [*tallies["socket"], *tallies.get("http", ()), *last])
        _check_stored(other, tallies["request"])
        driver = _driver(other, batch) if place.database_url else {}  # its numbers are above all that are to come
    rows = {way: _row(database, server, way, tallies[way]) for way in ways if tallies[way]}
    result.failures += [f"{database}, {server}: {failure}" for failure in failures]
    if driver:
        rows["driver"] = {"database": database, "server": server, "way": TITLES["driver"], **driver}
        result.notes.append(f"{database}, {server}: batches of {batch:.0f} answers reached")
    result.rows += rows.values()
    _judge(result, f"{database}, {server}", server == context.server and bool(place.database_url), rows)


def _judge(result: Result, where: str, province: bool, rows: dict[str, dict[str, Any]]) -> None:
    all_of = {way: row["web us"] + row["database us"] for way, row in rows.items() if way != "driver"}
    web = rows["socket"]["web us"] / rows["echo"]["web us"]
    if province:
        result.gates.append(Gate(f"{where}: web CPU, our socket against the echo", web, *AGAINST_ECHO))
    else:
        result.notes.append(f"{where}: web CPU, our socket against the echo: {web:.2f} x")
    ratio = all_of["request"] / all_of["socket"]
    limit = AGAINST_REQUEST if province else (AGAINST_REQUEST[0], 8.0)
    result.gates.append(Gate(f"{where}: DRF request against our socket, all CPU", ratio, *limit, "at least"))
    result.notes.append(
        f"{where}: with the database's CPU our socket is {all_of['socket'] / all_of['echo']:.2f} echoes"
    )


def _alternating(
    context: Context, ways: Sequence[str], ours: tuple[Served, Place], habit: tuple[Served, Place]
) -> tuple[dict[str, list[Tally]], list[str]]:
    """Stretches by way, and what went wrong at our HTTP door."""
    tallies: dict[str, list[Tally]] = {way: [] for way in ways}
    seats = ours[1].world.seats[: context.clients]
    failures: list[str] = []
    for number in range(context.repeats):
        for way in (way for way in ways if way != "http" or not failures):
            first_seq = context.next_seq()
            work = {
                "socket": lambda seq: by_socket(*ours, seats, context.seconds, seq),
                "echo": lambda seq: by_socket(*ours, seats, context.seconds, seq, door="echo"),
                "http": lambda seq: by_request(*ours, seats[:BY_HTTP], context.seconds, seq, bare=False),
                "request": lambda seq: by_request(*habit, seats[:BY_HTTP], context.seconds, seq),
            }
            try:
                tally: Tally = wire.run(work[way](first_seq))  # type: ignore[assignment]
            except InvalidRun as reason:
                if way != "http":  # a door of its own: the others can be measured without it
                    raise
                failures.append(f"{TITLES[way]}, {BY_HTTP} at once: INVALID, {reason}")
                context.say("  " + failures[-1])
                continue
            tallies[way].append(tally)
            shown = tally.figures()
            context.say(
                f"  {number + 1} {TITLES[way]:28}{shown['web us']:>9} us web {shown['database us']:>8} us database"
            )
    return tallies, failures


def _row(database: str, server: str, way: str, tallies: Sequence[Tally]) -> dict[str, Any]:
    shown = [tally.figures() for tally in tallies]
    middle = {name: median(one[name] or 0.0 for one in shown) for name in shown[0]}
    held = sum(tally.held_back for tally in tallies)
    return {"database": database, "server": server, "way": TITLES[way], **middle, "held back": held}


def _check_stored(place: Place, tallies: Sequence[Tally]) -> None:
    """Durable, not assumed: after the server has ended, the database holds every newest acknowledged answer."""
    promised: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for tally in tallies:
        for pair, (seq, value) in tally.last.items():
            if pair not in promised or promised[pair][0] < seq:
                promised[pair] = (seq, value)
    asked = "SELECT attempt_id, item_id, seq, value FROM contests_answer"
    if place.database_url:
        with psycopg.connect(place.database_url) as line:
            rows = line.execute(asked).fetchall()
    else:
        with sqlite3.connect(place.folder / "data.sqlite3") as database:
            rows = database.execute(asked).fetchall()
    stored = {(attempt, item): (seq, json.loads(value)) for attempt, item, seq, value in rows}
    missing = [pair for pair, one in promised.items() if stored.get(pair) != one]
    if missing:
        raise InvalidRun(f"{len(missing)} acknowledged answers are not in the database")


# --- the driver alone -----------------------------------------------------------------------------------------------


def _batch_reached(context: Context, server: Served, place: Place) -> tuple[float, list[Tally]]:
    """Answers per commit while the loop runs at full speed; the contest loop's own few commits are in it."""
    commits: Callable[[], int] = lambda: _commits(place.database_url)  # noqa: E731
    seats = place.world.seats[: context.clients]
    before = commits()
    tally: Tally = wire.run(by_socket(server, place, seats, context.seconds, context.next_seq()))  # type: ignore[assignment]
    total = tally.answers * (1 + WARM_UP_S / context.seconds)  # the warm-up's answers were committed, too
    return max(1.0, total / max(1, commits() - before)), [tally]


def _commits(url: str) -> int:
    """How many transactions have written so far: those that only read get no number."""
    with psycopg.connect(url, autocommit=True) as line:
        row = line.execute("SELECT txid_snapshot_xmax(txid_current_snapshot())").fetchone()
    return int(row[0]) if row else 0


def _driver(place: Place, batch: float) -> dict[str, Any]:
    """What psycopg and PostgreSQL need for the same rows in the same batches: nothing of ours can be cheaper."""
    pairs = [(seat.attempt, item, json.dumps(value)) for seat in place.world.seats for item, value in seat.answers[::2]]
    size, seq, done, commits = max(1, round(batch)), 2_000_000_000, 0, 0
    with psycopg.connect(place.database_url) as line, line.cursor() as cursor:
        cpu, database, began = time.process_time(), place.service_cpu()[0], time.monotonic()
        while time.monotonic() - began < 2.0:
            seq += 1
            start = (commits * size) % len(pairs)
            rows = [(*pair, 1, seq, "2026-11-01 00:00:00+00", 100, True, 1) for pair in pairs[start : start + size]]
            cursor.executemany(UPSERT, rows)
            line.commit()
            done, commits = done + len(rows), commits + 1
        wall = time.monotonic() - began
        each = 1e6 / done
        return {
            "web us": round((time.process_time() - cpu) * each, 1),
            "database us": round((place.service_cpu()[0] - database) * each, 1),
            "answers/s": round(done / wall),
        }
