"""Whole copies of the database while it is in use, and the way back.

SQLite by its online backup (one read transaction: a moment as it was, writers go on), PostgreSQL by its own pg_dump and
pg_restore. A copy is made under another name, looked through, and only then takes its name: there is no half copy.
"""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from backend.environment import text

PATIENCE_S = 3.0
SQLITE_HEAD, POSTGRES_HEAD = b"SQLite format 3\x00", b"PGDMP"


class BackupTrouble(Exception):
    """One line for whoever runs the command."""


def suffix() -> str:
    """What the name of a copy of this installation's database ends in."""
    return ".sqlite3" if connection.vendor == "sqlite" else ".dump"


def back_up(target: Path) -> None:
    """A copy of the database at that path, mode 600, looked through; an older one stays until it is whole."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(Path(settings.DATABASES["default"]["NAME"]), unfinished)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}")
            _run("pg_restore", "--file=/dev/null", str(unfinished), connected=False)  # reads all of it
        _to_disk(unfinished)
        unfinished.replace(target)
        _to_disk(target.parent)
    finally:
        for left in unfinished.parent.glob(f"{unfinished.name}*"):  # SQLite's own files stand beside it
            left.unlink()


def restore(source: Path) -> None:
    """Put a copy in the place of the database: all of it, or nothing of it."""
    if connection.vendor == "sqlite":
        _restore_sqlite(source, Path(settings.DATABASES["default"]["NAME"]))
    else:
        _restore_postgres(source)


def looked_through() -> str:
    """Empty when the pages of the database are sound; only SQLite can be asked (pg_dump reads every row anyway)."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        said = [row[0] for row in cursor.fetchall()]
    return "" if said == ["ok"] else "; ".join(said[:5])


def is_for_this_database(source: Path) -> bool:
    """Whether the file is a copy of the kind of database that this installation uses."""
    with source.open("rb") as file:
        head = file.read(16)
    return head == SQLITE_HEAD if connection.vendor == "sqlite" else head.startswith(POSTGRES_HEAD)


def holds_data() -> bool:
    """Whether there are tables that a restore would replace."""
    if connection.vendor == "sqlite" and not Path(settings.DATABASES["default"]["NAME"]).exists():
        return False
    return bool(connection.introspection.table_names())


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody serves these data now; on SQLite no server can start while this is open."""
    if connection.vendor != "sqlite":
        yield not _others()
        return
    with Path(settings.SINGLE_PROCESS_LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _others() -> int:
    """How many lines of others PostgreSQL has to this database. One that is just ending gets a moment."""
    import psycopg  # noqa: PLC0415 - only where it is PostgreSQL

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # ours would be counted
    about = settings.DATABASES["default"]
    place = {"host": about["HOST"], "port": about["PORT"] or 5432, "user": about["USER"], "dbname": about["NAME"]}
    end = time.monotonic() + PATIENCE_S
    with psycopg.connect(**place, password=about["PASSWORD"], autocommit=True) as line:
        while True:
            row = line.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchone()
            others = int(row[0]) if row else 0
            if not others or time.monotonic() > end:
                return others
            time.sleep(0.2)


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as line,
        closing(sqlite3.connect(target)) as copy,
    ):
        line.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        said = copy.execute("PRAGMA integrity_check").fetchall()
    if said != [("ok",)]:
        raise BackupTrouble(f"integrity_check: {said[:5]}")


def _restore_sqlite(source: Path, place: Path) -> None:
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, unfinished)
        with closing(sqlite3.connect(unfinished)) as line:
            said = line.execute("PRAGMA integrity_check").fetchall()
            if said != [("ok",)]:
                raise BackupTrouble(f"integrity_check: {said[:5]}")
            line.execute("PRAGMA journal_mode=WAL")
        _to_disk(unfinished)
        connection.close()
        for beside in ("-wal", "-shm"):  # they belong to the file that goes
            place.with_name(place.name + beside).unlink(missing_ok=True)
        unfinished.replace(place)
        _to_disk(place.parent)
    finally:
        for left in unfinished.parent.glob(f"{unfinished.name}*"):
            left.unlink()


def _restore_postgres(source: Path) -> None:
    """One transaction: everything that is there goes, everything in the copy comes, or nothing changes."""
    anew = ["--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public", "--file=-"]
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", *anew]
    reading = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    writing = [_program("psql"), *_where(), *options]
    connection.close()
    with tempfile.TemporaryFile() as said:
        reader = subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=said)  # noqa: S603 - PostgreSQL's own
        writer = subprocess.Popen(  # noqa: S603 - PostgreSQL's own
            writing, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=_environment()
        )
        _pour(reader, writer)
        if writer.returncode or reader.returncode:
            said.seek(0)
            raise BackupTrouble(f"nothing was changed: {said.read().decode(errors='replace')[-500:].strip()}")


def _pour(reader: "subprocess.Popen[bytes]", writer: "subprocess.Popen[bytes]") -> None:
    """The script from one to the other. One that was cut off must not be committed: it ends in an error then."""
    assert reader.stdout is not None  # noqa: S101 - for the type
    assert writer.stdin is not None  # noqa: S101
    with contextlib.suppress(BrokenPipeError):
        shutil.copyfileobj(reader.stdout, writer.stdin, 1 << 20)
    reader.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        if reader.wait():
            writer.stdin.write(b"\n\\.\nSELECT 1/0;\n")
        writer.stdin.close()
    writer.wait()


def _program(name: str) -> str:
    """PostgreSQL's program of that name, not older than the server; POSTGRES_BIN's word counts first."""
    needed = connection.pg_version // 10_000  # type: ignore[attr-defined]  # PostgreSQL's connection has it
    folders = [text("POSTGRES_BIN")] if text("POSTGRES_BIN") else []
    folders += [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    for folder in [*folders, None]:
        found = shutil.which(name, path=folder)
        if found and _major(found) >= needed:
            return found
    package = f"postgresql-client-{needed}"
    raise BackupTrouble(
        f"{name} of PostgreSQL {needed} or later is missing: apt-get install {package}, or POSTGRES_BIN"
    )


def _major(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    number = next((word for word in done.stdout.split() if word[0].isdigit()), "0")
    return int(number.split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz") or 0)


def _where() -> list[str]:
    about = settings.DATABASES["default"]
    place = {"host": about["HOST"], "port": about["PORT"] or 5432, "username": about["USER"], "dbname": about["NAME"]}
    return [*(f"--{name}={value}" for name, value in place.items()), "--no-password"]


def _environment() -> dict[str, str]:
    """The password travels in here: arguments can be seen by everybody on the machine."""
    password = str(settings.DATABASES["default"]["PASSWORD"])
    return {
        **os.environ,
        "PGPASSWORD": password,
        "PGAPPNAME": "asean-backup",
        "PGOPTIONS": "-cclient_min_messages=error",
    }


def _run(name: str, *arguments: str, connected: bool = True) -> None:
    """One of PostgreSQL's programs, on our database."""
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [_program(name), *(_where() if connected else []), *arguments],
        env=_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BackupTrouble(f"{name}: {done.stderr[-500:].strip()}")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
