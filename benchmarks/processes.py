"""Processes under measurement: started on loopback, ended by their ids, their CPU read to the nanosecond."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend import servers
from benchmarks.results import InvalidRun

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def cpu_of(pid: int) -> float:
    """CPU seconds of one process: every thread, ended ones too, user and system; 0 when it is gone."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # what clock_getcpuclockid(3) makes of a pid
    except OSError:
        return 0.0


def children_of(pid: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in listed.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


def family_of(pid: int) -> list[int]:
    """The process and all below it."""
    return [pid, *(one for child in children_of(pid) for one in family_of(child))]


def cpu_of_family(pid: int) -> float:
    """CPU seconds of a process with its children, those that have ended too (PostgreSQL has one for each line)."""
    return sum(cpu_of(one) for one in family_of(pid)) + _ended_children(pid)


def _ended_children(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[13]) + int(fields[14])) / TICKS


def memory_kb(pid: int) -> int:
    """Resident memory of a process and its children."""
    total = 0
    for one in family_of(pid):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1]) * PAGE_KB
        except OSError:
            continue
    return total


@dataclass
class Served:
    """A running server process and its data."""

    url: str
    pid: int
    folder: Path

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the whole server, every thread and worker, user and system."""
        return cpu_of_family(self.pid)

    @property
    def memory_kb(self) -> int:
        return memory_kb(self.pid)

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")


def rest(served: Served, *, patience: float = 30.0) -> None:
    """Until the server has nothing left to do: it uses less than a tenth of a core for a fifth of a second."""
    end, span = time.monotonic() + patience, 0.2
    while time.monotonic() < end:
        before = served.cpu_s
        time.sleep(span)
        if served.cpu_s - before < span / 10:
            return
    raise InvalidRun(f"the server did not come to rest in {patience:.0f} s")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(
    application: str, folder: Path, ready: str, *, server: str = "daphne", environment: dict[str, str]
) -> Iterator[Served]:
    """One web server process on a free port. Ended by its process id, whatever happens."""
    port = free_port()
    command = servers.command(server, "127.0.0.1", port, application)
    with running(command, folder, environment) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for(url + ready, process, folder)
        yield Served(url, process.pid, folder)


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with open(folder / "server.log", "ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            for one in family_of(process.pid):
                os.kill(one, signal.SIGKILL)
            process.wait()


def wait_for(url: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
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
