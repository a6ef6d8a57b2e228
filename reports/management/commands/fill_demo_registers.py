"""`fill_demo_registers`: labelled register rows of the demonstration schools; again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from backend import clock
from reports.actions.demonstration import fill_registers
from schools.models import School, User


class Command(BaseCommand):
    help = "Enters a few labelled rows into the registers of the demonstration's schools."

    def handle(self, *args: Any, **options: Any) -> None:
        people = {user.role: user for user in User.objects.filter(is_demo=True, username__startswith="demo-")}
        schools = list(School.objects.filter(is_demo=True).order_by("pk")[:3])
        if not schools or not {"teacher", "officer"} <= set(people):
            self.stdout.write("0")
            return
        n = fill_registers(schools=schools, teacher=people["teacher"], officer=people["officer"], at=clock.now())
        self.stdout.write(str(n))
