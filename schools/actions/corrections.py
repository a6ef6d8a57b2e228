"""What is known of one pupil, set right by hand."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from schools.actions import trail
from schools.models import User

FIELDS = ("full_name", "birth_date", "sex", "pupil_code", "ministry_id")


@transaction.atomic
def correct_pupil(*, pupil: User, values: Mapping[str, object], by: User, at: datetime) -> list[str]:
    """Sets those of `FIELDS` that differ; gives their names. Card, papers and consents stay this pupil's.

    409 `number_taken` where somebody else has the school's or the ministry's number.
    """
    pupil = User.objects.select_for_update().get(pk=pupil.pk)
    if pupil.deidentified_at is not None:
        raise Refusal("pupil_deidentified", _("Tài khoản này đã được bỏ danh tính nên không sửa được nữa."))
    changed = [name for name in FIELDS if values[name] != getattr(pupil, name)]
    for name in changed:
        setattr(pupil, name, values[name])
    pupil.set_name(pupil.full_name)
    if not changed:
        return []
    try:
        with transaction.atomic():
            pupil.save()
    except IntegrityError:
        raise Refusal("number_taken", _("Mã học sinh hoặc mã định danh này đã là của em khác.")) from None
    note = ", ".join(changed)
    trail.record(at=at, actor=by, act="pupil_corrected", subject=pupil.username, school=pupil.school, note=note)
    return changed
