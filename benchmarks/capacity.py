"""`python -m benchmarks.capacity RESULTS [--write]`: what 1,000, 10,000, 100,000 at once need, from measured figures.

RESULTS is what `python -m benchmarks --json` has printed (FULL=1 for all of it). Prints the table of docs/capacity.md;
`--write` puts it there between its marks. The arithmetic is here and nowhere else; the page explains it.
"""

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.checks import CONNECTIONS_BESIDE_POOL
from benchmarks.processes import ROOT

PAGE = ROOT / "docs" / "capacity.md"
BEGINS, ENDS = "<!-- reckoned: python -m benchmarks.capacity -->", "<!-- /reckoned -->"
SIZES = (1_000, 10_000, 100_000)

#: What is supposed about a contest; the page says so.
ARRIVE_S = 600  # cards are read in the ten minutes before the start
START_S = 120  # the start is pressed within two minutes of the opening
ANSWERS, LENGTH_S = 40, 2_700  # 40 answers in 45 minutes
BURST = 4.0  # the busiest minute against the mean
BOARD_BYTES, HEADS = 2_047, 60
BUSY = 0.5  # a core is planned to half of what it can do
PROCESS_MB, SOCKETS_A_PERSON = 250, 2
LINES_A_PROCESS = 16 + CONNECTIONS_BESIDE_POOL  # of PostgreSQL: DATABASE_POOL as it is, and the threads beside it
PORTS_AN_ADDRESS = 28_000


@dataclass(frozen=True)
class Measured:
    """Cost of the parts, as the benchmarks found them. CPU in milliseconds unless it says otherwise."""

    login_web: float
    login_database: float
    start_web: float
    start_database: float
    answer_web_us: float
    answer_database_us: float
    text_us: float
    socket_kb: float
    page_kb: float


def measured(results: list[dict[str, Any]], server: str = "uvicorn") -> Measured:
    """The figures that are needed, out of a run. KeyError where a benchmark is missing."""
    rows = {result["name"]: result["rows"] for result in results if "rows" in result}
    storm = {row["what"]: row for row in rows["storm"]}
    login, start = storm["log in by QR"], storm["start, first question"]
    answer = next(
        row
        for row in rows["answers"]
        if row["server"] == server and row["database"] == "PostgreSQL" and row["way"].startswith("our socket")
    )
    texts = [row for row in rows["fanout"] if row["server"] == server and row["way"] == "our hub"]
    idle = rows["idle"][-1]
    return Measured(
        login_web=login["web ms each"],
        login_database=login["database ms each"],
        start_web=start["web ms each"],
        start_database=start["database ms each"],
        answer_web_us=answer["web us"],
        answer_database_us=answer["database us"],
        text_us=texts[-1]["web us"],
        socket_kb=idle["KB each"],
        page_kb=max(row["first kB"] for row in rows["slow_line"]),
    )


def reckoned(people: int, cost: Measured) -> dict[str, str]:
    """One column of the table."""
    logins, starts = people / ARRIVE_S, people / START_S
    answers = people * ANSWERS / LENGTH_S * BURST
    login = logins * cost.login_web / 1000
    start = starts * cost.start_web / 1000
    answer, texts = answers * cost.answer_web_us / 1e6, people * cost.text_us / 1e6
    web = max(login, start + texts, answer + texts)
    database = max(
        logins * cost.login_database / 1000,
        starts * cost.start_database / 1000,
        answers * cost.answer_database_us / 1e6,
    )
    processes = max(2, math.ceil(web / BUSY), math.ceil(people * SOCKETS_A_PERSON / 20_000))
    sockets = people * SOCKETS_A_PERSON
    memory = processes * PROCESS_MB + sockets * cost.socket_kb / 1024
    uplink = max(people * (BOARD_BYTES + HEADS) * 8 / 1e6, starts * cost.page_kb * 8 / 1000)
    return {
        "log in, per second": _number(logins),
        "starts, per second": _number(starts),
        "answers, per second (busiest minute)": _number(answers),
        "CPU of logins, cores": _small(login),
        "CPU of starts, cores": _small(start),
        "CPU of answers, cores": _small(answer),
        "CPU of board texts (one a second), cores": _small(texts),
        "**web processes, a core each**": f"**{processes}**",
        "CPU of PostgreSQL, cores": _small(database),
        "**cores of PostgreSQL**": f"**{max(1, math.ceil(database / BUSY))}**",
        "connections of PostgreSQL": _number(processes * LINES_A_PROCESS),
        "**memory of the web processes**": f"**{memory / 1024:.1f} GB**",
        "open sockets, all processes": _number(sockets),
        "open files at the proxy": _number(2 * sockets),
        "addresses between proxy and processes": str(max(processes, math.ceil(sockets / PORTS_AN_ADDRESS))),
        "messages of Redis, per second": _number(processes * (1 + 2)),
        "**uplink**": f"**{uplink:,.0f} Mbit/s**",
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _small(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def table(cost: Measured) -> str:
    columns = [reckoned(people, cost) for people in SIZES]
    lines = ["| at once | " + " | ".join(f"{people:,}" for people in SIZES) + " |", "|---|" + "---|" * len(SIZES)]
    lines += [f"| {name} | " + " | ".join(column[name] for column in columns) + " |" for name in columns[0]]
    given = [
        "", "| measured | |", "|---|---|",
        f"| one login by QR, web / PostgreSQL | {cost.login_web:.1f} / {cost.login_database:.1f} ms |",
        f"| one start with its page, opening and socket | {cost.start_web:.1f} / {cost.start_database:.1f} ms |",
        f"| one durable answer | {cost.answer_web_us / 1000:.2f} / {cost.answer_database_us / 1000:.2f} ms |",
        f"| one board text to one socket | {cost.text_us / 1000:.3f} ms |",
        f"| one open socket | {cost.socket_kb:.0f} KB |",
        f"| first visit to an attempt | {cost.page_kb:.0f} kB |",
    ]  # fmt: skip
    return "\n".join([*lines, *given])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = options.results.read_text(encoding="utf-8").splitlines()
    results = [one for one in (json.loads(line) for line in lines if line.startswith("{")) if "name" in one]
    made = table(measured(results))
    print(made)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
        after = rest.partition(ENDS)[2]
        PAGE.write_text(f"{before}{BEGINS}\n\n{made}\n\n{ENDS}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
