"""Opening a device for a class."""

from datetime import datetime

from django.db import transaction

from schools.actions import trail
from schools.models import SchoolClass, User


@transaction.atomic
def open_room(*, school_class: SchoolClass, by: User, at: datetime) -> None:
    """Writes down who opened a device for which class; the device itself holds a signed cookie."""
    trail.record(at=at, actor=by, act="room_opened", subject=school_class.name, school=school_class.school)
