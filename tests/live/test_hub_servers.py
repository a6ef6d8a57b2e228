"""The hub under real servers: what is stepped by hand arrives, and a reader that stands still holds up nobody."""

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from websockets.sync.client import ClientConnection, connect

from backend import servers
from tests.services import die_with_parent, free_port
from tests.serving import ROOT

pytestmark = pytest.mark.service
TEXTS = 400  # of 15 KB: more than the buffers between a server and one who does not read


@pytest.fixture(params=["daphne", "uvicorn"])
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def port(server: str) -> Iterator[int]:
    found = free_port()
    command = servers.command(server, "127.0.0.1", found, "tests.live.hub_app:application")
    process = subprocess.Popen(command, cwd=ROOT, preexec_fn=die_with_parent)
    try:
        end = time.monotonic() + 30
        while not answers(found) and time.monotonic() < end:
            time.sleep(0.05)
        yield found
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def opened(port: int) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{port}/", compression=None, ping_interval=None)


def push(line: http.client.HTTPConnection) -> int:
    """How many sends wait."""
    line.request("GET", "/")
    return int(line.getresponse().read())


def test_texts_arrive_in_order_beside_one_who_does_not_read(port: int, server: str) -> None:
    pusher = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    stands_still = socket.socket()
    stands_still.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stands_still.connect(("127.0.0.1", port))
    head = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    stands_still.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n{key}\r\n\r\n".encode())
    with opened(port) as one, opened(port) as other, stands_still:
        for version in range(TEXTS + 1):
            waiting = push(pusher) if version else 0
            for line in (one, other):
                assert str(line.recv(10)).partition(":")[0] == str(version)
        assert waiting == (1 if server == "uvicorn" else 0), "Daphne never lets a send wait"
    pusher.close()
