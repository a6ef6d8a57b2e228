"""An application around the served one that changes what boards' sockets send."""

from collections.abc import Awaitable, Callable
from typing import Any

Sent = dict[str, Any]
Send = Callable[[Sent], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[[], Awaitable[Any]], Send], Awaitable[None]]


def with_boards(served: Application, change: Callable[[Send], Send]) -> Application:
    """`served`, with the `send` of every board's socket changed."""

    async def application(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        board = scope["type"] == "websocket" and scope["path"].startswith("/ws/board/")
        await served(scope, receive, change(send) if board else send)

    return application
