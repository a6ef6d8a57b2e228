"""Who has reported and who has not, who was reminded, and which days of a school's registers stand still."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max, QuerySet

from backend import clock
from reports.models import Reminder, SchoolRemark, SchoolReturn
from reports.rules.periods import Period
from reports.rules.registers import Returns
from reports.rules.returns import Word, closed, covered
from schools.models import School
from schools.queries.places import units_of


@dataclass(frozen=True)
class ReturnLine:
    """A school asked: since when its registers of the period are complete (None: not yet), and its last reminder."""

    id: int
    name: str
    level: str
    unit: str
    unit_id: int
    reported: bool
    reported_at: datetime | None
    nothing: bool
    reminded_at: datetime | None


@dataclass(frozen=True)
class ReportedBeside:
    """Another period that was reported: its days stand still up to `until`; `whole`: every day of the one asked for."""

    period: Period
    until: date
    whole: bool


def asked(*, is_demo: bool) -> QuerySet[School]:
    """The schools that are asked to report: every school of the list, also one that lies in no known commune."""
    return School.objects.filter(is_demo=is_demo).order_by("name_fold", "pk")


def returns_of(period: Period, *, is_demo: bool) -> Returns:
    """How many schools were asked and how many reported; two queries."""
    ids = set(asked(is_demo=is_demo).values_list("pk", flat=True))
    said = _said(period)
    reported = [school for school in ids if covered(period, [row.word for row in said.get(school, [])])]
    return Returns(asked=len(ids), reported=len(reported))


def return_lines(period: Period, *, is_demo: bool) -> list[ReturnLine]:
    """Every school asked, by name."""
    schools = list(asked(is_demo=is_demo))
    said = _said(period)
    reminded = dict(
        Reminder.objects.filter(first=period.first, last=period.last)
        .values("school").annotate(latest=Max("at")).order_by().values_list("school", "latest")
    )  # fmt: skip
    units = units_of([school.pk for school in schools], min(period.last, clock.today()))
    lines = []
    for school in schools:
        rows = said.get(school.pk, [])
        reported = covered(period, [row.word for row in rows])
        unit = units.get(school.pk)
        lines.append(
            ReturnLine(
                id=school.pk,
                name=school.name,
                level=school.level,
                unit=unit.name if unit else "",
                unit_id=unit.pk if unit else 0,
                reported=reported,
                reported_at=max(row.reported_at for row in rows) if reported else None,
                nothing=reported and all(row.nothing for row in rows),
                reminded_at=reminded.get(school.pk),
            )
        )
    return lines


def return_of(school: School, period: Period) -> SchoolReturn | None:
    """The school's word for exactly this period; also one that was opened again."""
    rows = SchoolReturn.objects.filter(school=school, first=period.first, last=period.last)
    return rows.select_related("reported_by").first()


def returns_beside(school: School, period: Period) -> list[ReportedBeside]:
    """Other periods that the school has reported and that hold days of this one, by their first day."""
    rows = SchoolReturn.objects.filter(
        school=school, first__lte=period.last, last__gte=period.first, reported_at__isnull=False
    ).exclude(first=period.first, last=period.last)
    found = []
    for said in map(_Said._make, rows.values_list(*_Said._fields)):
        first, last = closed(*said.word)
        if first <= period.last and last >= period.first:
            whole = first <= period.first and last >= period.last
            found.append(ReportedBeside(Period(said.first, said.last), last, whole=whole))
    return sorted(found, key=lambda its: (its.period.first, -its.until.toordinal()))


def remark_of(school: School, period: Period) -> SchoolRemark | None:
    return SchoolRemark.objects.filter(school=school, first=period.first, last=period.last).first()


def closed_spans(school_id: int) -> list[tuple[date, date]]:
    """The days of a school whose rows stand still until it opens the period again."""
    return [closed(*word) for word in words_of(school_id)]


def words_of(school_id: int) -> list[Word]:
    """The periods that a school has called complete, each with the day on which it did; one query."""
    rows = SchoolReturn.objects.filter(school=school_id, reported_at__isnull=False)
    return [said.word for said in map(_Said._make, rows.values_list(*_Said._fields))]


def open_reminder(school_id: int) -> Reminder | None:
    """The newest reminder of a school that has not reported its days; one query, two for who was ever reminded."""
    reminders = list(Reminder.objects.filter(school=school_id).order_by("-at", "-pk"))
    said = words_of(school_id) if reminders else []
    return next((its for its in reminders if not covered(Period(its.first, its.last), said)), None)


class _Said(NamedTuple):
    first: date
    last: date
    reported_at: datetime
    nothing: bool

    @property
    def word(self) -> Word:
        return self.first, self.last, clock.day_of(self.reported_at)


def _said(period: Period) -> dict[int, list[_Said]]:
    """What each school called complete of the days of this period."""
    rows = SchoolReturn.objects.filter(first__lte=period.last, last__gte=period.first, reported_at__isnull=False)
    found: dict[int, list[_Said]] = defaultdict(list)
    for school, *its in rows.values_list("school", *_Said._fields):
        found[school].append(_Said._make(its))
    return found


def schools_named(ids: Collection[int], *, is_demo: bool) -> list[School]:
    """Those of these schools that belong to this world, by name."""
    return list(School.objects.filter(pk__in=ids, is_demo=is_demo).order_by("name_fold", "pk"))
