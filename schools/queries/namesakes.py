"""Who shares name and class with somebody, and what tells them apart."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from schools.models import Enrolment, SchoolClass, User
from schools.queries.classes import alive
from schools.rules.namesakes import BIRTHDAY, DAY, Listed, told_apart


def apart_in_class(school_class: SchoolClass, on: date, *, among_classmates: bool = False) -> dict[int, str]:
    """`{pupil id: words}` of a class's namesakes on a day; `among_classmates` for lists that the class itself sees."""
    rows = Enrolment.objects.filter(alive(on), school_class=school_class, pupil__is_active=True)
    placed = ((row.pupil, row) for row in rows.select_related("pupil"))
    return apart(placed, day=BIRTHDAY if among_classmates else DAY)


def apart(placed: Iterable[tuple[User, Enrolment]], *, day: str = DAY) -> dict[int, str]:
    """The same for these pupils in their classes."""
    listed = (
        Listed(
            key=pupil.pk,
            name=pupil.full_name,
            group=row.school_class_id,
            birth_date=pupil.birth_date,
            code=pupil.pupil_code,
            number=row.order,
        )
        for pupil, row in placed
    )
    return told_apart(listed, _, day=day)


def with_classmates(pupil_ids: Collection[int], on: date) -> dict[int, Enrolment]:
    """`{pupil id: enrolment}` of these pupils and of everybody in their classes on a day, each with pupil, class and
    school; the newest class where two overlap. Those who have left count only where they are asked for.
    """
    own = Enrolment.objects.filter(alive(on), pupil_id__in=pupil_ids)
    rows = Enrolment.objects.filter(alive(on), school_class_id__in=own.values("school_class_id"))
    rows = rows.select_related("pupil", "school_class__school").order_by("school_class__year", "from_day", "pk")
    asked = set(pupil_ids)
    return {row.pupil_id: row for row in rows if row.pupil.is_active or row.pupil_id in asked}
