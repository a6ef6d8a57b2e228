"""`restore --from FILE`: a copy made by `backup` takes the place of the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend import backups


class Command(BaseCommand):
    help = "Puts a copy made by `backup` in the place of the database. Stop the servers first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", required=True, type=Path, dest="source")
        parser.add_argument("--yes", action="store_true", help="what is in the database now may go")
        parser.add_argument("--force", action="store_true", help="even while somebody uses the database")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["source"].resolve()
        if not source.is_file():
            raise CommandError(f"no file {source}")
        if not backups.is_for_this_database(source):
            raise CommandError(f"{source} is no copy of this kind of database")
        with backups.alone() as alone:
            if not alone and not options["force"]:
                raise CommandError("a server or somebody else uses the database: stop it first, or --force")
            if backups.holds_data() and not options["yes"]:
                raise CommandError("the database holds data, which would go: say --yes")
            try:
                backups.restore(source)
            except (backups.BackupTrouble, OSError) as trouble:
                raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{source} restored; `manage.py prepare` next, then start")
