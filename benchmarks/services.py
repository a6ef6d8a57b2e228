"""PostgreSQL as a province runs it (every commit on the disk) and Redis, of our own, on free ports of loopback."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.province.assembly import assemble

ROOM_FOR = 6  # web processes at once: PostgreSQL's connections are counted for them


@dataclass(frozen=True)
class Services:
    postgres_url: str  # without a database's name
    redis_url: str
    postgres: int
    redis: int


@contextmanager
def started() -> Iterator[Services]:
    """The province set's services without its web processes: each benchmark starts its own, on its own copy."""
    with tempfile.TemporaryDirectory(prefix="benchmark-services-") as folder:
        made = assemble(Path(folder), processes=ROOM_FOR, proxy=False)
        made.web = []
        try:
            made.begin()
            url = made.postgres.url.rsplit("/", 1)[0]
            yield Services(url, made.redis.url, made.postgres.pid, made.redis.pid)
        finally:
            made.end()
