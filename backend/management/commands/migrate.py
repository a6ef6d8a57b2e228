"""Django's `migrate`, which also leaves a SQLite file in WAL."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from backend import journal


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            journal.set_wal()
