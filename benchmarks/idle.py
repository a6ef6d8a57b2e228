"""10,000 idle sockets of the board on one process of the province's server (FULL=1; 1,000 else): memory, idle CPU, and
one text to all of them.
"""

import time
from typing import Any

from benchmarks.context import Context
from benchmarks.fanout import RIG, orders
from benchmarks.ground import Place
from benchmarks.results import Gate, Result
from benchmarks.watchers import watching

KB_EACH, LAST_S = (40.0, 40.0), (0.5, 1.0)
TEXTS = 5


def run(context: Context) -> Result:
    size = 10_000 if context.full else 1_000
    result = Result("idle", f"{size:,} idle board sockets on one process")
    with context.ground.place(context.people, context.begun) as place:
        row = measured(context, place, context.server, size)
    result.rows.append({"server": context.server, **row})
    if context.full:
        result.gates.append(Gate(f"{context.server}: memory of a socket", row["KB each"], *KB_EACH, unit="KB"))
        result.gates.append(Gate(f"{context.server}: a text to the last", row["last ms"] / 1000, *LAST_S, unit="s"))
    return result


def measured(context: Context, place: Place, server: str, size: int) -> dict[str, Any]:
    """A first tenth of the sockets is open before memory is read: what a process loads once is not theirs."""
    sessions = (place.world.sessions * (size // len(place.world.sessions) + 1))[:size]
    path, tenth = f"/ws/board/{place.world.code}/", size // 10
    with place.serving(RIG, server) as served, watching() as crowd:
        crowd.open("board", served.url, path, sessions[:tenth])
        before = served.memory_kb
        context.say(f"idle: {server}, opening {size:,} sockets")
        said = crowd.open("board", served.url, path, sessions[tenth:])
        time.sleep(3.0)
        held, cpu, began = served.memory_kb, served.cpu_s, time.monotonic()
        time.sleep(10.0)
        idle = (served.cpu_s - cpu) / (time.monotonic() - began)
        with orders(served, None, place.world.code) as order:
            order["hub"]()  # of an epoch after which the keeper's own texts are old
            time.sleep(2.0)
            crowd.settle("board")
            lasts, each = [], []
            for _number in range(TEXTS):
                cpu, sent = served.cpu_s, time.monotonic()
                order["hub"]()
                lasts.append((crowd.wait("board", size)["last"] - sent) * 1000)
                each.append((served.cpu_s - cpu) * 1e6 / size)
                time.sleep(1.0)
    return {
        "sockets": size,
        "KB each": round((held - before) / (size - tenth), 1),
        "process MB": held // 1024,
        "opened in s": round(said["took_s"], 1),
        "idle cores": round(idle, 3),
        "last ms": round(sorted(lasts)[len(lasts) // 2], 1),
        "worst ms": round(max(lasts), 1),
        "us a text": round(sorted(each)[len(each) // 2], 1),
    }
