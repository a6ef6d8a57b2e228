"""SQLite's write-ahead log: readers do not wait for the writer. Set at migrate; a server does not start without."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def mode() -> str:
    """The journal of the SQLite file in lower case (`wal`, `memory` in a database without a file); "" elsewhere."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        return str(cursor.fetchone()[0]).lower()


def set_wal() -> None:
    """Switch the file to WAL if it is not; it stays so for good."""
    if mode() in {"", "wal", "memory"}:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")


def require_wal() -> None:
    """For a starting server: with another journal, pupils' answers and readers would block each other."""
    found = mode()
    connection.close()
    if found and found != "wal":
        raise ImproperlyConfigured(
            f"The SQLite file is in journal mode {found}, not WAL: run `manage.py migrate` first."
        )
