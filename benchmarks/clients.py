"""Closed loops: every client sends its next answer when the last one has been acknowledged as stored."""

import asyncio
import json
import time
from dataclasses import dataclass, field

from websockets.asyncio.client import connect
from websockets.typing import Origin

from benchmarks.stage import Seat, Served
from contests.management.simulation.ledger import percentile
from contests.management.simulation.web import Browser

WARM_UP_S = 1.5


class InvalidRun(Exception):
    """An error or an answer without its verdict: such a run measures nothing."""


@dataclass
class Tally:
    """What one measured stretch came to. `last` is the newest acknowledged (opening, seq) per attempt and item."""

    answers: int = 0
    frames: int = 0
    cpu_s: float = 0.0
    wall_s: float = 0.0
    client_cpu_s: float = 0.0
    waits: list[float] = field(default_factory=list)
    last: dict[tuple[int, int], tuple[int, list[str]]] = field(default_factory=dict)
    running: bool = True
    counting: bool = False

    @property
    def cpu_ms(self) -> float:
        return self.cpu_s * 1000 / self.answers

    def figures(self) -> dict[str, float | None]:
        return {
            "cpu_ms_per_answer": round(self.cpu_ms, 3),
            "answers_per_cpu_second": round(self.answers / self.cpu_s, 1),
            "answers_per_second": round(self.answers / self.wall_s, 1),
            "p50_ms": percentile(self.waits, 50),
            "p99_ms": percentile(self.waits, 99),
            "frames_per_answer": round(self.frames / self.answers, 3),
            "client_cpu_s": round(self.client_cpu_s, 2),
        }

    def stored(self, seat: Seat, item: int, seq: int, value: list[str], sent_at: float) -> None:
        self.last[(seat.attempt, item)] = (seq, value)
        if self.counting:
            self.answers += 1
            self.waits.append((time.perf_counter() - sent_at) * 1000)


async def by_socket(server: Served, seats: list[Seat], seconds: float, first_seq: int) -> Tally:
    """One socket a seat, one answer a message: the product's way."""
    tally = Tally()
    ready = asyncio.Barrier(len(seats) + 1)
    tasks = [asyncio.create_task(_socket(server, seat, tally, ready, first_seq)) for seat in seats]
    return await _measured(server, tally, tasks, ready, seconds)


async def _socket(server: Served, seat: Seat, tally: Tally, ready: asyncio.Barrier, seq: int) -> None:
    url = server.url.replace("http", "ws", 1) + f"/ws/attempt/{seat.attempt}/"
    cookie = {"Cookie": f"sessionid={seat.session}"}
    async with connect(
        url, origin=Origin(server.url), additional_headers=cookie, compression=None, proxy=None, open_timeout=60
    ) as socket:
        await ready.wait()
        while tally.running:
            seq += 1
            item, value = seat.answers[seq % len(seat.answers)]
            sent_at = time.perf_counter()
            answer = {"item": item, "value": value, "opening": 1, "seq": seq}
            await socket.send(json.dumps({"type": "answers", "id": str(seq), "answers": [answer], "submit": False}))
            message = json.loads(await asyncio.wait_for(socket.recv(), 30))
            if tally.counting:
                tally.frames += 1
            verdicts = message.get("verdicts") or [{}]
            if message.get("type") != "verdicts" or verdicts[0].get("verdict") != "stored":
                raise InvalidRun(f"socket: {message}")
            if (verdicts[0]["item"], verdicts[0]["seq"]) != (item, seq):
                raise InvalidRun(f"a verdict for another answer: {message}")
            tally.stored(seat, item, seq, value, sent_at)


async def by_request(server: Served, seats: list[Seat], seconds: float, first_seq: int) -> Tally:
    """One kept connection a seat, one request an answer: the habit."""
    tally = Tally()
    ready = asyncio.Barrier(len(seats) + 1)
    tasks = [asyncio.create_task(_requests(server, seat, tally, ready, first_seq)) for seat in seats]
    return await _measured(server, tally, tasks, ready, seconds)


async def _requests(server: Served, seat: Seat, tally: Tally, ready: asyncio.Barrier, seq: int) -> None:
    browser = Browser(server.url, {}, bare=True)
    await ready.wait()
    while tally.running:
        seq += 1
        item, value = seat.answers[seq % len(seat.answers)]
        sent_at = time.perf_counter()
        answer = {"attempt": seat.attempt, "item": item, "value": value, "opening": 1, "seq": seq}
        reply = await browser.ask("POST", "/answer", answer)
        if tally.counting:
            tally.frames += 1
        if reply.status != 200 or reply.json().get("verdict") != "stored":
            raise InvalidRun(f"request: {reply.status} {reply.body[:200]!r}")
        tally.stored(seat, item, seq, value, sent_at)
    browser.hang_up()


async def _measured(
    server: Served, tally: Tally, tasks: list[asyncio.Task[None]], ready: asyncio.Barrier, seconds: float
) -> Tally:
    """Warm up, measure, stop; an exception in any client makes the run invalid."""
    watch = asyncio.gather(*tasks)
    try:
        async with asyncio.timeout(90):
            await ready.wait()
        await asyncio.sleep(WARM_UP_S)
        cpu, wall, own = server.cpu_s, time.perf_counter(), time.process_time()
        tally.counting = True
        await asyncio.sleep(seconds)
        tally.counting = False
        tally.cpu_s, tally.wall_s = server.cpu_s - cpu, time.perf_counter() - wall
        tally.client_cpu_s = time.process_time() - own
        tally.running = False
        async with asyncio.timeout(60):
            await watch
    except TimeoutError as silence:
        raise InvalidRun("answers stayed without a verdict") from silence
    finally:
        watch.cancel()
    if not tally.answers:
        raise InvalidRun("nothing was stored")
    return tally
