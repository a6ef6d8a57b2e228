"""Freeze the report of a period: `manage.py issue_report --from 2026-08-01 --to 2026-12-31 --out DIR`.

The words of the office are those of the newest version; other figures make a new version and need `--reason`.
"""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from reports.rules.periods import Period, PeriodError, day_from

DEMO = "Số liệu minh họa"


class Command(BaseCommand):
    help = "Writes the report as .docx and .json; days of Asia/Ho_Chi_Minh, both included."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why the version before is corrected")

    def handle(self, *args: Any, **options: Any) -> None:
        from reports.actions import issue_report  # noqa: PLC0415 - pandas costs a second that --help should not

        period, reason = _period(options["first"], options["last"]), options["reason"].strip()[:300]
        try:
            issue = issue_report(period=period, by=None, at=clock.now(), reason=reason)
        except Refusal as refusal:
            raise CommandError(str(refusal.detail)) from refusal
        folder: Path = options["out"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in issue.files.items():
                (folder / name).write_bytes(data)
                self.stdout.write(str(folder / name))
        except OSError as error:
            raise CommandError(_("Không ghi được tệp: %(reason)s") % {"reason": error}) from error
        label = f" · {DEMO}" if issue.report.is_demo else ""
        self.stdout.write(f"sha256 {issue.report.checksum} · v{issue.report.version}{label}")


def _period(first: str, last: str) -> Period:
    try:
        days: tuple[date, date] = day_from(first), day_from(last)
        return Period(*days)
    except PeriodError as error:
        raise CommandError(
            _("Kỳ báo cáo kết thúc trước khi bắt đầu.")
            if error.code == "reversed"
            else _("Ngày không đọc được. Hãy viết theo dạng YYYY-MM-DD.")
        ) from error
