"""A small HTTP/1.1 client over asyncio streams: keep-alive, a session cookie, the CSRF pair a browser would send."""

import asyncio
import json
import secrets
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE_S = 30.0


class LineDown(OSError):
    """The server could not be reached, or went away in the middle."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        """The body as an object; empty where it is none."""
        try:
            shape = json.loads(self.body)
        except ValueError:
            return {}
        return shape if isinstance(shape, dict) else {}


@dataclass
class Browser:
    """One person's browser at one server. Not for use by two tasks at once, except through `ask`, which queues."""

    url: str
    cookies: dict[str, str]
    bare: bool = False  # nothing but what a program must send
    patience_s: float = PATIENCE_S
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self.secure = parts.scheme == "https"
        self.host = parts.hostname or "127.0.0.1"
        self.port = parts.port or (443 if self.secure else 80)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.netloc = parts.netloc
        self.csrf = secrets.token_hex(16)
        self.cookies = {**self.cookies, "csrftoken": self.csrf}

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def ask(self, method: str, path: str, body: object = None) -> Reply:
        """One request; a text is sent as a form, anything else as JSON.

        Raises LineDown; a kept connection that the server had closed is opened anew once.
        """
        async with self._turn:
            fresh = self._writer is None
            try:
                return await asyncio.wait_for(self._ask(method, path, body), self.patience_s)
            except (OSError, EOFError, ValueError, TimeoutError) as trouble:
                self.hang_up()
                if fresh or isinstance(trouble, TimeoutError):
                    raise LineDown(repr(trouble)) from trouble
            try:
                return await asyncio.wait_for(self._ask(method, path, body), self.patience_s)
            except (OSError, EOFError, ValueError, TimeoutError) as trouble:
                self.hang_up()
                raise LineDown(repr(trouble)) from trouble

    async def _ask(self, method: str, path: str, body: object) -> Reply:
        if self._writer is None:
            context = ssl.create_default_context() if self.secure else None
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port, ssl=context)
        assert self._reader is not None  # noqa: S101 - opened together with the writer
        self._writer.write(self._head_and_body(method, path, body))
        await self._writer.drain()
        reply, keep = await _read_reply(self._reader, method)
        if not keep:
            self.hang_up()
        return reply

    def _head_and_body(self, method: str, path: str, body: object) -> bytes:
        form = isinstance(body, str)
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body, separators=(",", ":"))
        content = text.encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.netloc}", f"Content-Length: {len(content)}"]
        if not self.bare:
            lines += [
                f"Origin: {self.origin}",
                f"Referer: {self.origin}/",
                f"Cookie: {self.cookie_header}",
                f"X-CSRFToken: {self.csrf}",
                "Accept: text/html, application/json",
                "Accept-Language: vi",
            ]
        if body is not None:
            lines.append(f"Content-Type: application/{'x-www-form-urlencoded' if form else 'json'}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + content

    def hang_up(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def _read_reply(reader: asyncio.StreamReader, method: str) -> tuple[Reply, bool]:
    """The reply, and whether the connection may be kept."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    headers = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    keep = headers.get("connection", "").lower() != "close"
    if method == "HEAD" or status in {204, 304}:
        return Reply(status, headers, b""), keep
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return Reply(status, headers, await _read_chunks(reader)), keep
    if "content-length" in headers:
        return Reply(status, headers, await reader.readexactly(int(headers["content-length"]))), keep
    return Reply(status, headers, await reader.read()), False


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return body
