"""A WebSocket by hand: says what no well-behaved client would, and tells how the server ends the line."""

import os
import socket
import struct
from dataclasses import dataclass

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
GONE = 0  # the line was dropped without a word


@dataclass
class Frame:
    opcode: int
    data: bytes

    @property
    def code(self) -> int:
        """The code of a closing frame."""
        return int(struct.unpack("!H", self.data[:2])[0]) if len(self.data) >= 2 else 1005


class RawSocket:
    """Open after construction; `status` is that of the handshake."""

    def __init__(self, port: int, path: str, *, origin: str | None, session: str = "", timeout: float = 2) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade"]
        head += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13"]
        head += [f"Origin: {origin}"] if origin is not None else []
        head += [f"Cookie: sessionid={session}"] if session else []
        self.line.sendall("\r\n".join([*head, "", ""]).encode())
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            self._rest += self._more()
        answer, _, self._rest = self._rest.partition(b"\r\n\r\n")
        self.status = int(answer.split()[1])

    def say(self, data: bytes, opcode: int = TEXT, *, last: bool = True, masked: bool = True) -> None:
        size = len(data)
        head = bytes([(0x80 if last else 0) | opcode])
        mark = 0x80 if masked else 0
        if size < 126:
            head += bytes([mark | size])
        elif size < 65_536:
            head += bytes([mark | 126]) + struct.pack("!H", size)
        else:
            head += bytes([mark | 127]) + struct.pack("!Q", size)
        key = os.urandom(4) if masked else b""
        body = bytes(byte ^ key[at % 4] for at, byte in enumerate(data)) if masked else data
        self.line.sendall(head + key + body)

    def hear(self) -> Frame | None:
        """The next frame that is no sign of life; None when the line is gone. TimeoutError after this socket's time."""
        try:
            while True:
                frame = self._cut()
                if frame is None:
                    self._rest += self._more()
                elif frame.opcode == PING:
                    self.say(frame.data, PONG)
                elif frame.opcode != PONG:
                    return frame
        except (ConnectionError, EOFError):
            return None

    def closed(self) -> int:
        """The code with which the server closes; whatever else it says before is skipped."""
        while (frame := self.hear()) is not None:
            if frame.opcode == CLOSE:
                return frame.code
        return GONE

    def end(self) -> None:
        self.line.close()

    def _more(self) -> bytes:
        if not (data := self.line.recv(65_536)):
            raise EOFError
        return data

    def _cut(self) -> Frame | None:
        """Servers send whole frames, unmasked."""
        if len(self._rest) < 2:
            return None
        size, at = self._rest[1] & 0x7F, 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, at = int.from_bytes(self._rest[2 : 2 + width], "big"), 2 + width
        if len(self._rest) < at + size:
            return None
        frame = Frame(self._rest[0] & 0x0F, self._rest[at : at + size])
        self._rest = self._rest[at + size :]
        return frame
