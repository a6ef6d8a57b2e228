"""The step from one school year to the next: classes with their pupils, what is proposed, whether it can be undone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from backend import clock
from schools.models import Enrolment, School, SchoolClass, Trail, User
from schools.queries.classes import alive
from schools.queries.sitting import sat_since
from schools.rules import names, years
from schools.rules.promotion import Proposal, proposal

ROLLED, UNDONE = "year_rolled", "year_undone"
FRESH = "fresh"
#: Acts after which the lists of the new year are no longer what the step has made.
PLACING = ("roster_imported", "pupil_placed", "pupil_left")


@dataclass(frozen=True)
class YearLine:
    """A class of the ending year, its pupils at the end of it, and what is proposed."""

    school_class: SchoolClass
    pupils: list[User]
    proposal: Proposal


def last_known_day(year: int, on: date) -> date:
    """The day on which the pupils of a year are looked at: today, but inside the year."""
    first, last = years.span(year)
    return min(max(on, first), last)


def ending_year(school: School, on: date) -> int:
    """The year that ends next: last year's while this year has no class yet."""
    now = years.start_year(on)
    there = set(SchoolClass.objects.filter(school=school, year__in=[now, now - 1]).values_list("year", flat=True))
    return now - 1 if there == {now - 1} else now


def year_lines(school: School, year: int, on: date) -> list[YearLine]:
    """Classes by grade and name with their pupils, in two queries."""
    classes = list(SchoolClass.objects.filter(school=school, year=year))
    taught = {row.grade for row in classes}
    pupils: dict[int, list[User]] = defaultdict(list)
    rows = Enrolment.objects.filter(
        alive(last_known_day(year, on)), school_class__in=[row.pk for row in classes], pupil__is_active=True
    ).select_related("pupil")
    newest = {row.pupil_id: row for row in rows.order_by("from_day", "pk")}  # nobody rises twice
    for row in sorted(newest.values(), key=lambda row: (row.pupil.sort_key, row.pupil.full_name, row.pupil_id)):
        pupils[row.school_class_id].append(row.pupil)
    classes.sort(key=lambda row: (row.grade, names.natural(row.name), row.pk))
    return [YearLine(row, pupils[row.pk], proposal(row.name, row.grade, taught)) for row in classes]


def placed_in(school: School, year: int) -> set[int]:
    """Ids of pupils who already have a class of a school year."""
    rows = Enrolment.objects.filter(school_class__school=school, school_class__year=year)
    return set(rows.values_list("pupil_id", flat=True))


def step_name(school: School, year: int) -> str:
    """How the trail names the step of a school from one year to the next."""
    return f"{school.code} {year}-{year + 1}"


def step_to_undo(school: School, year: int) -> Trail | None:
    """The first act of a step that can still be undone; None when nothing was done, or the new year has been used.

    It can be undone when the new year was empty before, no list has changed since, and nobody has sat a contest in it.
    """
    acts = Trail.objects.filter(school=school, subject=step_name(school, year))
    undone = acts.filter(act=UNDONE).order_by("-pk").first()
    since = acts.filter(act=ROLLED, pk__gt=undone.pk if undone else 0).order_by("pk").first()
    if since is None or not since.note.startswith(FRESH):
        return None
    if Trail.objects.filter(school=school, pk__gt=since.pk, act__in=PLACING).exists():
        return None
    return None if sat_since(placed_in(school, year + 1), _used_from(year + 1, since.at)) else since


def _used_from(year: int, at: datetime) -> datetime:
    first, last = years.span(year)
    return max(clock.days_as_instants(first, last)[0], at)
