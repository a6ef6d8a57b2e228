"""The fault of a place by position: equal ones on the board get different ranks."""

import json
from typing import Any

from backend.serve import application as served
from tests.mutants.boards import Send, with_boards


def by_position(send: Send) -> Send:
    async def wrapped(event: dict[str, Any]) -> None:
        if event["type"] == "websocket.send" and '"steps"' in event["text"]:
            board = json.loads(event["text"])
            board["steps"] = [[worth, first, first] for worth, first, _last in board["steps"]]
            event = {**event, "text": json.dumps(board)}
        await send(event)

    return wrapped


application = with_boards(served, by_position)
