import getpass
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from backend import clock
from backend.refusals import Refusal
from schools.actions.people import create_staff, use_staff_code
from schools.models import Role
from schools.rules import codes


class Command(BaseCommand):
    help = "Open an administrator's account. Asks for a password, or prints a one-time code (24 hours)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="full name; the user name if left out")
        parser.add_argument("--code", action="store_true", help="print a one-time code instead of asking")

    def handle(self, *args: object, username: str, name: str, code: bool, **options: object) -> None:
        at = clock.now()
        try:
            user, one_time = create_staff(
                by=None, role=Role.ADMIN, full_name=name or username, username=username, at=at
            )
            if code or not sys.stdin.isatty():
                self.stdout.write(f"{user.username}: {codes.grouped(one_time)} (/login/first/, 24 h)")
                return
            use_staff_code(username=user.username, code=one_time, password=getpass.getpass(), at=at)
        except Refusal as refusal:
            lines = [str(line) for lines in refusal.fields.values() for line in lines]
            raise CommandError(" ".join(lines) or str(refusal.detail)) from None
        self.stdout.write(self.style.SUCCESS(f"{user.username}: /login/"))
