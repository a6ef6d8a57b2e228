"""How many pupils there are to divide by, as rows; `rules.denominators` decides which of them counts."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from reports.rules.denominators import Figure
from schools.models import Enrolment, Headcount
from schools.queries.classes import alive

GRADES = 100  # more than there are
FEW_SCHOOLS = 50


def on_lists(school_ids: Collection[int], *, on: date, is_demo: bool) -> dict[int, dict[int, int]]:
    """`{school: {grade: pupils}}` from class lists on a day; who stands on two years' lists counts on the newer.

    Whole lists are read in columns: to ask for every row whether there is a newer one takes the database far longer.
    """
    import numpy as np  # noqa: PLC0415 - loaded when figures are made, not by every page that knows of them

    from reports.queries.columns import Number, columns  # noqa: PLC0415 - as above

    listed = Enrolment.objects.filter(alive(on), pupil__is_demo=is_demo, pupil__is_active=True).order_by()
    if len(school_ids) <= FEW_SCHOOLS:  # else those of all schools are read sooner than those of each
        theirs = Enrolment.objects.filter(alive(on), school_class__school_id__in=school_ids)
        listed = listed.filter(pupil__in=theirs.values("pupil"))
    rows = listed.values_list("pupil_id", "school_class__school_id", "school_class__grade", "school_class__year")
    batches = list(columns(rows, [Number()] * 4))
    if not batches:
        return {}
    pupil, school, grade, year = (np.concatenate(column) for column in zip(*batches, strict=True))
    _pupils, which = np.unique(pupil, return_inverse=True)
    newest = np.zeros(which.max() + 1, np.int64)
    np.maximum.at(newest, which, year)
    kept = (year == newest[which]) & np.isin(school, list(school_ids))
    place = school[kept] * GRADES + grade[kept]
    once = np.unique(place * len(newest) + which[kept])  # who stands in two classes of a grade
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for its, n in zip(*np.unique(once // len(newest), return_counts=True), strict=True):
        found[int(its // GRADES)][int(its % GRADES)] = int(n)
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
