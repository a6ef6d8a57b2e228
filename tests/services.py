"""Real Redis, PostgreSQL, nginx and Chromium for the tests, each found by `scripts.programs`.

Everything listens on loopback, on a free port, in a folder that goes away. `python -m tests.services` finds or installs
all of them and says which they are.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.programs import (
    ServiceMissing,
    chromium_program,
    die_with_parent,
    free_port,
    nginx_program,
    postgres_folder,
    redis_program,
    service_user,
)
from scripts.province.process import talks

__all__ = [
    "Service",
    "ServiceMissing",
    "chromium_program",
    "die_with_parent",
    "free_port",
    "fresh_database",
    "nginx_program",
    "postgres",
    "postgres_folder",
    "redis",
    "redis_program",
]

PROGRAMS = (
    ("Redis", redis_program),
    ("PostgreSQL", postgres_folder),
    ("nginx", nginx_program),
    ("Chromium", chromium_program),
)


@dataclass(frozen=True)
class Service:
    url: str
    pid: int


@contextmanager
def _folder(prefix: str, owner: dict[str, object]) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix=prefix))
    if owner:
        os.chown(path, owner["user"], owner["group"])
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{process.args[0]} did not come up:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> None:
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def redis() -> Iterator[Service]:
    """A Redis of our own, nothing saved to disk."""
    program, port = redis_program(), free_port()
    with _folder("asean-redis-", {}) as folder:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with open(folder / "log", "wb") as log:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, preexec_fn=die_with_parent)
        try:
            _wait(lambda: talks(port, b"PING\r\n", b"+PONG"), process, folder / "log")
            yield Service(f"redis://127.0.0.1:{port}/0", process.pid)
        finally:
            _end(process)


@contextmanager
def postgres() -> Iterator[Service]:
    """A PostgreSQL of our own; its URL names the maintenance database."""
    programs, port, owner = Path(postgres_folder()), free_port(), service_user()
    with _folder("asean-postgres-", owner) as folder:
        data, log_path = folder / "data", folder / "log"
        make = [programs / "initdb", "-D", data, "-U", "tests", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]
        done = subprocess.run(make, cwd="/", capture_output=True, text=True, check=False, **owner)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr[-2000:]}")
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
            "fsync": "off", "full_page_writes": "off", "max_connections": 200,
        }  # fmt: skip
        command = [programs / "postgres", "-D", data]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(log_path, "wb") as log:
            process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, preexec_fn=die_with_parent, **owner)
        url = f"postgresql://tests@127.0.0.1:{port}/postgres"
        try:
            _wait(lambda: _postgres_answers(url), process, log_path)
            yield Service(url, process.pid)
        finally:
            _end(process, signal.SIGINT)  # "fast" shutdown: open connections are cut


def _postgres_answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def fresh_database(server: Service) -> Iterator[str]:
    """The URL of a new, empty database on that server; dropped afterwards, whoever is still connected."""
    import psycopg

    name = f"t{time.time_ns()}"
    with psycopg.connect(server.url, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield server.url.rsplit("/", 1)[0] + "/" + name
    finally:
        with psycopg.connect(server.url, autocommit=True) as line:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> int:
    """Say which programs the suite will use; 1 and one line when one cannot be had."""
    for label, find in PROGRAMS:
        try:
            print(f"  {label}: {find()}", flush=True)
        except ServiceMissing as missing:
            print(f"  {missing}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
