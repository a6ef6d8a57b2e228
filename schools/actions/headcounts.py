"""Numbers of pupils entered by people: the denominators of schools without class lists."""

from datetime import date, datetime

from django.db import transaction

from schools.actions import trail
from schools.models import Headcount, School, User
from schools.models.headcount import HeadcountKind
from schools.rules import names, years


@transaction.atomic
def enter_headcount(
    *, school: School, grade: int | None, pupils: int, as_of: date, source: str, by: User, at: datetime
) -> Headcount:
    """A figure with its day and source. Entering the same grade and day again corrects it; the trail keeps both."""
    figure, _new = Headcount.objects.update_or_create(
        school=school,
        grade=grade,
        as_of=as_of,
        kind=HeadcountKind.DENOMINATOR,
        defaults={
            "pupils": pupils,
            "source": names.clean(source)[:300],
            "school_year": years.label(years.start_year(as_of)),
            "entered_by": by,
        },
    )
    note = f"{grade or 'all'} {as_of} {pupils}: {figure.source}"
    trail.record(at=at, actor=by, act="headcount_entered", subject=school.code, school=school, note=note)
    return figure
