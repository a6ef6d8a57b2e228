"""Sending without a task for each socket: a `send` that has nothing to wait for is over at its first step.

Python 3.12 calls this an eager task. Here the coroutine is stepped by hand, and only one that waits gets a task.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Later = asyncio.Future[None]


def sent_at_once(send: Send, event: MutableMapping[str, Any], loop: asyncio.AbstractEventLoop) -> Later | None:
    """None when the server has taken it; else what is still under way. Raises what `send` raises at its first step.

    There is no current task in that step; a server whose `send` wants one raises, and is to be asked by a task.
    """
    sending = send(event)
    if not inspect.iscoroutine(sending):
        return asyncio.ensure_future(sending, loop=loop)
    try:
        waits_for = sending.send(None)
    except StopIteration:
        return None
    return loop.create_task(_go_on(_Rest(sending, waits_for)))


def sent_by_task(send: Send, event: MutableMapping[str, Any], loop: asyncio.AbstractEventLoop) -> Later:
    """The plain way: each send in a task of its own."""
    return asyncio.ensure_future(send(event), loop=loop)


class _Rest:
    """A coroutine that has made its first step, and what it waits for since: the task waits for that first."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], waits_for: Any) -> None:
        self.coroutine = coroutine
        self.waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        try:
            yield self.waits_for
        except BaseException:
            self.coroutine.close()
            raise
        yield from self.coroutine.__await__()


async def _go_on(rest: _Rest) -> None:
    await rest
