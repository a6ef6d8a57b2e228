"""The product as a process: a prepared database, one Daphne on a free port, and ways to end and restart it."""

import fcntl
import functools
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend import servers
from tests.services import die_with_parent, free_port

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """One running server. Its address stays the same over restarts; its files are in `var_dir`."""

    application = servers.APPLICATION  # a mutant puts its own in place
    web_server = "daphne"

    def __init__(self, environment: dict[str, str], var_dir: Path) -> None:
        self.environment = environment
        self.var_dir = var_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def log(self) -> str:
        return (self.var_dir / "server.log").read_text(errors="replace")

    def start(self, seconds: float = 60) -> None:
        """Start the web server and wait until it answers."""
        command = servers.command(self.web_server, "127.0.0.1", self.port, self.application)
        with open(self.var_dir / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, preexec_fn=die_with_parent
            )
        end = time.monotonic() + seconds
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the server did not come up:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            status, _ = self.get("/healthz", timeout=5)
        except (OSError, http.client.HTTPException):
            return False
        return status == 200

    def get(self, path: str, timeout: float = 30, **headers: str) -> tuple[int, bytes]:
        """Status and body of one GET."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request("GET", path, headers=headers)
            reply = line.getresponse()
            return reply.status, reply.read()
        finally:
            line.close()

    def kill(self) -> None:
        """kill -9: nothing gets to finish."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """It stands still in the middle of whatever it does (SIGSTOP), until `resume` or `kill`."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: int) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def restart(self) -> None:
        """End it (if it still runs) and start it again on the same address and data."""
        self.stop()
        self.start()

    def manage(self, *arguments: str, check: bool = True, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """`manage.py` in a process of its own, on this server's data."""
        return _manage(self.environment, *arguments, check=check, timeout=timeout)


def _manage(
    environment: dict[str, str], *arguments: str, check: bool = True, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=timeout,
    )  # fmt: skip
    if check and done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done


def _environment(var_dir: Path, database_url: str | None, redis_url: str | None, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR", "TZ"}}
    kept |= {"VAR_DIR": str(var_dir), "HASHED_STATIC": "0", "LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}
    kept |= {"PYTHONWARNINGS": "ignore", "DJANGO_SETTINGS_MODULE": "backend.settings"}
    if database_url:
        kept["DATABASE_URL"] = database_url
    if redis_url:
        kept["REDIS_URL"] = redis_url
    return kept | more


def _prepare(environment: dict[str, str]) -> None:
    """Migrated, in WAL where it is SQLite, with places and questions loaded, as `make run` does it."""
    _manage(environment, "prepare", "--no-static")


@functools.cache
def _prepared_sqlite() -> Path:
    """One prepared SQLite file, made by the first process of a test run that needs it; servers start from copies."""
    run = os.environ.get("TESTS_VAR_DIR") or tempfile.mkdtemp(prefix="prepared-")
    folder = Path(run) / "prepared"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _prepare(_environment(folder, None, None))
            (folder / "done").touch()
    return folder / "data.sqlite3"


@contextmanager
def serving(
    *,
    database_url: str | None = None,
    redis_url: str | None = None,
    demo: bool = False,
    start: bool = True,
    **settings: str,
) -> Iterator[Server]:
    """A server on a fresh database (SQLite unless told otherwise). `settings` are further environment variables.

    With `demo` the demonstration is filled in before the server is handed over.
    """
    var_dir = Path(tempfile.mkdtemp(prefix="asean-server-"))
    environment = _environment(var_dir, database_url, redis_url, **settings)
    if database_url is None:
        shutil.copyfile(_prepared_sqlite(), var_dir / "data.sqlite3")
    else:
        _prepare(environment)
    server = Server(environment, var_dir)
    try:
        if start:
            server.start()
        if demo:
            server.manage("fill_demonstration", "--url", server.url, timeout=600)
        yield server
    finally:
        server.stop()
        shutil.rmtree(var_dir, ignore_errors=True)
