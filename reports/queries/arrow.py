"""Query results by Arrow's database drivers (ADBC): read-only, on a connection of their own.

PostgreSQL is read in this process. SQLite is read in a child: its driver brings a second SQLite library along, and two
of them in one process undo each other's locks on the file (https://www.sqlite.org/howtocorrupt.html, 2.2.1). A child
also costs this process no time of its interpreter while the rows are made.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.base.base import BaseDatabaseWrapper

from reports.queries.sqlite_reader import WHOLE

READER = Path(__file__).with_name("sqlite_reader.py")
BATCH_BYTES = 4_000_000
_DRIVERS = {"sqlite": "adbc_driver_sqlite", "postgresql": "adbc_driver_postgresql"}


def can_read(connection: BaseDatabaseWrapper) -> bool:
    """Whether another connection sees the same rows and there is a driver for it."""
    driver = _DRIVERS.get(connection.vendor)
    if driver is None or connection.in_atomic_block or not connection.get_autocommit():
        return False
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        return False
    return find_spec(driver) is not None and find_spec("pyarrow") is not None


def batches(connection: BaseDatabaseWrapper, sql: str, parameters: tuple[Any, ...]) -> Iterator[Any]:
    """Arrow's record batches of a query as Django compiles it (`query.sql_with_params()`)."""
    return (_from_sqlite if connection.vendor == "sqlite" else _from_postgresql)(connection, sql, parameters)


def instants(column: Any) -> Any:
    """A column of instants in microseconds; SQLite keeps them as text in UTC, without a zone."""
    import pyarrow as pa  # noqa: PLC0415 - Arrow costs a moment that most pages need not pay

    zoned = pa.types.is_timestamp(column.type) and column.type.tz
    return column.cast(pa.timestamp("us", "UTC" if zoned else None))


class _Child:
    """The program that reads SQLite; it answers one query after the other until `end`."""

    def __init__(self) -> None:
        import pyarrow as pa  # noqa: PLC0415 - as above

        self._process = subprocess.Popen(  # noqa: S603 - our own file, and what it is told goes through a pipe
            [sys.executable, "-I", str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._answers = pa.PythonFile(self._process.stdout, mode="r")

    def batches(self, where: str, sql: str, parameters: tuple[Any, ...]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415 - as above

        assert self._process.stdin is not None  # noqa: S101 - asked for above
        try:
            self._process.stdin.write(json.dumps([where, sql, parameters]).encode() + b"\n")
            self._process.stdin.flush()
            yield from pa.ipc.open_stream(self._answers)
            whole = self._answers.read(len(WHOLE)) == WHOLE
        except (pa.ArrowInvalid, BrokenPipeError):
            whole = False
        if not whole:
            raise RuntimeError("the reader of many rows ended early; its reason stands above in the log")

    def end(self) -> None:
        self._process.kill()  # whoever wants no more of an answer leaves it half read
        self._process.communicate()


class _Readers:
    """Children by turns free and at work; a block of `reading()` mostly needs one."""

    def __init__(self) -> None:
        self._free: list[_Child] = []

    @contextmanager
    def one(self) -> Iterator[_Child]:
        """A child that nobody else reads from; one whose answer was not read to its end does not come back."""
        child = self._free.pop() if self._free else _Child()
        try:
            yield child
        except BaseException:
            child.end()
            raise
        self._free.append(child)

    def end(self) -> None:
        while self._free:
            self._free.pop().end()


_block: ContextVar[_Readers | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Inside it one child reads every query: to start one takes longer than to read a hundred thousand rows."""
    if _block.get() is not None:  # a block within a block
        yield
        return
    readers = _Readers()
    token = _block.set(readers)
    try:
        yield
    finally:
        _block.reset(token)
        readers.end()


def _from_sqlite(connection: BaseDatabaseWrapper, sql: str, parameters: tuple[Any, ...]) -> Iterator[Any]:
    where = f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro"
    block = _block.get()
    readers = block or _Readers()
    try:
        with readers.one() as child:
            yield from child.batches(where, sql % (("?",) * len(parameters)), parameters)
    finally:
        if block is None:
            readers.end()


def _from_postgresql(connection: BaseDatabaseWrapper, sql: str, parameters: tuple[Any, ...]) -> Iterator[Any]:
    from adbc_driver_postgresql import dbapi  # noqa: PLC0415 - as above
    from psycopg import ClientCursor  # noqa: PLC0415 - there with PostgreSQL only
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - there with PostgreSQL only

    with connection.cursor() as own:  # the driver takes results as COPY, which knows no parameters
        written = ClientCursor(own.connection).mogrify(sql, parameters)
    with closing(dbapi.connect(make_conninfo(**_where(connection)))) as line, closing(line.cursor()) as cursor:
        cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)})
        cursor.execute(written)
        yield from cursor.fetch_record_batch()


def _where(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The same server and database, for reading only."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {theirs: str(connection.settings_dict[ours]) for ours, theirs in names.items()}
    options = {"options": "-c default_transaction_read_only=on -c timezone=UTC"}
    return {name: value for name, value in given.items() if value} | options
