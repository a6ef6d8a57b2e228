"""How many pupils there are to divide by, as rows; `rules.denominators` decides which of them counts."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef

from reports.rules.denominators import Figure
from schools.models import Enrolment, Headcount
from schools.queries.classes import alive


def on_lists(school_ids: Collection[int], *, on: date, is_demo: bool) -> dict[int, dict[int, int]]:
    """`{school: {grade: pupils}}` from class lists on a day; who stands on two years' lists counts on the newer."""
    newer = Enrolment.objects.filter(
        alive(on), pupil=OuterRef("pupil"), school_class__year__gt=OuterRef("school_class__year")
    )
    counted = (
        Enrolment.objects.filter(alive(on), ~Exists(newer), school_class__school_id__in=school_ids)
        .filter(pupil__is_demo=is_demo, pupil__is_active=True)
        .values_list("school_class__school_id", "school_class__grade")
        .annotate(n=Count("pupil_id", distinct=True))
        .order_by()
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for school, grade, n in counted:
        found[school][grade] = n
    return found


def entered(school_ids: Collection[int]) -> dict[int, list[Figure]]:
    """Figures entered as denominators, with their day and source; context from the press is never among them."""
    rows = Headcount.objects.filter(kind="denominator", school_id__in=school_ids).order_by("as_of", "pk")
    found: dict[int, list[Figure]] = defaultdict(list)
    columns = rows.values_list("school_id", "grade", "level", "pupils", "as_of", "source")
    for school, grade, level, pupils, as_of, source in columns:
        if school is not None and pupils is not None and as_of is not None:
            found[school].append(Figure(grade, level, pupils, as_of, source))
    return found
