"""`backup --to FILE`: the whole database in one file, while it is in use."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from backend import backups

NAME = "asean-"


class Command(BaseCommand):
    help = "Copies the database into one file (mode 600), looked through. A folder gets one file per run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, type=Path, help="a file, or a folder for files with their time")
        parser.add_argument("--keep", type=int, default=0, help="in a folder: so many stay, older ones go")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["to"].resolve()
        in_folder = target.is_dir()
        if in_folder:
            target = target / _name(timezone.localtime())
        if not target.parent.is_dir():
            raise CommandError(f"no folder {target.parent}")
        try:
            if said := backups.looked_through():
                raise CommandError(f"quick_check of the database: {said}")
            backups.back_up(target)
        except (backups.BackupTrouble, OSError) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{target} ({target.stat().st_size:,} bytes)")
        if in_folder and options["keep"] > 0:
            self._tidy(target.parent, options["keep"])

    def _tidy(self, folder: Path, keep: int) -> None:
        for old in sorted(folder.glob(f"{NAME}*{backups.suffix()}"))[:-keep]:
            old.unlink()
            self.stdout.write(f"{old} removed")


def _name(at: datetime) -> str:
    return f"{NAME}{at:%Y%m%d-%H%M%S}{backups.suffix()}"
