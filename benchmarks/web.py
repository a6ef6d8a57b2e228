"""One browser's requests as a load generator makes them: a kept line, cookies, and patience where a server asks for it.

503 with Retry-After is what a full server says; the request goes out again after that time, as the pages' own scripts
do it, and is counted.
"""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from benchmarks.results import InvalidRun
from contests.management.simulation.web import Reply

PATIENCE_S = 60.0
TRIES = 40


@dataclass
class Browser:
    """One person at one server. `held_back` counts the times it was told to come again."""

    url: str
    session: str = ""
    bare: bool = False  # nothing but what a program must send
    held_back: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def __post_init__(self) -> None:
        self.parts = urlsplit(self.url)
        self.cookies["csrftoken"] = secrets.token_hex(16)
        if self.session:
            self.cookies["sessionid"] = self.session

    async def ask(self, method: str, path: str, *, data: object = None, form: dict[str, str] | None = None) -> Reply:
        """One request and its reply; sent again while the server is full. InvalidRun when it never is not."""
        for _number in range(TRIES):
            reply = await self._once(method, path, data, form)
            if reply.status != 503 or "retry-after" not in reply.headers:
                return reply
            self.held_back += 1
            await asyncio.sleep(float(reply.headers["retry-after"]))
        raise InvalidRun(f"{method} {path}: the server stayed full")

    async def _once(self, method: str, path: str, data: object, form: dict[str, str] | None) -> Reply:
        body = b"" if data is None else json.dumps(data, separators=(",", ":")).encode()
        kind = "application/json"
        if form is not None:
            body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
        for fresh in (False, True):
            if self._line is None or fresh:
                self._line = await asyncio.open_connection(self.parts.hostname, self.parts.port)
            reader, writer = self._line
            writer.write(self._head(method, path, kind, len(body)) + body)
            try:
                async with asyncio.timeout(PATIENCE_S):
                    return await self._read(reader, method)
            except (asyncio.IncompleteReadError, ConnectionError):
                self.hang_up()  # a kept line that the server had closed; a new one must do
                if fresh:
                    raise
        raise AssertionError

    def _head(self, method: str, path: str, kind: str, size: int) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.parts.netloc}", f"Content-Length: {size}"]
        if not self.bare:
            origin = f"{self.parts.scheme}://{self.parts.netloc}"
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines += [f"Origin: {origin}", f"Referer: {origin}/", f"Cookie: {cookies}"]
            lines += [f"X-CSRFToken: {self.cookies['csrftoken']}", "Accept: text/html, application/json"]
        if size:
            lines.append(f"Content-Type: {kind}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _read(self, reader: asyncio.StreamReader, method: str) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status, headers = int(head[0].split(" ", 2)[1]), {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
            if name.lower() == "set-cookie":
                cookie, _, held = value.partition(";")[0].partition("=")
                self.cookies[cookie.strip()] = held
        body = b""
        if method != "HEAD" and status not in {204, 304}:
            if "chunked" in headers.get("transfer-encoding", ""):
                while size := int((await reader.readline()).split(b";")[0], 16):
                    body += await reader.readexactly(size)
                    await reader.readexactly(2)
                await reader.readuntil(b"\r\n")
            else:
                body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.hang_up()
        return Reply(status, headers, body)

    def hang_up(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None
