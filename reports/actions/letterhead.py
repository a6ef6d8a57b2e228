"""The heading, addressees and signature of the Department's documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from reports.models import Letterhead
from reports.queries.letterhead import newest_letterhead
from schools.actions import trail
from schools.models import User


@transaction.atomic
def set_letterhead(*, values: Mapping[str, Any], by: User, at: datetime) -> bool:
    """A new row with these values, and whether anything changed. Reports frozen before keep what they say."""
    newest = newest_letterhead(is_demo=by.is_demo)
    if newest is not None and all(getattr(newest, name) == value for name, value in values.items()):
        return False
    row = Letterhead.objects.create(**values, is_demo=by.is_demo, by=by, at=at)
    changed = [name for name, value in values.items() if newest is None or getattr(newest, name) != value]
    trail.record(at=at, actor=by, act="letterhead_set", subject=row.agency, note=", ".join(changed))
    return True
