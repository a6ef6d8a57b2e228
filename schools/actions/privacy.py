"""Taking the identity out of a pupil's account. Scores and classes stay; whose they were is gone for good."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from schools.actions import trail
from schools.models import Consent, DataRequest, DataRequestStep, ExportRecord, LoginCard, Role, Trail, User
from schools.queries.sitting import sitting

SIGN_INS = ("login_qr", "login_pin", "login_room")


@transaction.atomic
def deidentify(*, pupil: User, by: User | None, at: datetime) -> None:
    """Name, birth date, sex and numbers go, the card stops, the account closes, consents no longer hold.

    What the trail says about this pupil is said about a number from then on. Refused while the pupil is sitting a
    contest. A second time changes nothing.
    """
    if pupil.role != Role.PUPIL:
        raise Refusal("no_pupil", _("Chỉ bỏ danh tính của học sinh theo cách này."), status=409)
    if sitting([pupil.pk]):
        raise Refusal("pupil_is_sitting", _("Em này đang làm bài. Hãy chờ em nộp bài hoặc hết giờ."), status=409)
    if pupil.deidentified_at is not None:
        return
    former, cards = pupil.username, LoginCard.objects.filter(user=pupil)
    codes = list(cards.values_list("code", flat=True))
    cards.delete()
    Consent.objects.filter(user=pupil, withdrawn_at__isnull=True).update(withdrawn_at=at)
    pupil.username, pupil.is_active, pupil.deidentified_at = f"x-{pupil.pk}", False, at
    pupil.birth_date, pupil.sex, pupil.pupil_code, pupil.ministry_id = None, "", "", ""
    pupil.set_name(f"#{pupil.pk}")
    pupil.set_unusable_password()
    pupil.session_version += 1
    pupil.save()
    _rename_in_trail(pupil, former, codes)
    _forget_in_registers(pupil, former)
    trail.record(at=at, actor=by, act="pupil_deidentified", subject=pupil.username, school=pupil.school)


def _rename_in_trail(pupil: User, former: str, codes: Collection[str]) -> None:
    """The record of what was done stays; former user name and codes of cards would tell to whom."""
    about = Q(subject__in=[former, *codes]) | Q(actor=pupil, act__in=SIGN_INS)
    Trail.objects.filter(about).update(subject=pupil.username)
    named = Trail.objects.filter(note__contains=former)
    named.update(note=Replace(F("note"), Value(former), Value(pupil.username)))


def _forget_in_registers(pupil: User, former: str) -> None:
    """That something was asked and answered, and when, stays; whatever was written down in words may name the pupil."""
    DataRequest.objects.filter(person=pupil).update(person_name="", details="", answer="")
    DataRequestStep.objects.filter(request__person=pupil).update(note="")
    ExportRecord.objects.filter(subject=former).update(subject=pupil.username)


@transaction.atomic
def forget_sign_ins(*, before: datetime, most: int = 2_000) -> int:
    """Pupils' sign-ins from before an instant are deleted: to the second, they would tell who sat which attempt."""
    rows = Trail.objects.filter(act__in=SIGN_INS, at__lt=before).order_by("pk").values_list("pk", flat=True)[:most]
    return Trail.objects.filter(pk__in=list(rows)).delete()[0]
