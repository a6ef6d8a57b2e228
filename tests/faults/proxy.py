"""A relay on loopback whose lines can be broken on purpose. It runs in a thread of its own; steer it from any other.

What is hit is drawn by seed, in the order in which lines were opened. Nothing is parsed: bytes go through or not.
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

CHUNK = 64 * 1024
RESET = struct.pack("ii", 1, 0)  # SO_LINGER 0: closing sends RST instead of FIN

T = TypeVar("T")


class Relay:
    """One line: a client's connection and the one behind it. In the proxy's loop only."""

    def __init__(self, client: asyncio.StreamWriter, behind: asyncio.StreamWriter, delay: Callable[[], float]) -> None:
        self.client, self.behind, self.delay = client, behind, delay
        self.dead = False  # swallows everything, says nothing
        self.mute = False  # lets requests in and drops what comes back

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool) -> None:
        try:
            while chunk := await reader.read(CHUNK):
                if pause := self.delay():
                    await asyncio.sleep(pause)
                if not self.dead and not (self.mute and back):
                    writer.write(chunk)
                    await writer.drain()
        except OSError:
            pass
        if not self.dead:  # the other end of a dead line never hears of it
            writer.close()

    def reset(self) -> None:
        """RST to both ends."""
        for writer in (self.client, self.behind):
            line = writer.get_extra_info("socket")
            if line is not None and not writer.transport.is_closing():
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()


class Proxy:
    """`with Proxy(to=port) as proxy:` listens on `proxy.port`. Faults return how many lines they hit."""

    def __init__(self, to: int, *, seed: str = "1", scheme: str = "http") -> None:
        self.to, self.scheme = to, scheme
        self.port = 0
        self.delay_ms = 0.0  # each chunk waits about so long
        self.refusing = False  # new lines are reset at once
        self._dice = random.Random(f"{seed}:proxy")
        self._relays: list[Relay] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the proxy did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    # --- faults

    def reset(self, share: float = 1.0) -> int:
        """These lines are cut with RST."""
        return self._call(lambda: self._hit(share, Relay.reset))

    def half_open(self, share: float = 1.0) -> int:
        """These lines go dead for good: no byte, no FIN, no RST. Whoever uses one must find out by itself."""
        return self._call(lambda: self._hit(share, lambda relay: setattr(relay, "dead", True)))

    def cut_replies(self, share: float = 1.0, seconds: float = 0.5) -> int:
        """These lines take requests and drop every reply for a while, then they are reset."""
        return self._call(lambda: self._mute(share, seconds))

    def _mute(self, share: float, seconds: float) -> int:
        def mute(relay: Relay) -> None:
            relay.mute = True
            self._loop.call_later(seconds, relay.reset)

        return self._hit(share, mute)

    def _hit(self, share: float, act: Callable[[Relay], object]) -> int:
        hit = [relay for relay in self._relays if self._dice.random() < share]
        for relay in hit:
            act(relay)
        return len(hit)

    # --- the loop

    def _call(self, act: Callable[[], T]) -> T:
        async def once() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(once(), self._loop).result(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=4096))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for relay in self._relays:
            relay.reset()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            Relay(writer, writer, self._pause).reset()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            Relay(writer, writer, self._pause).reset()
            return
        relay = Relay(writer, far_writer, self._pause)
        self._relays.append(relay)
        try:
            await asyncio.gather(relay.pump(reader, far_writer, back=False), relay.pump(far_reader, writer, back=True))
        finally:
            self._relays.remove(relay)

    def _pause(self) -> float:
        return self.delay_ms * (0.5 + self._dice.random()) / 1000 if self.delay_ms else 0.0
