"""What a school's own headings mean in its class lists: said once, known the next time."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from schools.actions import trail
from schools.models import ColumnMap, School, User
from schools.rules.roster import headings


def remembered(school: School) -> dict[str, str]:
    """Heading, as compared, → field or `drop`."""
    return dict(ColumnMap.objects.filter(school=school).values_list("heading", "field"))


@transaction.atomic
def remember(*, mapping: Mapping[str, str], school: School, by: User | None, at: datetime) -> None:
    """Keeps what differs from the common meaning of a heading. Columns without a heading (`#3`) are not kept: the next
    file's third column is another one.
    """
    before = remembered(school)
    changed = []
    for heading, field in mapping.items():
        usual = headings.FIELD_OF.get(heading, "")
        if "#" in heading or field not in {*headings.FIELDS, headings.DROP} or before.get(heading, usual) == field:
            continue
        if field == usual:
            ColumnMap.objects.filter(school=school, heading=heading).delete()
        else:
            ColumnMap.objects.update_or_create(school=school, heading=heading, defaults={"field": field})
        changed.append(f"{heading} → {field}")
    if changed:
        note = "; ".join(changed)
        trail.record(at=at, actor=by, act="roster_columns_mapped", subject=school.code, school=school, note=note)
