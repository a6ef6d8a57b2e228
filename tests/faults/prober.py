"""Answers at chosen moments around a deadline, each with bounds of when the server received it."""

import asyncio
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.faults.journal import Probe
from tests.faults.pupil import Pupil

GRACE_S = 5.0
MOMENTS = (-2.0, -0.5, GRACE_S - 0.5, GRACE_S + 0.5)  # seconds after the deadline
LIE = "2026-01-01T00:00:00+00:00"  # what a device says of the time must not matter


@dataclass
class Prober(Pupil):
    """Sends one answer at each of `MOMENTS` on its `way`; a hand-in has one moment only."""

    way: str = "socket"
    moments: tuple[float, ...] = MOMENTS

    async def play(self) -> None:
        try:
            await self.begin()
            device = self.devices[0]
            await device.close()
            for number, after_due in enumerate(self.moments):
                await self.until(self.cast.closes_at - self.cast.opens_at + after_due)
                await self._probe(self.cast.items[number % len(self.cast.items)].id, number, after_due)
        except Exception as failure:  # noqa: BLE001 - told, and the check of the probes' number fails
            self.journal.troubles.append(f"prober {self.way}: {failure!r}")

    async def _probe(self, item: int, number: int, after_due: float) -> None:
        value = self._value(next(one for one in self.cast.items if one.id == item))
        sending = self.devices[0].given(item, value)
        submit = self.way == "submit"
        answers = [sending.message()]
        if self.way == "replay":  # kept offline since long before the deadline: numbers and words say so
            answers[0]["given_at"] = LIE
        packet = {"type": "answers", "id": f"p{number}", "answers": answers, "submit": submit, "at": LIE}
        self.journal.note(sending, time.monotonic())
        by_socket = self.way in {"socket", "replay"}
        lower, upper, reply = await (self._by_socket(packet) if by_socket else self._by_http(packet))
        verdict = next(iter(reply["verdicts"]))
        self.journal.judge(self.attempt, verdict, time.monotonic())
        self.journal.probes.append(
            Probe(
                self.attempt, item, sending.opening, sending.seq, self.way, after_due, lower, upper,
                str(verdict["verdict"]), submit=submit, submitted=bool(reply["submitted"]),
            )
        )  # fmt: skip

    async def _by_http(self, packet: Mapping[str, object]) -> tuple[float, float, dict[str, Any]]:
        lower = time.time()
        reply = await self._browser().ask("POST", f"/api/attempts/{self.attempt}/answers", packet)
        return lower, time.time(), reply.json()

    async def _by_socket(self, packet: Mapping[str, object]) -> tuple[float, float, dict[str, Any]]:
        """Between two signs of life, whose times are the server's own."""
        browser = self._browser()
        address = f"{browser.url.replace('http', 'ws', 1)}/ws/attempt/{self.attempt}/"
        cookie = {"Cookie": browser.cookie_header}
        async with connect(address, origin=Origin(browser.origin), additional_headers=cookie, proxy=None) as socket:
            for message in ({"type": "ping"}, packet, {"type": "ping"}):
                await socket.send(json.dumps(message))
            pongs: list[float] = []
            verdicts: dict[str, Any] | None = None
            async with asyncio.timeout(20):
                while verdicts is None or len(pongs) < 2:
                    told = json.loads(await socket.recv())
                    if told["type"] == "pong":
                        pongs.append(datetime.fromisoformat(told["server_time"]).timestamp())
                    elif told["type"] == "verdicts":
                        verdicts = told
        return pongs[0], pongs[1] + 0.001, verdicts


def probers(first: int, common: Mapping[str, Any], seed: str) -> list[Prober]:
    """One for each way of answers, one for each moment of a hand-in; numbered from `first`."""
    ways: list[tuple[str, tuple[float, ...]]] = [(way, MOMENTS) for way in ("socket", "http", "replay")]
    ways += [("submit", (moment,)) for moment in MOMENTS]
    return [
        Prober(first + number, way=way, moments=moments, dice=random.Random(f"{seed}:probe:{number}"), **common)
        for number, (way, moments) in enumerate(ways)
    ]


PROBERS = 3 + len(MOMENTS)
