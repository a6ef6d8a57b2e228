"""`remove_demonstration`: takes everything marked as demonstration away, in one transaction.

It stands in the highest app that the demonstration reaches.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend import clock
from backend.refusals import Refusal
from reports.actions import remove_demonstration


class Command(BaseCommand):
    help = "Removes the demonstration whole: its reports, contests, attempts, people, classes and schools."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = remove_demonstration(at=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.detail)) from refusal
        self.stdout.write(", ".join(f"{name} {count}" for name, count in counts.items()))
