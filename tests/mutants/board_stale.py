"""The fault of a cache that nobody refreshes: boards' sockets say the first text again, whatever came since."""

from typing import Any

from backend.serve import application as served
from tests.mutants.boards import Send, with_boards

first: list[str] = []


def stale(send: Send) -> Send:
    async def wrapped(event: dict[str, Any]) -> None:
        if event["type"] == "websocket.send":
            first.append(event["text"])
            event = {**event, "text": first[0]}
        await send(event)

    return wrapped


application = with_boards(served, stale)
