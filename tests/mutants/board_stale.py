"""The fault of a lost subscription: a board's socket stays open and says nothing after its first texts."""

from typing import Any

from backend.serve import application as served
from tests.mutants.boards import Send, with_boards

FIRST = 2


def stale(send: Send) -> Send:
    texts = 0

    async def wrapped(event: dict[str, Any]) -> None:
        nonlocal texts
        texts += event["type"] == "websocket.send"
        if texts <= FIRST or event["type"] != "websocket.send":
            await send(event)

    return wrapped


application = with_boards(served, stale)
