"""Closed loops: every client sends its next answer when the last one has been acknowledged as stored."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks import wire
from benchmarks.ground import Place, Seat
from benchmarks.processes import Served
from benchmarks.results import InvalidRun, percentile
from benchmarks.web import Browser

WARM_UP_S = 0.8
PATIENCE_S = 30.0


@dataclass
class Tally:
    """What one measured stretch came to. `last` is the newest acknowledged (seq, value) per attempt and item."""

    answers: int = 0
    frames: int = 0
    held_back: int = 0
    cpu_s: float = 0.0
    database_s: float = 0.0
    redis_s: float = 0.0
    client_s: float = 0.0
    wall_s: float = 0.0
    waits: list[float] = field(default_factory=list)
    last: dict[tuple[int, int], tuple[int, list[str]]] = field(default_factory=dict)
    trouble: str = ""
    running: bool = True
    counting: bool = False

    def stored(self, pair: tuple[int, int], seq: int, value: list[str], sent_at: float) -> None:
        self.last[pair] = (seq, value)
        if self.counting:
            self.answers += 1
            self.waits.append((time.perf_counter() - sent_at) * 1000)

    def figures(self) -> dict[str, float | int | None]:
        """Microseconds of CPU an answer, by whom; how fast; how long each waited."""
        each = 1e6 / self.answers
        return {
            "web us": round(self.cpu_s * each, 1),
            "database us": round(self.database_s * each, 1),
            "redis us": round(self.redis_s * each, 1),
            "client us": round(self.client_s * each, 1),
            "answers/s": round(self.answers / self.wall_s),
            "p50 ms": percentile(self.waits, 50),
            "p99 ms": percentile(self.waits, 99),
            "frames": round(self.frames / self.answers, 3),
        }


class Answering:
    """One pupil's socket, or one that only echoes."""

    def __init__(self, seat: Seat, tally: Tally, seq: int, echoed: bool) -> None:
        self.seat, self.tally, self.seq, self.echoed = seat, tally, seq, echoed
        self.socket: wire.Socket | None = None
        self.waiting = False
        self.sent_at = 0.0
        self.text = b""

    def next(self) -> None:
        self.seq += 1
        item, value = self.seat.answers[self.seq % len(self.seat.answers)]
        self.given = (item, value)
        answer = {"item": item, "value": value, "opening": 1, "seq": self.seq}
        message = {"type": "answers", "id": str(self.seq), "answers": [answer], "submit": False}
        self.text = json.dumps(message, separators=(",", ":")).encode()
        self.sent_at = time.perf_counter()
        self.send()

    def send(self) -> None:
        assert self.socket is not None
        self.waiting = True
        self.socket.say(self.text)

    def heard(self, payload: bytes) -> None:
        if self.tally.counting:
            self.tally.frames += 1
        if self.echoed:
            if payload != self.text:
                self.fail(payload)
        else:
            said = json.loads(payload)
            if said.get("code") in {"busy", "slow_down"}:
                self.tally.held_back += 1
                asyncio.get_running_loop().call_later(said["retry_ms"] / 1000, self.send)
                return
            if said.get("type") not in {"verdicts", "error"}:
                return  # the server may speak by itself
            verdict = (said.get("verdicts") or [{}])[0]
            if verdict.get("verdict") != "stored" or (verdict["item"], verdict["seq"]) != (self.given[0], self.seq):
                self.fail(payload)
        self.tally.stored((self.seat.attempt, self.given[0]), self.seq, self.given[1], self.sent_at)
        self.waiting = False
        if self.tally.running:
            self.next()

    def fail(self, payload: bytes) -> None:
        self.tally.trouble = self.tally.trouble or f"unexpected: {payload[:300]!r}"


async def by_socket(
    server: Served, place: Place, seats: Sequence[Seat], seconds: float, first_seq: int, *, door: str = "attempt"
) -> Tally:
    """One socket a seat, one answer a message: the product's way, or (`door="echo"`) nothing but the way there."""
    tally = Tally()
    pupils = [Answering(seat, tally, first_seq, door == "echo") for seat in seats]
    for start in range(0, len(pupils), 50):
        some = pupils[start : start + 50]
        paths = [f"/ws/{door}/{pupil.seat.attempt}/" for pupil in some]
        sockets = await asyncio.gather(
            *(wire.opened(server.url, path, one.heard, one.seat.session) for path, one in zip(paths, some, strict=True))
        )
        for pupil, socket in zip(some, sockets, strict=True):
            pupil.socket = socket
    for pupil in pupils:
        pupil.next()
    open_ones = [pupil.socket for pupil in pupils if pupil.socket]
    try:
        await _measured(server, place, tally, seconds)
        await _all_heard(tally, lambda: any(pupil.waiting for pupil in pupils))
        if any(socket.closed.done() for socket in open_ones):
            raise InvalidRun(f"sockets were closed: {server.log[-500:]}")
    finally:
        await wire.end_all(open_ones)
    return _valid(tally)


async def by_request(
    server: Served,
    place: Place,
    seats: Sequence[Seat],
    seconds: float,
    first_seq: int,
    *,
    bare: bool = True,
) -> Tally:
    """One kept connection a seat, one request an answer. `bare`: the habit's view; else the product's own."""
    tally = Tally()
    tasks = [asyncio.create_task(_requests(server, seat, tally, first_seq, bare)) for seat in seats]
    watch = asyncio.gather(*tasks)
    try:
        await _measured(server, place, tally, seconds)
        async with asyncio.timeout(PATIENCE_S):
            await watch
    except (TimeoutError, OSError, EOFError) as silence:
        raise InvalidRun(f"answers stayed without a verdict; the server says: {server.log[-400:]}") from silence
    finally:
        watch.cancel()
    return _valid(tally)


async def _requests(server: Served, seat: Seat, tally: Tally, seq: int, bare: bool) -> None:
    browser = Browser(server.url, "" if bare else seat.session, bare=bare)
    while tally.running:
        seq += 1
        item, value = seat.answers[seq % len(seat.answers)]
        sent_at = time.perf_counter()
        answer = {"item": item, "value": value, "opening": 1, "seq": seq}
        if bare:
            reply = await browser.ask("POST", "/answer", data={"attempt": seat.attempt, **answer})
            verdict = reply.json()
        else:
            message = {"type": "answers", "id": str(seq), "answers": [answer], "submit": False}
            reply = await browser.ask("POST", f"/api/attempts/{seat.attempt}/answers", data=message)
            verdict = (reply.json().get("verdicts") or [{}])[0]  # type: ignore[index]
        if tally.counting:
            tally.frames += 1
        if reply.status != 200 or verdict.get("verdict") != "stored":
            tally.trouble = tally.trouble or f"request: {reply.status} {reply.body[:200]!r}"
            break
        tally.stored((seat.attempt, item), seq, value, sent_at)
    tally.held_back += browser.held_back
    browser.hang_up()


async def _measured(server: Served, place: Place, tally: Tally, seconds: float) -> None:
    """Warm up, measure, stop."""
    await asyncio.sleep(WARM_UP_S)
    cpu, wall, own = server.cpu_s, time.perf_counter(), time.process_time()
    database, redis = place.service_cpu()
    tally.counting = True
    await asyncio.sleep(seconds)
    tally.counting = False
    after = place.service_cpu()
    tally.database_s, tally.redis_s = after[0] - database, after[1] - redis
    tally.cpu_s, tally.wall_s = server.cpu_s - cpu, time.perf_counter() - wall
    tally.client_s = time.process_time() - own
    tally.running = False


async def _all_heard(tally: Tally, waiting: Callable[[], bool]) -> None:
    """Until nobody waits for a verdict any more."""
    end = time.monotonic() + PATIENCE_S
    while waiting() and not tally.trouble:
        if time.monotonic() > end:
            raise InvalidRun("answers stayed without a verdict")
        await asyncio.sleep(0.02)


def _valid(tally: Tally) -> Tally:
    if tally.trouble:
        raise InvalidRun(tally.trouble)
    if not tally.answers:
        raise InvalidRun("nothing was stored")
    return tally
