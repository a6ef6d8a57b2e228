"""Reports that were frozen. Snapshots are long: lists leave them in the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Max, QuerySet

from reports.models import IssuedReport
from reports.queries.world import shows_demonstration
from reports.rules.periods import Period
from schools.models import User


def worlds_of(user: User) -> tuple[bool, ...]:
    """Whose reports somebody sees: a demonstration account its own world, others the real one, and the demonstration
    for as long as that is what their desk shows."""
    if user.is_demo:
        return (True,)
    return (False, True) if shows_demonstration(user) else (False,)


def issued_reports(worlds: Collection[bool]) -> QuerySet[IssuedReport]:
    """Without their snapshots, the newest first."""
    found = IssuedReport.objects.filter(is_demo__in=worlds).select_related("issued_by")
    return found.defer("snapshot").order_by("-issued_at", "-pk")


@dataclass(frozen=True)
class Issues:
    """The versions of one period, the newest first."""

    versions: Sequence[IssuedReport]

    @property
    def newest(self) -> IssuedReport:
        return self.versions[0]


def newest_periods(worlds: Collection[bool]) -> QuerySet[IssuedReport, tuple[date, date, bool]]:
    """(first, last, is_demo) of every period that was frozen, that with the newest version first."""
    found = IssuedReport.objects.filter(is_demo__in=worlds).order_by().values("from_day", "to_day", "is_demo")
    ordered = found.annotate(newest=Max("issued_at")).order_by("-newest", "-to_day", "from_day")
    return ordered.values_list("from_day", "to_day", "is_demo")


def versions_of(periods: Sequence[tuple[date, date, bool]]) -> list[Issues]:
    """All versions of these periods, in the order of the periods, in one query."""
    if not periods:
        return []
    firsts, lasts = {its[0] for its in periods}, {its[1] for its in periods}
    wanted = IssuedReport.objects.filter(from_day__in=firsts, to_day__in=lasts).select_related("issued_by")
    rows = sorted(wanted.defer("snapshot"), key=lambda row: (_of(row), -row.version))
    found = {key: Issues(tuple(group)) for key, group in groupby(rows, key=_of)}
    return [found[key] for key in periods]


def _of(row: IssuedReport) -> tuple[date, date, bool]:
    return row.from_day, row.to_day, row.is_demo


def newest_of(period: Period, *, is_demo: bool) -> IssuedReport | None:
    """The newest version of a period, with its snapshot."""
    found = IssuedReport.objects.filter(from_day=period.first, to_day=period.last, is_demo=is_demo)
    return found.select_related("issued_by").order_by("-version").first()


def before(report: IssuedReport) -> IssuedReport | None:
    """The version that this one corrects."""
    found = IssuedReport.objects.filter(from_day=report.from_day, to_day=report.to_day, is_demo=report.is_demo)
    return found.filter(version__lt=report.version).order_by("-version").first()


def after(report: IssuedReport) -> IssuedReport | None:
    """The newest version that replaces this one."""
    found = IssuedReport.objects.filter(from_day=report.from_day, to_day=report.to_day, is_demo=report.is_demo)
    return found.filter(version__gt=report.version).defer("snapshot").order_by("-version").first()


def overlapping(period: Period, *, is_demo: bool) -> list[IssuedReport]:
    """Frozen reports of other periods that share days with this one: the newest version of each."""
    found = IssuedReport.objects.filter(is_demo=is_demo, from_day__lte=period.last, to_day__gte=period.first)
    others = found.exclude(from_day=period.first, to_day=period.last).defer("snapshot").order_by("version")
    newest = {(row.from_day, row.to_day): row for row in others}
    return sorted(newest.values(), key=lambda row: (row.from_day, row.to_day))
