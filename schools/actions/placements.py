"""Which commune a school lies in from a day on. The days before keep what was."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from schools.actions import trail
from schools.models import Placement, School, Unit, User


@transaction.atomic
def place_school(*, school: School, unit: Unit, from_day: date, by: User, at: datetime) -> Placement:
    """The school lies there from that day on; the placement before ends the day before.

    The same day again corrects the commune, an earlier day for the newest placement corrects its day.
    """
    School.objects.select_for_update().get(pk=school.pk)
    if (unit.valid_from and from_day < unit.valid_from) or (unit.valid_to and from_day > unit.valid_to):
        raise _invalid("unit", _("Xã, phường này chưa có hoặc không còn vào ngày ấy."))
    rows = Placement.objects.filter(school=school)
    later = list(rows.filter(valid_from__gt=from_day))
    if [placement.unit_id for placement in later] == [unit.pk]:
        later.pop().delete()
    if later:
        raise _invalid("from_day", _("Trường đã được xếp từ một ngày sau ngày này. Hãy chọn ngày muộn hơn."))
    there = rows.filter(unit=unit, valid_from__lte=from_day).filter(
        Q(valid_to__isnull=True) | Q(valid_to=unit.valid_to)
    )
    if same := there.first():
        return same
    rows.filter(valid_from=from_day).delete()
    open_on_it = Q(valid_to__isnull=True) | Q(valid_to__gte=from_day)
    rows.filter(open_on_it).update(valid_to=from_day - timedelta(days=1))
    placement = Placement.objects.create(school=school, unit=unit, valid_from=from_day, valid_to=unit.valid_to)
    note = f"{unit.code} {unit.name} from {from_day}"
    trail.record(at=at, actor=by, act="school_placed", subject=school.code, school=school, note=note)
    return placement


def _invalid(field: str, sentence: object) -> Refusal:
    return Refusal("invalid", sentence, status=422, fields={field: [sentence]})
