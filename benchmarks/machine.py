"""On what a figure was measured."""

import importlib.metadata
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

PACKAGES = (
    "django", "djangorestframework", "channels", "daphne", "uvicorn", "uvloop", "websockets", "psycopg", "redis",
)  # fmt: skip


def header() -> dict[str, Any]:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "fdatasync_ms": _fdatasync_ms(),
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def line() -> str:
    return "machine: " + ", ".join(f"{name} {value}" for name, value in header().items())


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _fdatasync_ms() -> float:
    """What this disk asks for a promise (median of 20)."""
    waits = []
    with tempfile.NamedTemporaryFile() as file:
        for _unused in range(20):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            waits.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(waits), 3)
