"""The four ASGI servers under our own application: what each costs, holds and does with frames that it should refuse.

An echo, a durable answer, a handshake, a text to 1,000 sockets, memory of a socket; then a binary frame, one of 20,000
bytes, one that is no UTF-8, one without its mask, and whether an offer to deflate is taken up.
"""

import asyncio
import contextlib
from statistics import median
from typing import Any

from backend import servers
from benchmarks import wire
from benchmarks.answers import RIG
from benchmarks.clients import by_socket
from benchmarks.context import Context
from benchmarks.fanout import measured as fanned_out
from benchmarks.ground import Place
from benchmarks.idle import measured as held
from benchmarks.results import InvalidRun, Result
from benchmarks.storm import handshakes

FRAMES = {
    "binary": wire.frame(2, b"\x00\x01"),
    "20,000 bytes": wire.frame(wire.TEXT, b"x" * 20_000),
    "not UTF-8": wire.frame(wire.TEXT, b"\xff\xfe{"),
    "no mask": b"\x81\x02{}",
}
WAITS_S = 3.0


def run(context: Context) -> Result:
    result = Result("servers", f"Four servers, our application, PostgreSQL ({context.clients} sockets; medians)")
    with context.ground.place(context.people, context.begun) as place:
        for server in servers.SERVERS:
            context.say(f"servers: {server}")
            try:
                result.rows.append({"server": server, **_one(context, place, server)})
                context.say(f"  {result.rows[-1]}")
            except (InvalidRun, RuntimeError) as reason:
                result.notes.append(f"{server}: not measured, {str(reason)[-300:]}")
    return result


def _one(context: Context, place: Place, server: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    seats = place.world.seats[: context.clients]
    with place.serving(RIG, server) as served:
        for name, door in (("echo us", "echo"), ("answer us", "attempt")):
            tallies = [
                wire.run(by_socket(served, place, seats, context.seconds, context.next_seq(), door=door))
                for _number in range(context.repeats)
            ]
            row[name] = round(median(tally.figures()["web us"] for tally in tallies), 1)  # type: ignore[attr-defined]
        frames = asyncio.run(_bad_frames(served.url, place))
    opened = handshakes(context, place, server)
    row["handshake ms"] = opened[0]["web ms each"]
    hub = fanned_out(context, place, server, 1_000, ("hub",))["hub"]
    row |= {"a text us": hub["web us"], "last of 1,000 ms": hub["last ms"]}
    row["KB a socket"] = held(context, place, server, 1_000)["KB each"]
    return row | frames


async def _bad_frames(url: str, place: Place) -> dict[str, str]:
    """What ends the line after each frame: a close code, or `open` where nothing does."""
    seat, said = place.world.seats[0], {}
    path = f"/ws/attempt/{seat.attempt}/"
    for name, frame in FRAMES.items():
        socket = await wire.opened(url, path, lambda payload: None, seat.session)
        assert socket.transport is not None
        socket.transport.write(frame)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(socket.closed), WAITS_S)
        said[name] = str(socket.closed.result()) if socket.closed.done() else "open"
        socket.end()
    return said | {"deflate": await _deflates(url, path, seat.session)}


async def _deflates(url: str, path: str, session: str) -> str:
    reader, writer = await asyncio.open_connection(*url.removeprefix("http://").split(":"))
    offer = b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
    writer.write(wire.upgrade(url, path, session)[:-2] + offer)
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    writer.close()
    return "taken" if b"permessage-deflate" in head else "not taken"
