from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from contests.queries.contest import revisions_used
from quiz.management.bank_check import BankCheck
from quiz.queries import untrue_revisions
from quiz.rules.draft import Problem


class Command(BankCheck):
    """The bank's own check, and for one contest: is its frozen paper true on every day on which it can be sat?"""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--contest", metavar="CODE", help="check the frozen papers of this contest instead")

    def handle(self, *args: object, **options: object) -> None:
        if options["contest"]:
            self.check_contest(str(options["contest"]), str(options["format"]))
        else:
            super().handle(*args, **options)

    def check_contest(self, code: str, form: str) -> None:
        used = revisions_used(code)
        if used is None:
            self.finish([Problem(code, "contest_unknown")], {"contest": code}, "", form)
            return
        revisions, first, last = used
        window = (first.isoformat(), last.isoformat())
        problems = [
            Problem(slug, "untrue_in_window", window)
            for slug in sorted(untrue_revisions(revisions, first, last).values())
        ]
        if not revisions:
            problems.append(Problem(code, "not_frozen"))
        record: dict[str, object] = {"contest": code, "items": len(revisions), "first": window[0], "last": window[1]}
        text = _("Đề thi %(code)s: %(n)d câu, thi từ %(first)s đến %(last)s.") % {
            "code": code,
            "n": len(revisions),
            "first": window[0],
            "last": window[1],
        }
        self.finish(problems, record, text, form)
