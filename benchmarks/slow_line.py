"""The first visit to an attempt on a slow line (400/150 kbit/s, 400 ms there and back) with a slow device (CPU slowed
four times), through the province set's proxy: all bytes, and seconds until the first question can be answered.

The line is a small relay between browser and server, so that sockets and what a service worker fetches are slowed and
counted like everything else, and a new connection costs its round trip. Plain http: TLS would add one or two more.
"""

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.context import Context
from benchmarks.ground import World, filled
from benchmarks.processes import free_port
from benchmarks.results import Gate, Result

DOWN_BYTES_S, UP_BYTES_S, ONE_WAY_S = 400_000 / 8, 150_000 / 8, 0.2
SLOWED = 4
SETTLES_S = 6.0  # afterwards nothing more is fetched
KB, FIRST_S, AGAIN_S = (100.0, 120.0), (4.0, 5.0), (1.5, 2.0)
VISITS = 3


def run(context: Context) -> Result:
    result = Result("slow_line", "An attempt's page on 400/150 kbit/s, 400 ms, CPU slowed 4 times (medians of 3)")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        from scripts.province import province

        with province(Path(name), processes=1, server=context.server, proxy=True) as made:
            more = {key: made.environment[key] for key in ("DATABASE_URL", "REDIS_URL")}
            world = filled(Path(name), {"people": 30, "begun": 10}, **more)
            context.say("slow_line: visiting")
            rows = [_visit(made.url, world, number) for number in range(VISITS)]
    for row in rows:
        result.notes += [f"heaviest: {row.pop('first heaviest')}; again: {row.pop('again heaviest')}"]
    middle = {key: sorted(row[key] for row in rows)[VISITS // 2] for key in rows[0]}
    result.rows += rows
    result.gates = [
        Gate("first visit, all bytes", middle["first kB"], *KB, unit="kB"),
        Gate("first visit, usable", middle["first usable s"], *FIRST_S, unit="s"),
        Gate("again, usable", middle["again usable s"], *AGAIN_S, unit="s"),
    ]
    return result


def _visit(url: str, world: World, number: int) -> dict[str, Any]:
    """A browser that has never been here opens a paper, and opens it again."""
    from playwright.sync_api import sync_playwright

    from scripts.programs import chromium_program

    seat, port = world.seats[number], int(url.rsplit(":", 1)[1])
    with slow_line(port) as line, sync_playwright() as play:
        args = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path=chromium_program(), args=args)
        context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "sessionid", "value": seat.session, "url": line.url}])
        row: dict[str, Any] = {}
        for what in ("first", "again"):
            page = context.new_page()
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            before, began = line.down, time.monotonic()
            fetched: list[tuple[str, int]] = []
            page.on("requestfinished", lambda request, kept=fetched: kept.append(_weight(request)))
            page.goto(f"{line.url}/sit/{seat.attempt}/", wait_until="commit")
            option = page.locator("#q1 input:enabled").first
            option.click(trial=True, timeout=60_000)
            row[f"{what} usable s"] = round(time.monotonic() - began, 2)
            page.wait_for_load_state("load")
            row[f"{what} loaded s"] = round(time.monotonic() - began, 2)
            time.sleep(SETTLES_S)
            row[f"{what} kB"] = round((line.down - before) / 1000, 1)
            row[f"{what} heaviest"] = " ".join(f"{path}:{size}" for path, size in sorted(fetched, key=_size)[-3:])
            page.close()
        browser.close()
    return row


def _weight(request: Any) -> tuple[str, int]:
    sizes = request.sizes()
    return urlsplit(request.url).path, int(sizes["responseBodySize"]) + int(sizes["responseHeadersSize"])


def _size(fetched: tuple[str, int]) -> int:
    return fetched[1]


# --- the line -------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """What went through it so far. Both directions are paced over all connections together, as one line is."""

    url: str
    target: int
    down: int = 0
    up: int = 0
    free_at: float = 0.0  # when the last byte that was sent off will have left
    free_up_at: float = 0.0


@contextmanager
def slow_line(target: int) -> Iterator[Line]:
    """A relay to this port of loopback, in a thread and event loop of its own."""
    port, loop = free_port(), asyncio.new_event_loop()
    line = Line(f"http://127.0.0.1:{port}", target)
    ready = threading.Event()

    async def serve() -> None:
        await asyncio.start_server(lambda reader, writer: _relay(line, reader, writer), "127.0.0.1", port)
        ready.set()

    loop.create_task(serve())
    threading.Thread(target=loop.run_forever, daemon=True).start()
    ready.wait(10)
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)


async def _hang_up() -> None:
    """Every connection of this loop that is still open."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _relay(line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(2 * ONE_WAY_S)  # SYN and its answer
    their_reader, their_writer = await asyncio.open_connection("127.0.0.1", line.target)
    await asyncio.gather(
        _pump(line, reader, their_writer, upwards=True), _pump(line, their_reader, writer, upwards=False)
    )


async def _pump(line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, upwards: bool) -> None:
    """Pieces leave at the line's rate and arrive half a round trip later; the next is read meanwhile."""
    loop = asyncio.get_running_loop()
    try:
        while piece := await reader.read(1_460):
            now = loop.time()
            if upwards:
                line.up += len(piece)
                line.free_up_at = max(line.free_up_at, now) + len(piece) / UP_BYTES_S
                leaves = line.free_up_at
            else:
                line.down += len(piece)
                line.free_at = max(line.free_at, now) + len(piece) / DOWN_BYTES_S
                leaves = line.free_at
            loop.call_at(leaves + ONE_WAY_S, _write, writer, piece)
            await asyncio.sleep(leaves - now)
    except OSError:
        pass
    loop.call_later(ONE_WAY_S * 2, writer.close)


def _write(writer: asyncio.StreamWriter, piece: bytes) -> None:
    if not writer.is_closing():
        writer.write(piece)
