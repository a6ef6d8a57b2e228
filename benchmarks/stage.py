"""Where a measurement takes place: two equal databases with an open contest and 200 people who have begun."""

import io
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from backend import servers

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Seat:
    """One person's attempt, the session cookie, and valid answers: (item, value) pairs."""

    attempt: int
    session: str
    answers: tuple[tuple[int, list[str]], ...]


@dataclass
class Served:
    """A running server process and its data."""

    url: str
    pid: int
    folder: Path

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the whole process, every thread, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return kept | {"VAR_DIR": str(folder), "HASHED_STATIC": "0", "PYTHONWARNINGS": "ignore", "DEMO": "0"}


@contextmanager
def folders() -> Iterator[tuple[Path, Path]]:
    base = Path(tempfile.mkdtemp(prefix="benchmark-"))
    (base / "product").mkdir()
    (base / "baseline").mkdir()
    try:
        yield base / "product", base / "baseline"
    finally:
        shutil.rmtree(base, ignore_errors=True)


def prepare(folder: Path, people: int) -> list[Seat]:
    """Migrate, load the bank, publish a contest, begin `people` attempts. Sets Django up in this process."""
    os.environ.update(environment(folder) | {"DJANGO_SETTINGS_MODULE": "backend.settings"})
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_questions", stdout=io.StringIO())
    seats = _seats(people)
    connection.close()
    return seats


def _seats(people: int) -> list[Seat]:
    from backend import clock
    from contests.actions import demonstration as actions
    from contests.actions.attempt import open_attempt, start_attempt
    from contests.queries import demonstration as reads

    at = clock.now()
    contest = actions.gather_crowd(
        students=people, seed="bench", window=timedelta(hours=2), lead=timedelta(), items=20, at=at
    )
    pupils = reads.invited_pupils(contest)
    attempts = [start_attempt(contest=contest, user=pupil, at=clock.now()) for pupil in pupils]
    for attempt in attempts:
        open_attempt(attempt=attempt)
    choices = tuple((item.id, [code]) for item in reads.keyed_items(contest) for code in item.options[:2])
    sessions = actions.sign_in(pupils=pupils)
    return [Seat(attempt.pk, session, choices) for attempt, session in zip(attempts, sessions, strict=True)]


@contextmanager
def served(application: str, folder: Path, ready: str) -> Iterator[Served]:
    """Daphne on a free port. Ended by its process id, whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = servers.command("daphne", "127.0.0.1", port, application)
    with open(folder / "server.log", "ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url + ready, process, folder)
        yield Served(url, process.pid, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:  # it answers: that will do
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("a server did not come up:\n" + (folder / "server.log").read_text()[-3000:])
