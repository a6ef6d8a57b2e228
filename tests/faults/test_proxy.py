"""The proxy does to lines what it says, and the same to the same lines with the same seed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.faults.proxy import Proxy


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that says everything back."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve(line: socket.socket) -> None:
            with line, suppress(OSError):
                while chunk := line.recv(1024):
                    line.sendall(chunk)

        def accept() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(line,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]


def opened(proxy: Proxy) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
    line.sendall(b"hello")
    assert line.recv(5) == b"hello"
    line.settimeout(0.4)
    return line


def test_what_goes_in_comes_out(echo: int) -> None:
    with Proxy(echo) as proxy, opened(proxy) as line:
        proxy.delay_ms = 20
        line.sendall(b"again")
        assert line.recv(5) == b"again"


def test_a_reset_reaches_the_client_as_one(echo: int) -> None:
    with Proxy(echo) as proxy, opened(proxy) as line:
        assert proxy.reset() == 1
        with pytest.raises(ConnectionResetError):
            line.recv(5)


def test_a_half_open_line_says_nothing_at_all(echo: int) -> None:
    with Proxy(echo) as proxy, opened(proxy) as line:
        assert proxy.half_open() == 1
        line.sendall(b"lost?")
        with pytest.raises(TimeoutError):
            line.recv(5)


def test_cut_replies_let_the_request_in_and_reset_the_line(echo: int) -> None:
    with Proxy(echo) as proxy, opened(proxy) as line:
        assert proxy.cut_replies(seconds=0.1) == 1
        line.sendall(b"hello")
        with pytest.raises(ConnectionResetError):
            line.recv(5)


def test_a_server_that_is_away_resets_new_lines() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with (
        Proxy(port) as proxy,
        pytest.raises(ConnectionResetError),
        socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as line,
    ):
        line.recv(5)


def test_the_same_seed_hits_the_same_lines(echo: int) -> None:
    hit = []
    for _again in range(2):
        with Proxy(echo, seed="7") as proxy:
            lines = [opened(proxy) for _unused in range(12)]
            proxy.half_open(0.5)
            hit.append([not _answers(line) for line in lines])
            for line in lines:
                line.close()
    assert hit[0] == hit[1]
    assert 0 < sum(hit[0]) < 12


def _answers(line: socket.socket) -> bool:
    line.settimeout(0.2)
    line.sendall(b"hello")
    try:
        return line.recv(5) == b"hello"
    except TimeoutError:
        return False
