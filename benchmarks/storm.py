"""Everybody at once: sockets opened, cards read, the start pressed in the lobby, until each has the first question.

A pupil's way is a browser's: the card's page and its secret, then the lobby; start, paper, opening, socket. Whoever is
told that the server is full comes again after the time it names. The province has two web processes here; pupils are
shared out between them.
"""

import asyncio
import html
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from benchmarks import wire
from benchmarks.context import Context
from benchmarks.ground import Place, Seat
from benchmarks.processes import Served
from benchmarks.results import Gate, InvalidRun, Result, percentile
from benchmarks.web import Browser, Reply

PRODUCT, RIG = "backend.serve:application", "benchmarks.rig:application"
PROCESSES = 2
OPENED = re.compile(rb'data-attempt="(\d+)".* data-opened="([^"]+)"')
START, LOGIN = (15.0, 30.0), (60.0, 120.0)  # seconds for 2,000: goal, limit
PATIENCE_S = 300.0
HANDSHAKES_AT_ONCE = 20


@dataclass
class Storm:
    """What one came to: milliseconds from the common start for each person, and what it cost."""

    waits: list[float] = field(default_factory=list)
    held_back: int = 0
    troubles: list[str] = field(default_factory=list)
    wall_s: float = 0.0
    web_s: float = 0.0
    database_s: float = 0.0
    client_s: float = 0.0

    def row(self, what: str, server: str, people: int) -> dict[str, Any]:
        return {
            "what": what,
            "server": server,
            "people": people,
            "errors": len(self.troubles),
            "held back": self.held_back,
            "all there s": round(self.wall_s, 2),
            "p50 ms": percentile(self.waits, 50),
            "p99 ms": percentile(self.waits, 99),
            "web ms each": round(self.web_s * 1000 / people, 2),
            "database ms each": round(self.database_s * 1000 / people, 2),
            "client ms each": round(self.client_s * 1000 / people, 2),
        }


def run(context: Context) -> Result:
    people = 2_000 if context.full else 300
    result = Result("storm", f"Everybody at once ({PROCESSES} processes of {context.server}, PostgreSQL)")
    with context.ground.place(context.people, context.begun) as place:
        for server in (context.server, "daphne"):
            result.rows += handshakes(context, place, server)
        with ExitStack() as stack:
            servers = [stack.enter_context(_one(place, context.server)) for _number in range(PROCESSES)]
            context.say(f"storm: {people} cards")
            login = _storm(servers, place, people, lambda number, url: _log_in(place, number, url))
            context.say(f"storm: {people} starts")
            start = _storm(servers, place, people, lambda number, url: _begin(place, context.begun + number, url))
    for what, storm, wanted in (("log in by QR", login, LOGIN), ("start, first question", start, START)):
        row = storm.row(what, context.server, people)
        result.rows.append(row)
        if storm.troubles:
            result.failures.append(f"{what}: {len(storm.troubles)} errors, first {storm.troubles[0]}")
        if context.full:
            result.gates.append(Gate(f"{what}, {people} people", row["all there s"], *wanted, unit="s"))
    return result


def _one(place: Place, server: str) -> Any:
    return place.serving(PRODUCT, server, WEB_PROCESSES=str(PROCESSES))


def _storm(
    servers: Sequence[Served],
    place: Place,
    people: int,
    turn: Callable[[int, str], Awaitable[int]],
    at_once: int = 100_000,
) -> Storm:
    """All turns at the same moment; `turn` gives how often it was held back, and raises where it fails."""
    storm, door = Storm(), asyncio.Semaphore(at_once)

    async def one(number: int, began: float) -> None:
        try:
            async with door:
                storm.held_back += await turn(number, servers[number % len(servers)].url)
        except (InvalidRun, OSError, EOFError, TimeoutError, wire.Refused, AssertionError) as trouble:
            storm.troubles.append(repr(trouble)[:300])
        storm.waits.append((time.monotonic() - began) * 1000)

    async def all_of_them() -> None:
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(one(number, began) for number in range(people)))

    web, database, own = sum(one.cpu_s for one in servers), place.service_cpu()[0], time.process_time()
    began = time.monotonic()
    wire.run(all_of_them())
    storm.wall_s = time.monotonic() - began
    storm.web_s, storm.client_s = sum(one.cpu_s for one in servers) - web, time.process_time() - own
    storm.database_s = place.service_cpu()[0] - database
    return storm


async def _log_in(place: Place, number: int, url: str) -> int:
    """The page that the QR opens, the secret, and the page it leads to."""
    browser = Browser(url)
    _expect(await browser.ask("GET", "/card/"), 200)
    lobby = f"/contest/{place.world.code}/"
    form = {"secret": place.world.secrets[number], "next": lobby}
    reply = await browser.ask("POST", "/card/qr", form=form)
    _expect(reply, 302)
    _expect(await browser.ask("GET", reply.headers["location"]), 200)
    browser.hang_up()
    return browser.held_back


async def _begin(place: Place, number: int, url: str) -> int:
    """From the button to the socket that says how the attempt stands."""
    session = place.world.sessions[number]
    browser = Browser(url, session)
    paper = await begun(browser, place.world.code)
    standing = asyncio.get_running_loop().create_future()

    def heard(payload: bytes) -> None:
        if not standing.done() and json.loads(payload)["type"] == "standing":
            standing.set_result(None)

    socket = await wire.opened(url, paper.socket, heard, session)
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.wait({standing, socket.closed}, return_when=asyncio.FIRST_COMPLETED)
    if socket.closed.done():
        raise InvalidRun(f"the socket was closed with {socket.closed.result()}")
    browser.hang_up()
    socket.end()
    return browser.held_back


@dataclass(frozen=True)
class Paper:
    """What a page knows after it has opened the paper; `socket` is where its socket goes."""

    attempt: int
    opening: int
    socket: str


async def begun(browser: Browser, code: str) -> Paper:
    """An attempt begun, as the lobby's button does it: its paper comes at once and is opened."""
    reply = await browser.ask("POST", f"/contest/{code}/start", form={"paper": "here"})
    found = OPENED.search(reply.body)
    if found is None:
        raise InvalidRun(f"start: {reply.status} {reply.headers.get('location')}")
    return _paper(int(found[1]), json.loads(html.unescape(found[2].decode())))


async def opened(browser: Browser, attempt: int) -> Paper:
    """A new opening of this paper, with the ticket that the socket is let in by."""
    reply = await browser.ask("POST", f"/api/attempts/{attempt}/openings")
    _expect(reply, 200)
    return _paper(attempt, reply.json())


def _paper(attempt: int, told: Mapping[str, object]) -> Paper:
    opening = int(str(told["opening"]))
    return Paper(attempt, opening, f"/ws/attempt/{attempt}/?opening={opening}&ticket={told['ticket']}")


def _expect(reply: Reply, status: int) -> None:
    if reply.status != status:
        raise InvalidRun(f"{reply.status} instead of {status}: {reply.body[:120]!r}")


# --- handshakes -----------------------------------------------------------------------------------------------------


def handshakes(context: Context, place: Place, server: str) -> list[dict[str, Any]]:
    """The attempt's socket by ticket, and by session (person, attempt), beside one that asks for nothing."""
    seats, rows = place.world.seats[: context.begun], []
    context.say(f"storm: {len(seats)} handshakes, {server}")
    with place.serving(RIG, server) as served:
        ways: dict[str, list[str]] = {
            "attempt socket by ticket": wire.run(_tickets(served.url, seats)),  # type: ignore[dict-item]
            "attempt socket by session": [f"/ws/attempt/{seat.attempt}/" for seat in seats],
            "echo socket": [f"/ws/echo/{seat.attempt}/" for seat in seats],
        }
        for what, paths in ways.items():
            time.sleep(1.0)

            async def turn(number: int, url: str, paths: list[str] = paths) -> int:
                socket = await wire.opened(url, paths[number], lambda payload: None, seats[number].session)
                await asyncio.sleep(0.3)  # what it asks the database comes after the upgrade
                if socket.closed.done():
                    raise InvalidRun(f"closed with {socket.closed.result()}")
                socket.end()
                return 0

            storm = _storm([served], place, len(seats), turn, HANDSHAKES_AT_ONCE)
            rows.append(storm.row(what, server, len(seats)))
            if storm.troubles:
                raise InvalidRun(f"{what}: {storm.troubles[0]}; the server says: {served.log[-300:]}")
    return rows


async def _tickets(url: str, seats: Sequence[Seat]) -> list[str]:
    """Where the socket of each goes after an opening of the paper."""
    paths = []
    for seat in seats:
        browser = Browser(url, seat.session)
        paths.append((await opened(browser, seat.attempt)).socket)
        browser.hang_up()
    return paths
