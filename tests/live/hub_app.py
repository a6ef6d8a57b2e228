"""A hub and nothing else as an ASGI application: sockets join it, each GET pushes them the next text and says how many
sends are waiting."""

import asyncio
import itertools
from typing import Any

from contests.live.hub import Hub
from contests.live.snapshot import Snapshot

hub = Hub()
_versions = itertools.count(1)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        version = next(_versions)
        hub.push(Snapshot("AAAAAA", 1, version, f"{version}:" + "x" * 15_000))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(_waiting()).encode()})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        line = hub.join("AAAAAA", send, _allowed)
        line.offer(Snapshot("AAAAAA", 1, 0, "0:"))
        try:
            while (await receive())["type"] != "websocket.disconnect":
                pass
        finally:
            hub.leave("AAAAAA", line)


def _waiting() -> int:
    """Sends that could not end at once and go on in a task of their own."""
    return sum(getattr(task.get_coro(), "__name__", "") == "_go_on" for task in asyncio.all_tasks())


async def _allowed() -> None:
    return None
