"""What stands in `deploy/`: nginx takes its configuration and does what it says; units say what the code says."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from backend import servers
from scripts.programs import nginx_program, steady_port
from scripts.province import front
from scripts.province.parts import Nginx
from tests.serving import ROOT

pytestmark = pytest.mark.service


class Upstream:
    """A stand-in for a web process: counts requests; closes the line without a word unless it `answers`."""

    def __init__(self, answers: bool) -> None:
        self.answers = answers
        self.seen: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line:
                head = line.recv(65536).decode()
                self.seen.append(head)
                if self.answers:
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    def methods(self) -> list[str]:
        return [head.split(" ", 1)[0] for head in self.seen if "/healthz" not in head]


@pytest.fixture
def fronted(tmp_path: Path) -> Iterator[object]:
    """`fronted(addresses)`: nginx before these."""
    running: list[Nginx] = []

    def start(*addresses: str) -> Nginx:
        port = steady_port()
        (tmp_path / "nginx").mkdir(exist_ok=True)
        text = front.for_folder(addresses, f"127.0.0.1:{port}", tmp_path / "nginx", tmp_path / "static")
        door = Nginx(tmp_path, port, text)
        running.append(door)
        door.start()
        return door

    yield start
    for door in running:
        door.stop()


def ask(door: Nginx, method: str, path: str = "/", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", door.port, timeout=15)
    try:
        line.request(method, path, body, headers)
        reply = line.getresponse()
        return reply.status, reply.read()
    finally:
        line.close()


def test_a_post_that_was_sent_is_never_sent_again(fronted) -> None:
    silent, other = Upstream(answers=False), Upstream(answers=False)
    door = fronted(silent.address, other.address)
    silent.seen.clear()
    other.seen.clear()
    assert ask(door, "POST", "/api/x", b"{}")[0] == 503
    assert silent.methods() + other.methods() == ["POST"]
    assert ask(door, "GET", "/api/x")[0] == 503
    assert sorted(silent.methods() + other.methods()) == ["GET", "GET", "POST"]


def test_a_post_goes_to_another_process_where_none_was_reached(fronted) -> None:
    living = Upstream(answers=True)
    dead = socket.create_server(("127.0.0.1", 0))
    address = f"127.0.0.1:{dead.getsockname()[1]}"
    dead.close()
    door = fronted(address, living.address)
    assert [ask(door, "POST", "/x", b"a")[0] for _ in range(4)] == [200] * 4
    assert living.methods() == ["POST"] * 4


def test_what_is_passed_on_is_said_by_the_door_and_the_log_names_nobody(fronted, tmp_path: Path) -> None:
    behind = Upstream(answers=True)
    door = fronted(behind.address)
    ask(door, "GET", "/people/123/?name=secret", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.1.1"})
    head = behind.seen[-1]
    assert "X-Forwarded-Proto: http\r\n" in head
    assert "X-Forwarded-For: 127.0.0.1\r\n" in head
    assert ask(door, "POST", "/x", b"a" * 10_500_000)[0] == 413
    door.stop()  # the log is written out
    log = (tmp_path / "nginx" / "access.log").read_text()
    assert " GET /people 200 " in log
    assert not {"secret", "123", "127.0.0.1"} & set(log.replace("/", " ").split())
    assert "secret" not in door.log + log


@pytest.mark.parametrize("secure", [False, True])
def test_nginx_takes_what_is_rendered_for_a_host(tmp_path: Path, secure: bool) -> None:
    certificate = _certificate(tmp_path) if secure else None
    text = front.render(
        ["127.0.0.1:8001", "127.0.0.1:8002"], listen=("8443", "8080") if secure else ("8080",), folder=str(tmp_path),
        static="/var/lib/asean/static", pages="/srv/asean/deploy/pages", head=f"pid {tmp_path}/nginx.pid;",
        log=f"{tmp_path}/access.log", name="thi.example.vn", certificate=certificate, sockets=400,
    )  # fmt: skip
    assert "@" not in text.replace("@away_api", "").replace("between @ signs", "")
    assert ("Strict-Transport-Security" in text, "ssl_certificate " in text) == (secure, secure)
    path = tmp_path / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    command = [nginx_program(), "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr, done.stderr


def _certificate(folder: Path) -> tuple[str, str]:
    """A throw-away certificate and its key, made by what our own libraries bring along or by openssl."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    program = shutil.which("openssl")
    if program is None:
        pytest.fail("openssl is missing: run `apt-get install openssl` as root")
    subprocess.run(
        [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=thi.example.vn",
         "-keyout", str(key), "-out", str(chain)],
        check=True, capture_output=True,
    )  # fmt: skip
    return str(chain), str(key)


UNITS = sorted((ROOT / "deploy" / "systemd").glob("asean-*"))


def test_units_start_what_the_code_names() -> None:
    """Every word after the interpreter is one of ours, and each unit keeps its process in."""
    starts = {
        path.name: line.removeprefix("ExecStart=/srv/asean/.venv/bin/python ")
        for path in UNITS
        for line in path.read_text().splitlines()
        if line.startswith("ExecStart=")
    }
    assert starts.pop("asean-web@.service") == f"-m {servers.__name__}"
    commands = {words.split()[1] for words in starts.values()}
    assert commands == {"prepare", "backup"} <= set(get_commands())
    for path in UNITS:
        if path.suffix == ".service":
            text = path.read_text()
            for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "User=asean", "CapabilityBoundingSet="):
                assert f"\n{line}\n" in text, (path.name, line)
    web = (ROOT / "deploy" / "systemd" / "asean-web@.service").read_text()
    assert {"KillSignal=SIGTERM", "Restart=always", "LimitNOFILE=65536"} <= set(web.splitlines())
    assert "Environment=HOST=127.0.0.1 PORT=%i" in web


def test_the_environment_of_the_units_holds_known_settings() -> None:
    names = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
    example = set(names.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    assert set(names.findall((ROOT / "deploy" / "systemd" / "asean.env").read_text())) <= example


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Where systemd is there it reads them; the test above holds their words everywhere."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return
    for path in UNITS:
        text = path.read_text().replace("/srv/asean/.venv/bin/python", sys.executable).replace("/srv/asean", str(ROOT))
        (tmp_path / path.name.replace("@.", "@8001.")).write_text(text)
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run([program, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr, done.stderr


def test_the_entry_becomes_the_server_that_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backend.servers"],
        cwd=ROOT, env={**os.environ, "WEB_SERVER": "apache"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "WEB_SERVER is one of" in done.stderr
