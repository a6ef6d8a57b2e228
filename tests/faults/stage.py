"""What the crowd meets: one process on SQLite, or the province set with proxies between its parts."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Protocol
from urllib.parse import urlsplit

from backend import servers
from scripts.province import Province, province
from tests.faults.export import Reader
from tests.faults.proxy import Proxy
from tests.serving import serving


class Web(Protocol):
    """A serving process that can be stopped and started on the same address."""

    pid: int
    url: str

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def kill(self) -> None: ...
    def start(self) -> None: ...


class Manage(Protocol):
    def __call__(self, *arguments: str, check: bool = ..., timeout: float = ...) -> CompletedProcess[str]: ...


@dataclass
class Stage:
    """A running product behind `front`, the proxy that the crowd talks to."""

    name: str
    front: Proxy
    web: list[Any]
    reader: Reader
    manage: Manage
    set_: Province | None = None
    database: Proxy | None = None
    watch: list[str] = field(default_factory=list)

    def keeper(self) -> int:
        """Which of the processes holds the lease; 0 where that is not known."""
        holder = self.reader.keeper().split(":")
        return next((number for number, one in enumerate(self.web) if str(one.pid) in holder[1:2]), 0)


@contextmanager
def alone(*, seed: str = "1", application: str = servers.APPLICATION, server: str = "daphne") -> Iterator[Stage]:
    """One process, SQLite, in-memory layer: a school's laptop."""
    with serving(start=False) as one:
        one.application, one.web_server = application, server
        one.start()
        with Proxy(one.port, seed=seed) as front:
            reader = Reader(one.var_dir / "data.sqlite3")
            yield Stage("sqlite", front, [one], reader, one.manage, watch=[front.url])


@contextmanager
def together(
    *, seed: str = "1", processes: int = 2, server: str = "uvicorn", nginx: bool = True, like: Path | None = None
) -> Iterator[Stage]:
    """The province set, with a proxy before it and one between the web processes and PostgreSQL.

    `like` is a folder that `scripts.province.prepared` has made, to begin as its copy.
    """
    with ExitStack() as stack:
        between: list[Proxy] = []

        def by_proxy(real: str) -> str:
            parts = urlsplit(real)
            assert parts.port is not None
            between.append(stack.enter_context(Proxy(parts.port, seed=f"{seed}:database")))
            return real.replace(f":{parts.port}/", f":{between[0].port}/")

        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="asean-faults-")))
        set_ = stack.enter_context(
            province(
                folder,
                processes=processes,
                server=server,
                proxy=nginx,
                like=like,
                postgres_url=by_proxy,
                HASHED_STATIC="0",
            )
        )
        front = stack.enter_context(Proxy(int(urlsplit(set_.url).port or 0), seed=seed))
        watch = [front.url, *(one.url for one in set_.web)]
        reader = Reader(set_.postgres.url)
        yield Stage("postgresql", front, list(set_.web), reader, set_.manage, set_, between[0], watch)
