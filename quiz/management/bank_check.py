"""The check of the bank as a command. `check_bank` itself lives in the highest app that adds a question to it."""

import argparse
import json
from collections.abc import Sequence
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backend import clock
from quiz.management.sentences import headline, sentence
from quiz.queries.bank import BankReport, bank_report
from quiz.rules.draft import Problem


def day(text: str) -> date:
    """A command-line day, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“%s” không phải ngày dạng YYYY-MM-DD.") % text) from None


class BankCheck(BaseCommand):
    help = "Checks the question bank: sources, keys, both languages, spans against facts, single-valued series."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=day, help="day to count on (YYYY-MM-DD), today if left out")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: object, **options: object) -> None:
        as_of = options["as_of"]
        report = bank_report(as_of if isinstance(as_of, date) else clock.today())
        self.finish(report.problems, self.as_dict(report), self.as_text(report), str(options["format"]))

    def finish(self, problems: Sequence[Problem], record: dict[str, object], text: str, form: str) -> None:
        """Prints one form and leaves with 1 when there is a problem."""
        record["errors"] = [{**problem.as_dict(), "text": sentence(problem)} for problem in problems]
        if form == "json":
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([text, *map(sentence, problems), headline(len(problems))]))
        if problems:
            raise CommandError(headline(len(problems)), returncode=1)

    @staticmethod
    def as_dict(report: BankReport) -> dict[str, object]:
        found = report.inventory
        return {
            "as_of": found.as_of.isoformat(),
            "approved": found.approved,
            "true_on_day": found.true_on_day,
            "resting": list(found.resting),
            "resting_count": len(found.resting),
        }

    @staticmethod
    def as_text(report: BankReport) -> str:
        found = report.inventory
        lines = [_("Ngân hàng câu hỏi ngày %s") % found.as_of.strftime("%d/%m/%Y"), ""]
        lines.append(f"{_('Chủ đề'):<22}{_('đã duyệt'):>10}{_('đúng'):>8}{_('cho thi'):>10}")
        lines += [f"{row.code:<22}{row.approved:>10}{row.true_on_day:>8}{row.kept:>10}" for row in report.topics]
        kept = sum(row.kept for row in report.topics)
        lines += [f"{_('Cộng'):<22}{found.approved:>10}{found.true_on_day:>8}{kept:>10}", ""]
        lines.append(_("Đang nghỉ (ngoài thời gian hiệu lực): %d") % len(found.resting))
        lines += [f"  {slug}" for slug in found.resting]
        return "\n".join(lines)
