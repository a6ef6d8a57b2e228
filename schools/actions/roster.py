"""The import of a class list, whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import Refusal
from schools.actions import column_maps, trail
from schools.actions.roster_plan import BATCH, Plan, plan_import
from schools.models import Enrolment, Role, School, SchoolClass, User
from schools.rules import names, years
from schools.rules.roster import RosterRow


@transaction.atomic
def import_roster(
    *,
    rows: Sequence[RosterRow],
    school: School,
    year: int,
    by: User | None,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
    take_back: bool = False,
) -> Plan:
    """Does what `plan_import` says, in one transaction. The same list a second time changes nothing.

    `mapping` is what somebody said of this file's headings; the school's next list is read by it.
    """
    School.objects.select_for_update().get(pk=school.pk)
    on = clock.day_of(at)
    plan = plan_import(rows=rows, school=school, year=year, on=on, take_back=take_back)
    if plan.problems:
        raise Refusal("roster_has_problems", _("Danh sách còn lỗi nên chưa nhập dòng nào."), status=422)
    classes = _classes(rows, school, year)
    try:
        for row, pupil, differing in plan.changed:
            _change(row, pupil, differing)
        created = _create(plan.created, school, at)
    except IntegrityError:  # another school has just imported one of these identifiers
        raise Refusal("roster_has_problems", _("Danh sách còn lỗi nên chưa nhập dòng nào."), status=409) from None
    _move([pupil for _row, pupil in plan.moved], school, year, on)
    _enrol([*zip(plan.created, created, strict=True), *plan.moved], classes, year, on)
    if plan.changes:
        note = f"{len(plan.created)} new, {len(plan.changed)} changed, {len(plan.moved)} placed"
        trail.record(at=at, actor=by, act="roster_imported", subject=school.code, school=school, note=note)
    if mapping:
        column_maps.remember(mapping=mapping, school=school, by=by, at=at)
    return plan


def _classes(rows: Iterable[RosterRow], school: School, year: int) -> dict[str, SchoolClass]:
    there = {row.name: row for row in SchoolClass.objects.filter(school=school, year=year)}
    for row in rows:
        if row.class_name not in there:
            there[row.class_name] = SchoolClass.objects.create(
                school=school, year=year, name=row.class_name, grade=row.grade
            )
    return there


def _change(row: RosterRow, pupil: User, differing: Sequence[str]) -> None:
    for name in differing:
        setattr(pupil, name, getattr(row, name))
    pupil.set_name(pupil.full_name)
    pupil.is_active = True
    pupil.save()


def _create(rows: Sequence[RosterRow], school: School, at: datetime) -> list[User]:
    people = []
    for row in rows:
        pupil = User(
            username=f"hs-{get_random_string(12, 'abcdefghjkmnpqrstuvwxyz23456789')}",
            role=Role.PUPIL,
            school=school,
            birth_date=row.birth_date,
            sex=row.sex,
            pupil_code=row.pupil_code,
            ministry_id=row.ministry_id,
            is_demo=school.is_demo,
            created_at=at,
        )
        pupil.set_name(names.clean(row.full_name))
        pupil.set_unusable_password()
        people.append(pupil)
    return User.objects.bulk_create(people, batch_size=BATCH)


def _move(pupils: Sequence[User], school: School, year: int, on: date) -> None:
    """Ends the year's open enrolments of those who are placed anew, the day before; one that would not have held a
    day goes, so that a wrong list mended on the same day leaves nobody in two classes.

    Who leaves a class by it signs in again: an open page was opened as a pupil of the old one.
    """
    first, last = years.span(year)
    day = min(max(on, first), last)
    rows = Enrolment.objects.filter(pupil__in=pupils, school_class__school=school, school_class__year=year)
    left = list(rows.filter(Q(to_day__isnull=True) | Q(to_day__gte=day)))
    moved = {row.pupil_id for row in left}
    rows.filter(pk__in=[row.pk for row in left if row.from_day >= day]).delete()
    rows.filter(pk__in=[row.pk for row in left]).update(to_day=day - timedelta(days=1))
    User.objects.filter(pk__in=moved).update(session_version=F("session_version") + 1)


def _enrol(placed: Iterable[tuple[RosterRow, User]], classes: dict[str, SchoolClass], year: int, on: date) -> None:
    """Into the class for the rest of the year; from the year's first day for those who had no class in it."""
    first, last = years.span(year)
    placed = list(placed)
    before = set(
        Enrolment.objects.filter(pupil__in=[pupil for _row, pupil in placed], school_class__year=year).values_list(
            "pupil_id", flat=True
        )
    )
    rows = [
        Enrolment(
            pupil=pupil,
            school_class=classes[row.class_name],
            from_day=min(max(on, first), last) if pupil.pk in before else first,
            to_day=last,
            order=row.order,
        )
        for row, pupil in placed
    ]
    Enrolment.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pupil", "school_class"],
        update_fields=["to_day", "order"],
    )
