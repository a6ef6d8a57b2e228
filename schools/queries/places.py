"""Schools and the units they lie in on a day."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from schools.models import Placement, Role, School, Unit, User
from schools.rules import names


def schools_visible(user: User) -> QuerySet[School]:
    """The own school, or every school for the Department (of the demonstration, for its accounts)."""
    if user.role in (Role.OFFICER, Role.ADMIN):
        schools = School.objects.filter(is_demo=True) if user.is_demo else School.objects.all()
        return schools.order_by("name_fold", "pk")
    return School.objects.filter(pk=user.school_id) if user.school_id else School.objects.none()


def schools_with_pupils(*, is_demo: bool | None = None) -> QuerySet[School]:
    """Schools that have at least one pupil, by name; with `is_demo`, only demonstration or only real ones."""
    rows = School.objects.filter(people__role=Role.PUPIL, people__is_active=True).distinct()
    return (rows if is_demo is None else rows.filter(is_demo=is_demo)).order_by("name_fold", "pk")


def schools_found(schools: QuerySet[School], words: str) -> QuerySet[School]:
    """Those whose name holds every word, whatever the marks."""
    for word in names.fold(words[:200]).split():
        schools = schools.filter(name_fold__contains=word)
    return schools


def with_sizes(schools: QuerySet[School]) -> QuerySet[School]:
    """Each with `pupils` and `staff`, the numbers of active people."""
    people = Q(people__is_active=True)
    return schools.annotate(
        pupils=Count("people", filter=people & Q(people__role=Role.PUPIL), distinct=True),
        staff=Count("people", filter=people & Q(people__role__in=[Role.TEACHER, Role.LEADER]), distinct=True),
    )


def units_of(school_ids: Collection[int], on: date) -> dict[int, Unit]:
    """`{school id: unit}` on a day, in one query; a school without a row is "chưa xếp xã"."""
    rows = Placement.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        school_id__in=school_ids,
    )
    return {row.school_id: row.unit for row in rows.select_related("unit__parent").order_by("valid_from", "pk")}


def unit_of(school: School, on: date) -> Unit | None:
    """The unit a school lies in on a day, or None: "chưa xếp xã"."""
    return units_of([school.pk], on).get(school.pk)


def schools_in_unit(unit_id: int, on: date) -> QuerySet[School]:
    """Schools that lie in a unit, or in a unit of it, on a day."""
    rows = Placement.objects.filter(
        Q(unit=unit_id) | Q(unit__parent=unit_id),
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
    )
    return School.objects.filter(pk__in=rows.values("school_id"))


COMMUNES = ("xã", "phường", "thị trấn")


def communes_on(day: date) -> list[Unit]:
    """The communes that exist on a day, by name, each with its parent."""
    rows = Unit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        kind__in=COMMUNES,
    ).select_related("parent")
    return sorted(rows, key=lambda unit: (names.natural(names.fold(unit.name)), unit.code))


def commune_label(unit: Unit) -> str:
    """`Xã Tân Lộc (32065)`: the name alone is not enough, two communes may share it."""
    return f"{unit.name} ({unit.code})"


def commune_named(text: str, day: date) -> Unit | None:
    """The one commune of that day that a typed name or label means; None when there is none, or several."""
    typed = names.fold(text)
    units = communes_on(day)
    exact = [unit for unit in units if names.fold(commune_label(unit)) == typed or unit.code == typed]
    found = exact or [unit for unit in units if names.fold(unit.name) == typed]
    return found[0] if len(found) == 1 else None


def schools_without_unit(schools: QuerySet[School], on: date) -> QuerySet[School]:
    """Those that lie in no unit on a day: "chưa xếp xã"."""
    placed = Placement.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    return schools.exclude(pk__in=placed.values("school_id"))


def placements_of(school: School) -> QuerySet[Placement]:
    """Where the school has lain, newest first."""
    rows = Placement.objects.filter(school=school).select_related("unit__parent")
    return rows.order_by(F("valid_from").desc(nulls_last=True), "-pk")
