"""Issuing without a draft, as the command does: the numbers of the moment are frozen, then written as files."""

from dataclasses import dataclass
from datetime import datetime

from backend import clock
from reports import queries
from reports.actions.freezing import Consent, freeze
from reports.models import IssuedReport
from reports.official.figures import contents_for
from reports.official.formats import FORMATS
from reports.official.report import Report
from reports.official.snapshot import SCHEMA, report_of
from reports.queries.issued import newest_of
from reports.rules.periods import Period, kind_of
from schools.models import User


@dataclass(frozen=True)
class Issue:
    """A report as issued: the row, and its files by name (ASCII)."""

    report: IssuedReport
    files: dict[str, bytes]


def issue_report(
    *, period: Period, by: User | None, at: datetime, formats: tuple[str, ...] = ("docx", "json"), reason: str = ""
) -> Issue:
    """The report of a period: of real data once a real contest was announced, else of the demonstration.

    The office's words are those of the newest version. Same figures: that version again; other figures: a new one,
    which needs a reason. None is ever overwritten.
    """
    is_demo = queries.shows_demonstration(by)
    newest = newest_of(period, is_demo=is_demo)
    words = report_of(newest.snapshot).wording if newest and newest.schema == SCHEMA else {}
    name = newest.name if newest and newest.name else kind_of(period).name_vi
    contents = contents_for(period, is_demo=is_demo, today=clock.day_of(at), published=True, name=name)
    row = freeze(report=Report(contents, words), consent=Consent(reason=reason, overlap=True), by=by, at=at)
    report = report_of(row.snapshot)
    makers = {kind: FORMATS[kind] for kind in formats}
    return Issue(row, {made.file_name(report): made.make(report) for made in makers.values()})
