"""The fault of a queue without versions: now and then a board's socket sends the text before the newest once more."""

from typing import Any

from backend.serve import application as served
from tests.mutants.boards import Send, Sent, with_boards

EVERY = 3


def backwards(send: Send) -> Send:
    sent: list[Sent] = []

    async def wrapped(event: dict[str, Any]) -> None:
        await send(event)
        if event["type"] == "websocket.send":
            sent.append(event)
            if len(sent) % EVERY == 0 and (older := [one for one in sent if one["text"] != event["text"]]):
                await send(older[-1])

    return wrapped


application = with_boards(served, backwards)
