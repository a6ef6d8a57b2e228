"""How fresh a board is: from the acknowledgement of a hand-in to the text that counts it, on the last of all screens.

Sockets of the board watch in a process of their own while people answer at a steady rate and some of them hand in. The
n-th acknowledged hand-in is shown when a text says that at least n have handed in; a text is shown when the last socket
has it. One web process.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from benchmarks import wire
from benchmarks.context import Context
from benchmarks.ground import Place, Seat
from benchmarks.results import Gate, InvalidRun, Result, percentile
from benchmarks.watchers import watching

PRODUCT = "backend.serve:application"
FRESH_MS = (1_500.0, 2_500.0)
PATIENCE_S = 20.0


@dataclass
class Hall:
    """What the people in it saw: when each answer and each hand-in was acknowledged."""

    answered: int = 0
    waits: list[float] = field(default_factory=list)
    handed_in: list[float] = field(default_factory=list)
    late_by: float = 0.0  # how far the sending fell behind its plan
    trouble: str = ""


def run(context: Context) -> Result:
    watchers, rate, seconds = (2_000, 200, 15.0) if context.full else (500, 100, 8.0)
    result = Result("freshness", "Age of the board: a hand-in acknowledged, until the last screen shows it")
    with context.ground.place(context.people, context.begun) as whole:
        seats = whole.world.seats
        halves = (seats[: len(seats) // 2], seats[len(seats) // 2 :])  # who has handed in is done
        for server, half in zip((context.server, *(["daphne"] if context.full else [])), halves, strict=False):
            place = replace(whole, world=replace(whole.world, seats=half))
            context.say(f"freshness: {server}, {watchers} board sockets, {rate} answers/s")
            row = _measured(place, server, watchers, rate, seconds)
            result.rows.append({"server": server, "board sockets": watchers, "answers/s": rate, **row})
            if server == context.server:
                result.gates.append(
                    Gate(f"{server}, {watchers} sockets, {rate} answers/s: p99", row["p99 ms"], *FRESH_MS, unit="ms")
                )
    return result


def _measured(place: Place, server: str, watchers: int, rate: int, seconds: float) -> dict[str, Any]:
    with place.serving(PRODUCT, server) as served, watching() as crowd:
        crowd.open("board", served.url, f"/ws/board/{place.world.code}/", place.world.sessions[:watchers])
        time.sleep(2.0)
        before = _submitted(crowd.texts("board"))
        cpu, began = served.cpu_s, time.monotonic()
        hall = Hall()
        wire.run(_play(served.url, place.world.seats, hall, rate, seconds))
        time.sleep(PATIENCE_S / 5)
        used = (served.cpu_s - cpu) / (time.monotonic() - began)
        texts = crowd.texts("board")
    if hall.trouble:
        raise InvalidRun(hall.trouble)
    return _judged(hall, texts, before, watchers) | {"web cores": round(used, 2)}


def _submitted(texts: list[tuple[str, float, float, int]]) -> int:
    return max((int(json.loads(text)["submitted"]) for text, *_rest in texts), default=0)


def _judged(hall: Hall, texts: list[tuple[str, float, float, int]], before: int, watchers: int) -> dict[str, Any]:
    shown = sorted((json.loads(text)["submitted"] - before, last, count) for text, _first, last, count in texts)
    if shown[-1][0] < len(hall.handed_in):
        raise InvalidRun(f"{len(hall.handed_in)} hand-ins acknowledged, {shown[-1][0]} shown")
    if shown[-1][2] < watchers:
        raise InvalidRun(f"the last text reached {shown[-1][2]} of {watchers} sockets")
    ages = []
    for number, at in enumerate(sorted(hall.handed_in), start=1):
        ages.append((min(last for count, last, _sockets in shown if count >= number) - at) * 1000)
    firsts = sorted(first for _text, first, _last, _count in texts)
    return {
        "hand-ins": len(hall.handed_in),
        "p50 ms": percentile(ages, 50),
        "p99 ms": percentile(ages, 99),
        "worst ms": round(max(ages), 1),
        "ack p99 ms": percentile(hall.waits, 99),
        "longest gap ms": round(max((b - a for a, b in pairwise(firsts)), default=0.0) * 1000),
        "text spread ms": percentile([(last - first) * 1000 for _text, first, last, _count in texts], 99),
        "sender late ms": round(hall.late_by * 1000),
    }


async def _play(url: str, seats: list[Seat], hall: Hall, rate: int, seconds: float) -> None:
    """An answer every 1/rate seconds, each by the next person; every tenth is that person's hand-in."""
    waiting: dict[int, tuple[float, bool]] = {}

    def heard(payload: bytes) -> None:
        said = json.loads(payload)
        if said["type"] != "verdicts":
            return
        sent_at, hands_in = waiting.pop(int(said["id"]))
        now = time.monotonic()
        hall.waits.append((now - sent_at) * 1000)
        if said["verdicts"][0]["verdict"] != "stored" or said["submitted"] != hands_in:
            hall.trouble = f"unexpected: {payload[:200]!r}"
        elif hands_in:
            hall.handed_in.append(now)
        hall.answered += 1

    sockets = [await wire.opened(url, f"/ws/attempt/{seat.attempt}/", heard, seat.session) for seat in seats]
    left, began, number = list(range(len(seats))), time.monotonic(), 0
    while number < rate * seconds and left:
        number += 1
        hall.late_by = max(hall.late_by, time.monotonic() - began - number / rate)
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        hands_in = number % 10 == 0
        who = left.pop() if hands_in else left[number % len(left)]
        item, value = seats[who].answers[number % len(seats[who].answers)]
        answer = {"item": item, "value": value, "opening": 1, "seq": 3_000_000 + number}
        message = {"type": "answers", "id": str(number), "answers": [answer], "submit": hands_in}
        waiting[number] = (time.monotonic(), hands_in)
        sockets[who].say(json.dumps(message, separators=(",", ":")).encode())
    async with asyncio.timeout(PATIENCE_S):
        while waiting and not hall.trouble:  # noqa: ASYNC110 - an event for each verdict would cost more
            await asyncio.sleep(0.02)
    await wire.end_all(sockets)
