"""The check of the bank as a command. `check_bank` itself lives in the highest app that adds a question to it."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backend import clock
from quiz.queries.bank import BANK, BankReport, bank_report
from quiz.queries.sentences import headline, sentence
from quiz.rules.draft import Problem
from quiz.rules.mix import shortfalls


def day(text: str) -> date:
    """A command-line day, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“%s” không phải ngày dạng YYYY-MM-DD.") % text) from None


class BankCheck(BaseCommand):
    help = "Checks the question bank: sources, keys, both languages, spans against facts, series, item writing, mix."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", type=day, help="day to count on (YYYY-MM-DD), today if left out")
        parser.add_argument("--folder", type=Path, default=BANK, help="another bank folder than the project's own")
        parser.add_argument("--mix", action="store_true", help="also ask for the shares and cells of the whole bank")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: object, **options: object) -> None:
        as_of = options["as_of"]
        day_asked = as_of if isinstance(as_of, date) else clock.today()
        report = bank_report(day_asked, Path(str(options["folder"])))
        problems = list(report.problems)
        record, text = self.as_dict(report), self.as_text(report)
        if options["mix"]:
            problems += shortfalls(report.mix)
            record["mix"] = [asdict(line) for line in report.mix]
            text += "\n" + self.mix_as_text(report)
        self.finish(problems, record, text, str(options["format"]), report.warnings)

    def finish(
        self,
        problems: Sequence[Problem],
        record: dict[str, object],
        text: str,
        form: str,
        warnings: Sequence[Problem] = (),
    ) -> None:
        """Prints one form and leaves with 1 when there is an error; warnings are for a person to weigh."""
        record["errors"] = len(problems)
        record["problems"] = [{**problem.as_dict(), "text": sentence(problem)} for problem in problems]
        record["warnings"] = [{**problem.as_dict(), "text": sentence(problem)} for problem in warnings]
        if form == "json":
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
        else:
            said = [*(f"{_('Nên xem')}: {sentence(warning)}" for warning in warnings), *map(sentence, problems)]
            self.stdout.write("\n".join([text, *said, headline(len(problems))]))
        if problems:
            raise CommandError(headline(len(problems)), returncode=1)

    @staticmethod
    def mix_as_text(report: BankReport) -> str:
        """What the whole must hold, one line each."""
        lines = [_("Tỉ lệ và ô của cả ngân hàng"), ""]
        return "\n".join(
            [
                *lines,
                *(
                    f"{'✓' if line.holds else '✗'} {line.what:<44}{line.there:>14}  {line.wanted}"
                    for line in report.mix
                ),
            ]
        )

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
