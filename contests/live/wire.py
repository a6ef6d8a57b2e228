"""This process's one membership in the channel layer, on an event loop and thread of its own.

Whatever is said or heard here is a hint: losing any of it is harmless, so nothing waits for it and nothing fails by it.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from channels.layers import get_channel_layer

from contests.live import topics

log = logging.getLogger(__name__)

Message = dict[str, object]
MOST_UNSAID = 200
JOIN_AGAIN_S = 60.0  # layers forget members that are old
PAUSE_S = 1.0


class Wire:
    """Started once by the serving process; before that `say` does nothing."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._unsaid = 0
        self.joined = threading.Event()
        #: Messages not taken, memberships lost.
        self.trouble = 0

    def start(self, heard: Callable[[Message], None]) -> None:
        """`heard` is called in the wire's thread with every message of the group, one's own included."""
        with self._lock:
            if self._loop is not None:
                return
            self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._run, args=(self._loop, heard), name="wire", daemon=True).start()

    def say(self, message: Message) -> None:
        """To every process; returns at once, from any thread. Dropped where the layer does not keep up."""
        if self._loop is None:
            return
        with self._lock:
            if self._unsaid >= MOST_UNSAID:
                return
            self._unsaid += 1
        future = asyncio.run_coroutine_threadsafe(get_channel_layer().group_send(topics.BOARDS, message), self._loop)
        future.add_done_callback(self._said)

    def _said(self, future: "Future[None]") -> None:
        with self._lock:
            self._unsaid -= 1
        if not future.cancelled() and (trouble := future.exception()):
            self.trouble += 1
            log.warning("the channel layer took no message: %r", trouble)

    def _run(self, loop: asyncio.AbstractEventLoop, heard: Callable[[Message], None]) -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(self._listen(heard))

    async def _listen(self, heard: Callable[[Message], None]) -> None:
        while True:
            try:
                await self._member(heard)
            except Exception:
                log.exception("the channel layer failed; joining again")
                self.trouble += 1
                self.joined.clear()
                await asyncio.sleep(PAUSE_S)

    async def _member(self, heard: Callable[[Message], None]) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel("boards.")
        await layer.group_add(topics.BOARDS, channel)
        self.joined.set()
        staying = asyncio.create_task(self._stay(channel))
        try:
            while True:
                message = await layer.receive(channel)
                try:
                    heard(message)
                except Exception:
                    log.exception("a message of the layer could not be used")
        finally:
            staying.cancel()

    async def _stay(self, channel: str) -> None:
        while True:
            await asyncio.sleep(JOIN_AGAIN_S)
            try:
                await get_channel_layer().group_add(topics.BOARDS, channel)
            except Exception:
                log.exception("the membership could not be renewed")


wire = Wire()
