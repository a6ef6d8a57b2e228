"""What the province's measurements stand on: PostgreSQL that keeps its promises, Redis, a filled database, its people.

One of each serves a whole run of benchmarks; each benchmark has a copy of the database of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import processes
from benchmarks.processes import ROOT, Served

KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "TZ"}


@dataclass(frozen=True)
class Seat:
    """One person's attempt, the session cookie, and valid answers: (item, value) pairs."""

    attempt: int
    session: str
    answers: tuple[tuple[int, list[str]], ...]


@dataclass(frozen=True)
class World:
    """Who takes part: every pupil has a session and a card's secret, the first `len(seats)` have begun."""

    code: str
    seats: list[Seat]
    sessions: list[str]
    secrets: list[str]
    choices: tuple[tuple[int, list[str]], ...]


@dataclass(frozen=True)
class Place:
    """A database with its world, and where a server of it keeps its files."""

    folder: Path
    environment: dict[str, str]
    world: World
    postgres: int = 0  # process ids of the services; 0 where there is none
    redis: int = 0
    database_url: str = ""

    @contextmanager
    def serving(self, application: str, server: str, ready: str = "/healthz", **more: str) -> Iterator[Served]:
        """A web server process on this data, in a folder of its own."""
        with tempfile.TemporaryDirectory(prefix="server-", dir=self.folder) as own:
            # the place's secrets are everybody's: sessions are signed with them
            folder = Path(own) if self.database_url else self.folder
            if self.database_url and (self.folder / "secrets").exists():
                shutil.copytree(self.folder / "secrets", folder / "secrets")
            environment = self.environment | {"VAR_DIR": str(folder)} | more
            with processes.served(application, folder, ready, server=server, environment=environment) as one:
                yield one

    def service_cpu(self) -> tuple[float, float]:
        """CPU seconds of PostgreSQL with all its processes, and of Redis."""
        database = processes.cpu_of_family(self.postgres) if self.postgres else 0.0
        return database, processes.cpu_of(self.redis) if self.redis else 0.0


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    kept |= {"VAR_DIR": str(folder), "HASHED_STATIC": "0", "PYTHONWARNINGS": "ignore", "DEMO": "0"}
    return kept | {"DJANGO_SETTINGS_MODULE": "backend.settings"}


def filled(folder: Path, world: dict[str, int | float], **more: str) -> World:
    """Fill the database of this environment, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.fill"]
    command += [part for name, value in world.items() for part in (f"--{name}", str(value))]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder) | more, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"a database could not be filled:\n{done.stderr[-3000:]}")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    choices = tuple((int(item), list(value)) for item, value in said["choices"])
    seats = [
        Seat(attempt, session, choices) for attempt, session in zip(said["attempts"], said["sessions"], strict=False)
    ]
    return World(said["code"], seats, said["sessions"], said["secrets"], choices)


@contextmanager
def embedded(people: int, begun: int) -> Iterator[Place]:
    """A school's set-up: SQLite, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        yield Place(folder, environment(folder), filled(folder, {"people": people, "begun": begun}))


@contextmanager
def copy_of(place: Place) -> Iterator[Place]:
    """The same data once more, for another server."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        shutil.copytree(place.folder / "secrets", folder / "secrets")
        if not place.database_url:
            shutil.copyfile(place.folder / "data.sqlite3", folder / "data.sqlite3")
            yield replace(place, folder=folder, environment=place.environment | {"VAR_DIR": str(folder)})
            return
        with _database(place.database_url.rsplit("/", 1)[0], like=place.database_url.rsplit("/", 1)[1]) as url:
            yield replace(
                place,
                folder=folder,
                environment=place.environment | {"VAR_DIR": str(folder), "DATABASE_URL": url},
                database_url=url,
            )


@contextmanager
def _database(server_url: str, like: str = "template0") -> Iterator[str]:
    """The URL of a new database; dropped afterwards, whoever is still connected."""
    name = f"b{time.time_ns()}"
    with psycopg.connect(f"{server_url}/postgres", autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    try:
        yield f"{server_url}/{name}"
    finally:
        with psycopg.connect(f"{server_url}/postgres", autocommit=True) as line:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Ground:
    """PostgreSQL and Redis for a whole run, started when first asked for; filled databases, each made once."""

    stack: ExitStack
    services: Any = None
    made: dict[tuple[int, int], Place] = field(default_factory=dict)

    @contextmanager
    def place(self, people: int, begun: int) -> Iterator[Place]:
        """A copy of its own of a database with so many people, `begun` of whom sit the contest."""
        key = (people, begun)
        if key not in self.made:
            self.made[key] = self._make(people, begun)
        with copy_of(self.made[key]) as place:
            yield place

    def _make(self, people: int, begun: int) -> Place:
        if self.services is None:
            from benchmarks.services import started

            self.services = self.stack.enter_context(started())
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmark-")))
        url = self.stack.enter_context(_database(self.services.postgres_url))
        more = {"DATABASE_URL": url, "REDIS_URL": self.services.redis_url}
        world = filled(folder, {"people": people, "begun": begun}, **more)
        return Place(
            folder, environment(folder) | more, world, self.services.postgres, self.services.redis, database_url=url
        )


@contextmanager
def ground() -> Iterator[Ground]:
    with ExitStack() as stack:
        yield Ground(stack)
