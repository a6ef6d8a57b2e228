"""What an ASGI server loads: the application with its background threads running.

An unsafe set-up, a database without its tables or without its write-ahead log ends the process, one line per reason.
"""

import sys

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from backend import journal
from backend.asgi import application, start
from backend.closing import give_reasons

__all__ = ["application"]


def _refuse_unsafe() -> None:
    messages = checks.run_checks(databases=["default"])
    unsafe = [f"{found.id}: {found.msg}" for found in messages if found.level >= checks.ERROR]
    try:
        journal.require_wal()
    except ImproperlyConfigured as error:
        unsafe.append(str(error))
    if not unsafe and _tables_missing():
        unsafe.append("The database is not up to date: run `manage.py prepare` first.")
    connection.close()
    if unsafe:
        sys.exit("\n".join(unsafe))


def _tables_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


_refuse_unsafe()
give_reasons()
start()
