"""CPU per delivered board text: our hub, a group of the channel layer, and the bare `websockets` library's broadcast.

Hub and group are on the same server at the same time, in the same process; all sockets stay open, the broadcasts take
turns. The order to send reaches each server by a request of its own, which is in its figures.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import processes, wire
from benchmarks.context import Context
from benchmarks.ground import Place
from benchmarks.processes import Served
from benchmarks.results import Gate, Result
from benchmarks.watchers import Watchers, watching
from benchmarks.web import Browser

RIG = "benchmarks.rig:application"
BYTES = 1_900  # a full board; it may have 2,047
WAYS = ("hub", "bare", "group")
TITLES = {"hub": "our hub", "group": "group_send to N consumers", "bare": "websockets, broadcast()"}
AGAINST_BARE, AGAINST_GROUP = (1.2, 1.6), (5.0, 4.0)


def run(context: Context) -> Result:
    result = Result("fanout", f"CPU per delivered board text of {BYTES} bytes (medians of {context.repeats})")
    for size in (200, 1_000, 4_000) if context.full else (200, 1_000):
        for server in (context.server, "daphne"):
            context.say(f"fanout: {server}, {size} sockets")
            with context.ground.place(context.people, context.begun) as place:
                rows = measured(context, place, server, size)
            result.rows += [{"server": server, "sockets": size, **row} for row in rows.values()]
            _judge(result, server == context.server, size < 1_000, f"{server}, {size} sockets", rows)
    return result


def _judge(result: Result, province: bool, small: bool, where: str, rows: dict[str, dict[str, Any]]) -> None:
    """At 200 sockets the order to send weighs too much to judge by."""
    web = {way: row["web us"] for way, row in rows.items()}
    bare, group = web["hub"] / web["bare"], web["group"] / web["hub"]
    if province and not small:
        result.gates.append(Gate(f"{where}: our hub against the bare broadcast", bare, *AGAINST_BARE))
        result.notes.append(f"{where}: group_send against our hub: {group:.1f} x")
    elif not province and not small:
        result.gates.append(Gate(f"{where}: group_send against our hub", group, *AGAINST_GROUP, "at least"))
        result.notes.append(f"{where}: our hub against the bare broadcast: {bare:.2f} x")
    else:
        result.notes.append(f"{where}: our hub {bare:.2f} x the bare broadcast, group_send {group:.1f} x our hub")


def measured(
    context: Context, place: Place, server: str, size: int, ways: tuple[str, ...] = WAYS
) -> dict[str, dict[str, Any]]:
    """Rows by way: microseconds of CPU for each delivered text, and how long the last client waits."""
    sessions, code = place.world.sessions[:size], place.world.code
    with place.serving(RIG, server) as ours, _bare(place.folder) as bare, watching() as crowd:
        if "hub" in ways:
            crowd.open("hub", ours.url, f"/ws/board/{code}/", sessions)
        if "group" in ways:
            crowd.open("group", ours.url, "/ws/habit/bench/", sessions)
        if "bare" in ways:
            crowd.open("bare", bare.url, "/", [""] * size)
        with orders(ours, bare, code) as order:
            for way in ways:  # the first text is of an epoch after which the keeper's own are old
                order[way]()
            for way in ways:
                crowd.settle(way)
            stretches: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
            for _number in range(context.repeats):
                for way in ways:
                    served = bare if way == "bare" else ours
                    processes.rest(served)
                    stretches[way].append(_stretch(crowd, place, served, way, size, order[way]))
        if "Traceback" in ours.log:
            context.say(f"  the server's log has: {ours.log[-600:]}")
    rows = {way: {name: median(one[name] for one in found) for name in found[0]} for way, found in stretches.items()}
    for way in ways:
        context.say(f"  {TITLES[way]:28}{rows[way]['web us']:>9.1f} us a text")
    return {way: {"way": TITLES[way], **row} for way, row in rows.items()}


def _stretch(
    crowd: Watchers, place: Place, served: Served, way: str, size: int, order: Callable[[], None]
) -> dict[str, Any]:
    times = max(1, 2_000 // size) if way == "group" else max(4, 10_000 // size)
    waits: list[dict[str, Any]] = []
    cpu, redis, client = served.cpu_s, place.service_cpu()[1], crowd.cpu_s
    for _number in range(times):
        sent = time.monotonic()
        order()
        said = crowd.wait(way, size, since=sent)
        waits.append({**said, "last": said["last"] - sent})
    processes.rest(served)  # what a send leaves to be done after its last text is of this turn
    each = 1e6 / (times * size)
    return {
        "web us": round((served.cpu_s - cpu) * each, 2),
        "redis us": round((place.service_cpu()[1] - redis) * each, 2),
        "client us": round((crowd.cpu_s - client) * each, 2),
        "p50 ms": round(median(one["p50"] for one in waits), 1),
        "last ms": round(median(one["last"] for one in waits) * 1000, 1),
        "bytes": waits[-1]["bytes"],
    }


@contextmanager
def _bare(folder: Path) -> Iterator[Served]:
    port = processes.free_port()
    with tempfile.TemporaryDirectory(prefix="bare-", dir=folder) as own:
        command = [sys.executable, "-m", "benchmarks.bare", str(port)]
        with processes.running(command, Path(own), {}) as process:
            url = f"http://127.0.0.1:{port}"
            processes.wait_for(url, process, Path(own))
            yield Served(url, process.pid, Path(own))


@contextmanager
def orders(ours: Served, bare: Served | None, code: str) -> Iterator[dict[str, Callable[[], None]]]:
    """How each is told to send one text to all."""
    with asyncio.Runner() as runner:
        browser = Browser(ours.url, bare=True)
        socket = runner.run(wire.opened(bare.url, "/order", lambda payload: None)) if bare else None
        version = 0

        def text() -> str:
            nonlocal version
            version += 1
            head = json.dumps({"type": "board", "contest": code, "epoch": 1_000_000, "version": version})
            return head[:-1] + ', "steps": "' + "x" * (BYTES - len(head) - 13) + '"}'

        def by_request(what: str) -> None:
            body = {"text": text(), "code": code, "version": version, "group": "bench"}
            reply = runner.run(browser.ask("POST", f"/benchmark/{what}", data=body))
            assert reply.status == 204, reply

        async def say(one: str) -> None:
            assert socket is not None
            socket.say(one.encode())

        yield {
            "hub": lambda: by_request("push"),
            "group": lambda: by_request("group"),
            "bare": lambda: runner.run(say(text())),
        }
        browser.hang_up()
        if socket:
            socket.end()
