"""A child ends with its parent, however that one ends."""

import subprocess
import sys
import time
from pathlib import Path

from tests.serving import ROOT

CHILD = (
    "import os, sys, time; from backend.children import end_with; end_with(int(sys.argv[1])); "
    "print(os.getpid(), flush=True); time.sleep(60)"
)
PARENT = f"import os, subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}, str(os.getpid())])"


def test_a_killed_parent_takes_its_child_along() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
        assert parent.stdout.read() == "", "the pipe closes when the last of the two is gone"
    assert not _lives(child)


def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", CHILD, "1"], cwd=ROOT, capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (1, b"")


def _lives(process: int) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        status = Path(f"/proc/{process}/stat")
        if not status.exists() or ") Z" in status.read_text():
            return False
        time.sleep(0.02)
    return True
