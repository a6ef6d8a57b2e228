"""Classes of a school and who is in them on a day."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from schools.models import Enrolment, School, SchoolClass, User
from schools.rules import names


def alive(on: date, prefix: str = "") -> Q:
    """Enrolments that hold on a day, both ends included."""
    return Q(**{f"{prefix}from_day__lte": on}) & (
        Q(**{f"{prefix}to_day__isnull": True}) | Q(**{f"{prefix}to_day__gte": on})
    )


def current_class(user: User, on: date) -> SchoolClass | None:
    """The class a pupil is in on a day; the newest where two overlap."""
    return roll([user.pk], on).get(user.pk)


def classes_of(school: School, year: int, *, on: date) -> list[SchoolClass]:
    """Classes of one school year by grade and name (10A2 before 10A10), each with `size`, its pupils as `pupils_of`."""
    there = alive(on, "enrolments__") & Q(enrolments__pupil__is_active=True)
    counted = Count("enrolments", filter=there, distinct=True)
    rows = SchoolClass.objects.filter(school=school, year=year).annotate(size=counted).select_related("school")
    return sorted(rows, key=lambda row: (row.grade, names.natural(row.name), row.pk))


def pupils_of(school_class: SchoolClass, on: date | None = None) -> QuerySet[User]:
    """Pupils of a class, sorted the Vietnamese way; with `on`, only those in it on that day."""
    rows = Enrolment.objects.filter(school_class=school_class)
    ids = (rows.filter(alive(on)) if on else rows).values("pupil_id")
    return User.objects.filter(pk__in=ids, is_active=True).order_by("sort_key", "full_name", "pk")


def grades_of(school: School, on: date) -> list[int]:
    """Grades that have pupils on the day."""
    rows = SchoolClass.objects.filter(alive(on, "enrolments__"), school=school)
    return sorted(set(rows.values_list("grade", flat=True)))


def roll(pupil_ids: Collection[int], on: date) -> dict[int, SchoolClass]:
    """`{pupil id: class}` on a day, each with its school, in one query; the newest class where two overlap."""
    return {pupil_id: row.school_class for pupil_id, row in places_of(pupil_ids, on).items()}


def places_of(pupil_ids: Collection[int], on: date) -> dict[int, Enrolment]:
    """The same with the enrolments themselves."""
    rows = Enrolment.objects.filter(alive(on), pupil_id__in=pupil_ids).select_related("school_class__school")
    return {row.pupil_id: row for row in rows.order_by("school_class__year", "from_day", "pk")}


def opened_class(*, class_id: int, teacher_id: int, version: int) -> SchoolClass | None:
    """The class a device was opened for, while the one who opened it may act and has not signed out everywhere."""
    known = User.objects.filter(pk=teacher_id, session_version=version, is_active=True).exists()
    return SchoolClass.objects.filter(pk=class_id).select_related("school").first() if known else None


def classes_from(school: School, year: int) -> list[SchoolClass]:
    """Classes of a school year and later ones, the nearest year first."""
    rows = SchoolClass.objects.filter(school=school, year__gte=year)
    return sorted(rows, key=lambda row: (row.year, row.grade, names.natural(row.name), row.pk))


def history(pupil: User) -> QuerySet[Enrolment]:
    """Every class the pupil has been in, newest first."""
    rows = Enrolment.objects.filter(pupil=pupil).select_related("school_class__school")
    return rows.order_by("-from_day", "-pk")
