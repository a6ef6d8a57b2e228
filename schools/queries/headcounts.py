"""Denominators: enrolments of class lists, or a figure somebody entered with its day and source; never the press."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from schools.models import Enrolment, Headcount, School
from schools.models.headcount import HeadcountKind
from schools.queries.classes import alive

CLASS_LISTS = "class_lists"


@dataclass(frozen=True)
class Denominator:
    """A number of pupils; `source` is `class_lists` or what the person who entered it wrote."""

    pupils: int
    as_of: date
    source: str


def enrolled_count(school_ids: Collection[int], grades: Collection[int] | None, on: date) -> dict[int, int]:
    """`{school id: pupils on class lists}`; a school without class lists is absent. `grades=None` means all."""
    rows = Enrolment.objects.filter(alive(on), school_class__school_id__in=school_ids, pupil__is_active=True)
    if grades is not None:
        rows = rows.filter(school_class__grade__in=grades)
    counted = rows.values_list("school_class__school_id").annotate(n=Count("pupil_id", distinct=True))
    return dict(counted.order_by())


def denominators(school_ids: Collection[int], grades: Collection[int] | None, on: date) -> dict[int, Denominator]:
    """`{school id: Denominator}`; a school of which nothing is known is absent ("chưa có số liệu"). Two queries."""
    found = {
        school: Denominator(count, on, CLASS_LISTS) for school, count in enrolled_count(school_ids, grades, on).items()
    }
    figures: dict[int, dict[int | None, Headcount]] = defaultdict(dict)
    rows = Headcount.objects.filter(
        kind=HeadcountKind.DENOMINATOR, school_id__in=set(school_ids) - set(found), as_of__lte=on
    )
    for row in rows.order_by("as_of", "pk"):
        if row.school_id is not None:
            figures[row.school_id][row.grade] = row
    for school, by_grade in figures.items():
        wanted = [by_grade.get(grade) for grade in grades] if grades else [by_grade.get(None)]
        known = [row for row in wanted if row is not None]
        if known and len(known) == len(wanted):
            found[school] = _sum(known)
    return found


def _sum(rows: list[Headcount]) -> Denominator:
    days = [row.as_of for row in rows if row.as_of is not None]
    sources = sorted({row.source for row in rows})
    return Denominator(sum(row.pupils or 0 for row in rows), min(days), "; ".join(sources))


def entered_for(school: School) -> QuerySet[Headcount]:
    """Figures entered for a school, newest day first."""
    rows = Headcount.objects.filter(school=school, kind=HeadcountKind.DENOMINATOR)
    return rows.select_related("entered_by").order_by("-as_of", "grade", "-pk")
