"""Everything a server needs before it starts: tables, first data, translations, static files. Safe to repeat."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from backend.catalogs import compile_catalogs
from backend.statics import collect_if_changed

# Named, not imported: `backend` is the ground that the apps stand on.
LOADERS = (
    ("load_places", "Nạp xã phường và trường", "Loading communes and schools"),
    ("load_questions", "Nạp ngân hàng câu hỏi", "Loading the question bank"),
)


class Command(BaseCommand):
    help = "Migrates, loads units, schools and questions, compiles translations, collects static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="leave static files alone")

    def handle(self, *args: Any, **options: Any) -> None:
        self.say("Chuẩn bị cơ sở dữ liệu", "Preparing the database")
        call_command("migrate", verbosity=0, interactive=False)
        for command, vietnamese, english in LOADERS:
            self.say(vietnamese, english)
            call_command(command)
        self.say("Chuẩn bị bản dịch", "Preparing translations")
        compile_catalogs()
        if settings.HASHED_STATIC and not options["no_static"]:
            self.say("Chuẩn bị giao diện", "Preparing pages and styles")
            collect_if_changed()

    def say(self, vietnamese: str, english: str) -> None:
        self.stdout.write(f"• {vietnamese} · {english} …")
        self.stdout.flush()
