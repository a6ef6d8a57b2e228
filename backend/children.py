"""Commands that a serving process runs beside itself, and that end with it."""

import ctypes
import os
import signal
import subprocess
import sys

from backend.environment import BASE_DIR

_PR_SET_PDEATHSIG = 1


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    """`manage.py` with these arguments. The thread that calls this must live as long as its process."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=BASE_DIR, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command


def end_with(parent: int) -> None:
    """Called by the child: on Linux the kernel ends it when its parent is gone, even by kill -9.

    Asked for by the child itself, because the parent has threads and must do nothing between fork and exec.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # gone before we could ask
        raise SystemExit(1)
