"""What an ASGI server loads: the application with its background threads running.

An unsafe set-up, or a SQLite file without its write-ahead log, ends the process with one line per reason.
"""

import sys

from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from backend import journal
from backend.asgi import application, start

__all__ = ["application"]


def _refuse_unsafe() -> None:
    messages = checks.run_checks(databases=["default"])
    unsafe = [f"{found.id}: {found.msg}" for found in messages if found.level >= checks.ERROR]
    try:
        journal.require_wal()
    except ImproperlyConfigured as error:
        unsafe.append(str(error))
    if unsafe:
        sys.exit("\n".join(unsafe))


_refuse_unsafe()
start()
