from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from backend import clock
from backend.refusals import Refusal
from schools.actions.second_factor import reset_second_factor
from schools.models import User


class Command(BaseCommand):
    help = "Take the second factor off an account whose phone and printed codes are lost; its sessions and tokens end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, username: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"{username}: no such account")
        try:
            reset_second_factor(user=user, by=None, at=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.detail)) from None
        self.stdout.write(self.style.SUCCESS(f"{username}: signs in by password, then sets a new one up"))
