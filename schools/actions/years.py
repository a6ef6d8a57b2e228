"""The step from one school year to the next, and back while nothing of the new year has been used."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import Refusal
from schools.actions import trail
from schools.models import Enrolment, School, SchoolClass, User
from schools.queries.years import FRESH, ROLLED, UNDONE, YearLine, placed_in, step_name, step_to_undo, year_lines
from schools.rules import names, years
from schools.rules.promotion import LONGEST_NAME

BATCH = 500


@dataclass(frozen=True)
class Rise:
    """What was chosen for a class: the class it becomes. A class that leaves or waits has none."""

    name: str
    grade: int


@dataclass
class YearPlan:
    """What the step does. `problems` are (class, code) pairs: `no_name`, `name_twice`; with any it is refused."""

    up: list[tuple[YearLine, Rise, list[User]]] = field(default_factory=list)
    leaving: int = 0
    waiting: int = 0
    staying: int = 0
    there: int = 0
    problems: list[tuple[SchoolClass, str]] = field(default_factory=list)

    @property
    def moved(self) -> int:
        return sum(len(pupils) for _line, _rise, pupils in self.up)

    @property
    def names(self) -> list[str]:
        return sorted({rise.name for _line, rise, _pupils in self.up}, key=names.natural)


def plan_year(
    *,
    school: School,
    year: int,
    rises: Mapping[int, Rise],
    leaving: Collection[int],
    staying: Collection[int],
    on: date,
) -> YearPlan:
    """What would happen: `rises` maps a class to the one it becomes, `leaving` are classes, `staying` pupils.

    Pupils who have a class of the new year already are left where they are, so that a second time does nothing.
    """
    plan, placed, staying = YearPlan(), placed_in(school, year + 1), set(staying)
    grades = dict(SchoolClass.objects.filter(school=school, year=year + 1).values_list("name", "grade"))
    for line in year_lines(school, year, on):
        rise = rises.get(line.school_class.pk)
        if rise is None:
            gone = line.school_class.pk in leaving
            plan.leaving += len(line.pupils) if gone else 0
            plan.waiting += 0 if gone else len(line.pupils)
            continue
        if not rise.name or len(rise.name) > LONGEST_NAME:
            plan.problems.append((line.school_class, "no_name"))
        elif grades.setdefault(rise.name, rise.grade) != rise.grade:
            plan.problems.append((line.school_class, "name_twice"))
        pupils = [pupil for pupil in line.pupils if pupil.pk not in staying | placed]
        plan.there += sum(1 for pupil in line.pupils if pupil.pk in placed)
        plan.staying += sum(1 for pupil in line.pupils if pupil.pk in staying - placed)
        plan.up.append((line, rise, pupils))
    return plan


@transaction.atomic
def roll_over(
    *,
    school: School,
    year: int,
    rises: Mapping[int, Rise],
    leaving: Collection[int],
    staying: Collection[int],
    by: User,
    at: datetime,
) -> YearPlan:
    """Makes the new year's classes and puts the pupils into them, all or nothing. Who leaves keeps the past."""
    School.objects.select_for_update().get(pk=school.pk)
    on = clock.day_of(at)
    plan = plan_year(school=school, year=year, rises=rises, leaving=leaving, staying=staying, on=on)
    if plan.problems:
        raise Refusal(
            "year_has_problems", _("Tên lớp năm học mới còn chỗ cần sửa nên chưa lên lớp em nào."), status=422
        )
    there = {row.name: row for row in SchoolClass.objects.filter(school=school, year=year + 1)}
    was_empty = not there
    made = 0
    for _line, rise, _pupils in plan.up:
        if rise.name not in there:
            there[rise.name] = SchoolClass.objects.create(
                school=school, year=year + 1, name=rise.name, grade=rise.grade
            )
            made += 1
    _close(school, year)
    _enrol(plan, there, year + 1)
    if made or plan.moved:
        note = f"{FRESH if was_empty else 'added'}: {made} classes, {plan.moved} up, {plan.leaving} leave"
        trail.record(at=at, actor=by, act=ROLLED, subject=step_name(school, year), school=school, note=note)
    return plan


def _close(school: School, year: int) -> None:
    """No enrolment of the ending year reaches into the new one."""
    last = years.span(year)[1]
    rows = Enrolment.objects.filter(school_class__school=school, school_class__year=year)
    rows.filter(Q(to_day__isnull=True) | Q(to_day__gt=last)).update(to_day=last)


def _enrol(plan: YearPlan, there: Mapping[str, SchoolClass], year: int) -> None:
    first, last = years.span(year)
    rows = [
        Enrolment(pupil=pupil, school_class=there[rise.name], from_day=first, to_day=last, order=order)
        for _line, rise, pupils in plan.up
        for order, pupil in enumerate(pupils, start=1)
    ]
    Enrolment.objects.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def undo_year(*, school: School, year: int, by: User, at: datetime) -> int:
    """Takes the new year's classes away again; how many. Refused once anything of the new year has been used."""
    School.objects.select_for_update().get(pk=school.pk)
    if step_to_undo(school, year) is None:
        raise Refusal(
            "year_in_use",
            _("Không hoàn tác được: năm học mới đã có thay đổi danh sách hoặc đã có em dự thi."),
            status=409,
        )
    classes: Sequence[int] = list(SchoolClass.objects.filter(school=school, year=year + 1).values_list("pk", flat=True))
    Enrolment.objects.filter(school_class__in=classes).delete()
    SchoolClass.objects.filter(pk__in=classes).delete()
    note = f"{len(classes)} classes"
    trail.record(at=at, actor=by, act=UNDONE, subject=step_name(school, year), school=school, note=note)
    return len(classes)
