from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from contests.actions.board import rebuild_board
from contests.queries.contest import contest_by_code


class Command(BaseCommand):
    """Safe at any time, also beside a running server, which shows the new board within ten seconds."""

    help = "Makes the sums behind a contest's board anew from the stored answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE")

    def handle(self, *args: object, **options: object) -> None:
        contest = contest_by_code(str(options["code"]))
        if contest is None:
            raise CommandError(_("Không có cuộc thi nào mang mã này."))
        done = rebuild_board(contest=contest)
        self.stdout.write(
            _("Đã tính lại %(attempts)s bài, %(changed)s bài có tổng khác trước.")
            % {"attempts": done.attempts, "changed": done.changed}
        )
