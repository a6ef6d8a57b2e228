"""A client's half of a WebSocket, as cheap as it can be: a load generator must not be what is measured.

One text out is one masked frame; texts that come in are handed to `heard`. Pings are answered. No extensions.
"""

import asyncio
import base64
import contextlib
import os
import struct
from collections.abc import Callable
from urllib.parse import urlsplit

MASK = b"\x5a\xa5\x3c\xc3"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

Heard = Callable[[bytes], None]


class Refused(Exception):
    """The handshake or the socket was turned down; the reason is in the text."""


class Socket(asyncio.Protocol):
    """One open socket. `closed` is a future of the close code (1006 where none came)."""

    def __init__(self, request: bytes, heard: Heard) -> None:
        loop = asyncio.get_running_loop()
        self.request = request
        self.heard = heard
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self.transport: asyncio.Transport | None = None
        self.frames = 0
        self._code = 1006
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]
        self.transport.write(self.request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(Refused(f"connection lost in the handshake: {exc!r}"))
        if not self.closed.done():
            self.closed.set_result(self._code)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self.opened.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(Refused(head[:200].decode("latin-1")))
                self.end()
                return
            self.opened.set_result(None)
        self._rest = self._read(data)

    def _read(self, data: bytes) -> bytes:
        """Every whole frame; what is left over."""
        at, there = 0, len(data)
        while there - at >= 2:
            size, head = data[at + 1], 2
            if size == 126:
                head = 4
                size = int.from_bytes(data[at + 2 : at + 4], "big") if there - at >= 4 else there
            elif size == 127:
                head = 10
                size = int.from_bytes(data[at + 2 : at + 10], "big") if there - at >= 10 else there
            end = at + head + size
            if there < end:
                break
            kind = data[at] & 15
            if kind == TEXT:
                self.frames += 1
                self.heard(data[at + head : end])
            else:
                self._control(kind, data[at + head : end])
            at = end
        return data[at:]

    def _control(self, kind: int, payload: bytes) -> None:
        if kind == PING:
            self._write(PONG, payload)
        elif kind == CLOSE:
            self._code = int.from_bytes(payload[:2], "big") or 1005
            self.end()

    def say(self, text: bytes) -> None:
        self._write(TEXT, text)

    def _write(self, kind: int, payload: bytes) -> None:
        assert self.transport is not None
        self.transport.write(frame(kind, payload))

    def end(self) -> None:
        """Close the line; the server hears of it as of a browser that went away."""
        if self.transport is not None:
            self.transport.close()


def frame(kind: int, payload: bytes) -> bytes:
    """One masked frame, not fragmented."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | kind, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | kind, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | kind, 0x80 | 127, size)
    mask = (MASK * (size // 4 + 1))[:size]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big")
    return head + MASK + masked


def upgrade(url: str, path: str, session: str = "") -> bytes:
    """The request that a browser of this site would send."""
    netloc = urlsplit(url).netloc
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: {netloc}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Origin: http://{netloc}"]
    if session:
        lines.append(f"Cookie: sessionid={session}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def opened(url: str, path: str, heard: Heard, session: str = "", patience: float = 60.0) -> Socket:
    """An open socket at this address. Raises Refused."""
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    request = upgrade(url, path, session)
    _, socket = await loop.create_connection(lambda: Socket(request, heard), parts.hostname, parts.port)
    async with asyncio.timeout(patience):
        await socket.opened
    return socket


async def end_all(sockets: list[Socket], patience: float = 20.0) -> None:
    """Close them and wait until each is gone: a measurement must not carry another's farewells."""
    for socket in sockets:
        socket.end()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await asyncio.gather(*(socket.closed for socket in sockets))


def run(main: "asyncio.Future[object] | object") -> object:
    """`asyncio.run` on uvloop where it is there: the load generator shares the machine with what it measures."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)  # type: ignore[arg-type]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)  # type: ignore[arg-type]
