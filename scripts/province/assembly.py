"""The parts put together: who knows whose address, in which order they start and end."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backend import servers
from backend.environment import BASE_DIR
from scripts.programs import steady_port
from scripts.province import front
from scripts.province.parts import Nginx, Postgres, Redis, Web
from scripts.province.process import Part

POOL = 16
# Beside each pool: threads with connections of their own, long jobs, `manage.py`, a look from outside.
BESIDE_POOL, SPARE = 8, 40
KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "TZ"}

#: A text, or a function that gets the real address and gives the one to use instead (a proxy's, in tests).
Address = str | Callable[[str], str] | None


@dataclass
class Province:
    """One running set. `environment` is what `manage.py` needs to work on the same data."""

    folder: Path
    redis: Redis
    postgres: Postgres
    environment: dict[str, str]
    web: list[Web] = field(default_factory=list)
    nginx: Nginx | None = None

    @property
    def url(self) -> str:
        """Where the set is reached: nginx, or the first web process where there is none."""
        return self.nginx.url if self.nginx is not None else self.web[0].url

    @property
    def public_url(self) -> str:
        """The address that visitors use."""
        return self.environment["PUBLIC_URL"]

    @property
    def parts(self) -> list[Part]:
        """Everything that runs, in the order of starting."""
        return [self.postgres, self.redis, *self.web, *([self.nginx] if self.nginx is not None else [])]

    def manage(self, *arguments: str, check: bool = True, timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """`manage.py` in a process of its own, on this set's data."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR, env=self.environment, capture_output=True, text=True, check=False, timeout=timeout,
        )  # fmt: skip
        if check and done.returncode:
            said = (done.stdout + done.stderr)[-3000:]
            raise RuntimeError(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{said}")
        return done

    def begin(self, like: Path | None = None) -> None:
        """PostgreSQL with the product's database, and Redis."""
        self.postgres.make(like and like / "postgres")
        self.postgres.launch()
        self.redis.launch()
        self.postgres.wait_up()
        self.redis.wait_up()
        self.postgres.make_database()

    def serve(self) -> None:
        """Start the web processes and the door, and wait until they answer."""
        for part in self.web:
            part.launch()
        for part in self.web:
            part.wait_up()
        if self.nginx is not None:
            self.nginx.start()

    def end(self) -> None:
        """End everything, the door first, the database last."""
        for part in reversed(self.parts):
            part.stop()
        self.postgres.remove()


def assemble(
    folder: Path,
    *,
    processes: int = 2,
    server: str = "uvicorn",
    proxy: bool = True,
    host: str = "127.0.0.1",
    port: int = 0,
    application: str = servers.APPLICATION,
    postgres_url: Address = None,
    redis_url: Address = None,
    lasting: bool = False,
    **environment: str,
) -> Province:
    """The set with all its addresses known and nothing running yet."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    pool = int(environment.get("DATABASE_POOL", POOL))
    redis = Redis(folder, steady_port())
    postgres = Postgres(folder, steady_port(), processes * (pool + BESIDE_POOL) + SPARE, lasting=lasting)
    front_port = port or steady_port()
    base = {name: value for name, value in os.environ.items() if name in KEPT}
    base |= _own(folder, processes, pool, f"http://127.0.0.1:{front_port}", proxy)
    base |= {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url} | environment
    seen = base | {
        "DATABASE_URL": _address(postgres_url, base["DATABASE_URL"]),
        "REDIS_URL": _address(redis_url, base["REDIS_URL"]),
    }
    ports = [front_port if not proxy and not number else steady_port() for number in range(processes)]
    made = Province(folder, redis, postgres, base)
    made.web = [
        Web(folder, at, number, server=server, application=application, environment=seen)
        for number, at in enumerate(ports)
    ]
    if proxy:
        addresses = [f"127.0.0.1:{at}" for at in ports]
        text = front.for_folder(addresses, f"{host}:{front_port}", folder / "nginx", Path(base["VAR_DIR"]) / "static")
        made.nginx = Nginx(folder, front_port, text)
    return made


def _own(folder: Path, processes: int, pool: int, url: str, proxy: bool) -> dict[str, str]:
    """The product's settings for this set; a caller's own go over them."""
    return {
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": "WARNING",
        "WEB_PROCESSES": str(processes),
        "DATABASE_POOL": str(pool),
        "PUBLIC_URL": url,
        "BEHIND_PROXY": "1" if proxy else "0",
    }


def _address(wished: Address, real: str) -> str:
    return wished(real) if callable(wished) else wished or real


def copy_files(like: Path, folder: Path) -> None:
    """What a prepared folder holds beside its cluster: the cluster's password, secrets, static files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("postgres.password", "secrets", "static", "static.seen"):
        source, target = like / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy2(source, target)


def prepared(folder: Path) -> Path:
    """A folder with a prepared, stopped set in it, for `province(like=…)`; made once, by whoever comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            made = assemble(folder, processes=1, proxy=False)
            made.web = []
            try:
                made.begin()
                made.manage("prepare")
                made.postgres.stop(60)
                made.postgres.keep()
            finally:
                made.end()
            (folder / "done").touch()
    return folder


@contextmanager
def province(
    folder: Path,
    *,
    processes: int = 2,
    server: str = "uvicorn",
    proxy: bool = True,
    port: int = 0,
    prepare: bool = True,
    like: Path | None = None,
    application: str = servers.APPLICATION,
    postgres_url: Address = None,
    redis_url: Address = None,
    **environment: str,
) -> Iterator[Province]:
    """A running set in a folder: prepared, serving, ended with the block; the data stay in the folder.

    `postgres_url` and `redis_url` are for the web processes alone: a text, or a function that gets the real address and
    gives another. `environment` are further variables. `like` is a folder that `prepared` has made: a new set begins as
    its copy, which takes a second instead of half a minute. What runs dies with the process that called this.
    """
    if like is not None:
        copy_files(like, folder)  # first: the cluster's password is among them
    made = assemble(
        folder, processes=processes, server=server, proxy=proxy, port=port, application=application,
        postgres_url=postgres_url, redis_url=redis_url, **environment,
    )  # fmt: skip
    try:
        made.begin(like)
        if prepare and like is None:
            made.manage("prepare")
        made.serve()
        yield made
    finally:
        made.end()
        shutil.rmtree(made.folder / "nginx", ignore_errors=True)
