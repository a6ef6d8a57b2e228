"""`quiet_hour`: may this installation be stopped now? Exit 1 while a contest runs or begins soon."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from backend import clock
from contests.queries.quiet import contests_between, sitting_now


class Command(BaseCommand):
    help = "Says whether a contest runs, is still sat, or begins within the next hours; exit 1 when one does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hours", type=float, default=2.0, help="so long it has to stay quiet")
        parser.add_argument("--force", action="store_true", help="say it, but exit 0")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        found = [
            f"{contest.code}: {timezone.localtime(contest.opens_at):%d/%m/%Y %H:%M}"
            f" – {timezone.localtime(contest.closes_at):%d/%m/%Y %H:%M}"
            for contest in contests_between(at, at + timedelta(hours=options["hours"]))
        ]
        if sitting := sitting_now():
            found.append(f"{sitting} attempts are being sat")
        if not found:
            self.stdout.write(f"quiet for the next {options['hours']:g} hours")
            return
        for line in found:
            self.stdout.write(line)
        if not options["force"]:
            raise CommandError("not quiet: wait, or say --force")
