"""A board as somebody watches it: a socket that is opened again whenever it breaks, every text noted."""

import asyncio
import json
import random
import time

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from tests.faults.journal import Journal, Seen

SILENT_S = 6.0  # the keeper repeats its texts every 4 s; a board not heard of for so long is asked for anew


async def watch(number: int, url: str, contest: str, journal: Journal, dice: random.Random) -> None:
    """For ever. `journal.boards[number]` is the newest text by (epoch, version, at)."""
    line = 0
    while True:
        line += 1
        try:
            await _listen(number, line, url, contest, journal)
        except (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, EOFError):
            await asyncio.sleep(0.2 + 0.6 * dice.random())


async def _listen(number: int, line: int, url: str, contest: str, journal: Journal) -> None:
    address = f"{url.replace('http', 'ws', 1)}/ws/board/{contest}/"
    async with connect(address, origin=Origin(url), proxy=None, open_timeout=5, close_timeout=1) as socket:
        while True:
            async with asyncio.timeout(SILENT_S):
                board = json.loads(await socket.recv())
            seen = Seen(
                number, line, time.monotonic(), board["epoch"], board["version"], board["at"],
                board["submitted"], board["entrants"],
            )  # fmt: skip
            journal.seen.append(seen)
            newest = journal.boards.get(number)
            if newest is None or seen.order >= (newest["epoch"], newest["version"], newest["at"]):
                journal.boards[number] = board
