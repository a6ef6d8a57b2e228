"""One process of the set: started, watched, ended; its address stays the same over all of that."""

import contextlib
import http.client
import os
import resource
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.programs import die_with_parent

# The kernel ends a child with the *thread* that started it: one thread that lives as long as we do starts them all.
_starter = ThreadPoolExecutor(1, thread_name_prefix="starter")
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the state on; empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        return []


def clock_s(pid: int) -> float:
    """CPU seconds of a process with all its threads, those that ended included; 0 when it is gone."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the kernel's CPU clock of that process (clock_getcpuclockid)
    except OSError:
        return 0.0


def children(pid: int) -> list[int]:
    """The processes that this one has started and that live."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def family_s(pid: int) -> float:
    """CPU seconds of a process, of its children, and of the children it has buried."""
    fields = _stat(pid)
    if not fields:
        return 0.0
    buried = (int(fields[13]) + int(fields[14])) * _TICK_S
    return clock_s(pid) + buried + sum(clock_s(child) for child in children(pid))


def end_all(pids: Iterable[int], seconds: float = 10) -> None:
    """kill -9 to each, and wait until the last is gone (or waits to be buried)."""
    left = list(pids)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + seconds
    while any(_stat(pid)[:1] not in ([], ["Z"]) for pid in left) and time.monotonic() < end:
        time.sleep(0.01)


def talks(port: int, ask: bytes, reply: bytes) -> bool:
    """Whether what listens there gives that reply."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(ask)
            return line.recv(64).startswith(reply)
    except OSError:
        return False


def http_status(port: int, path: str, timeout: float = 5) -> int:
    """The status of one GET; 0 when nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


class Part(ABC):
    """A process of the set. Subclasses say how it is started and when it is up."""

    name = "part"
    asks_to_end = signal.SIGTERM
    ends_with_us = signal.SIGKILL

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    @abstractmethod
    def is_up(self) -> bool:
        """Whether it answers."""

    def launch_options(self) -> dict[str, object]:
        """Further arguments of Popen: environment, folder, account."""
        return {}

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the present process and its threads; starts at 0 again after a restart."""
        return clock_s(self.pid)

    @property
    def log_path(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def launch(self) -> None:
        """Start it without waiting for it."""
        with open(self.log_path, "ab") as log:
            options = {"stdout": log, "stderr": log, "stdin": subprocess.DEVNULL, "preexec_fn": self._before}
            options |= self.launch_options()
            start: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen
            # a session of its own: Ctrl-C reaches us alone, and we end things in order
            self.process = _starter.submit(start, self.command(), start_new_session=True, **options).result()

    def _before(self) -> None:
        die_with_parent(self.ends_with_us)
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    def wait_up(self, seconds: float = 120) -> None:
        """Wait until it answers; RuntimeError with the end of its log where it does not."""
        end = time.monotonic() + seconds
        while not self.is_up():
            if not self.running or time.monotonic() > end:
                raise RuntimeError(f"{self.name} did not come up:\n{self.log[-3000:]}")
            time.sleep(0.03)

    def start(self, seconds: float = 120) -> None:
        """Start it on its old address and wait until it answers."""
        self.launch()
        self.wait_up(seconds)

    def stop(self, seconds: float = 15) -> None:
        """Let it finish; kill -9 when that takes too long."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.asks_to_end)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """kill -9 to the process and to those it has started: nothing gets to finish."""
        if self.process is None or self.process.poll() is not None:
            return
        # stopped first, so that it starts no child that we have not seen
        os.kill(self.pid, signal.SIGSTOP)
        family = children(self.pid)
        self.process.kill()
        self.process.wait()
        end_all(family)

    def pause(self) -> None:
        """It stands still in the middle of whatever it does (SIGSTOP), until `resume` or `kill`."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)
