"""Issuing a report: the numbers of the moment are frozen, then written as files."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend import clock
from contests.actions import removal
from reports import queries
from reports.models import IssuedReport
from reports.official.contents import Contents, checksum, to_json
from reports.official.docx import docx
from reports.official.figures import contents_for
from reports.rules.periods import Period
from schools.actions import trail
from schools.models import User


@dataclass(frozen=True)
class Issue:
    """A report as issued: the row, and its files by name (ASCII)."""

    report: IssuedReport
    files: dict[str, bytes]


def issue_report(
    *, period: Period, by: User | None, at: datetime, formats: tuple[str, ...] = ("docx", "json")
) -> Issue:
    """The report of a period: of real data once a real contest was announced, else of the demonstration.

    Same numbers as the newest version: that version again. Other numbers: a new version; none is ever overwritten.
    """
    is_demo = queries.shows_demonstration(by)
    contents = contents_for(period, is_demo=is_demo, today=clock.day_of(at))
    report = _kept(contents, by=by, at=at)
    makers = {"docx": lambda: docx(contents), "json": report.snapshot.encode}
    return Issue(report, {f"bao-cao-{period.name}.{kind}": makers[kind]() for kind in formats})


def _kept(contents: Contents, *, by: User | None, at: datetime) -> IssuedReport:
    try:
        return _version(contents, by=by, at=at)
    except IntegrityError:  # somebody issued the same period at the same moment: theirs is the newest now
        return _version(contents, by=by, at=at)


@transaction.atomic
def _version(contents: Contents, *, by: User | None, at: datetime) -> IssuedReport:
    its = IssuedReport.objects.filter(from_day=contents.first, to_day=contents.last, is_demo=contents.is_demo)
    digest = checksum(contents)
    newest = its.order_by("-version").first()
    if newest is not None and newest.checksum == digest:
        return newest
    version = (its.aggregate(top=Max("version"))["top"] or 0) + 1
    report = IssuedReport.objects.create(
        version=version,
        from_day=contents.first,
        to_day=contents.last,
        is_demo=contents.is_demo,
        snapshot=to_json(contents, version=version, issued_at=at),
        checksum=digest,
        issued_at=at,
        issued_by=by,
    )
    trail.record(act="issue_report", actor=by, subject=str(report), at=at)
    return report


@transaction.atomic
def remove_demonstration(*, at: datetime) -> dict[str, int]:
    """The demonstration whole, its issued reports included; how many rows of each kind went."""
    reports = IssuedReport.objects.filter(is_demo=True).delete()[0]
    return {"reports": reports, **removal.remove_demonstration(at=at)}
