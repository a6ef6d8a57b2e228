"""Consents: entered from signed forms, withdrawn at any time. Rows are never deleted: they are the proof."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import Refusal
from schools.actions import trail
from schools.models import Consent, SchoolClass, User
from schools.queries.consents import CELLS, holding
from schools.rules.consents import PAPER, TEXT_VERSION

Tick = tuple[int, str, str]
LONGEST_AGO = 366


@transaction.atomic
def record_consents(
    *,
    school_class: SchoolClass,
    pupils: Collection[User],
    ticks: Collection[Tick],
    signed_on: date,
    by: User,
    at: datetime,
) -> int:
    """Stores the ticked `(pupil id, purpose, given by)` of paper forms signed on a day; how many were new.

    Ticks for others than `pupils` and for unknown purposes are passed over; what holds already stays as it is.
    """
    today = clock.day_of(at)
    if signed_on > today or (today - signed_on).days > LONGEST_AGO:
        sentence = _("Ngày ký chưa tới hoặc đã quá một năm.")
        raise Refusal("invalid", sentence, status=422, fields={"signed_on": [sentence]})
    ids = {pupil.pk for pupil in pupils}
    held = holding(ids)
    wanted = sorted(tick for tick in set(ticks) if tick[0] in ids and tick[1:] in CELLS and tick not in held)
    given_at = at if signed_on == today else clock.days_as_instants(signed_on, signed_on)[0]
    rows = [
        Consent(
            user_id=user_id,
            purpose=purpose,
            given_by=giver,
            given_at=given_at,
            means=PAPER,
            recorded_by=by,
            text_version=TEXT_VERSION,
        )
        for user_id, purpose, giver in wanted
    ]
    Consent.objects.bulk_create(rows, batch_size=500)
    if rows:
        note = f"{len(rows)} consents, {len({row.user_id for row in rows})} pupils, text {TEXT_VERSION}"
        school = school_class.school
        trail.record(at=at, actor=by, act="consents_recorded", subject=school_class.name, school=school, note=note)
    return len(rows)


@transaction.atomic
def withdraw_consent(*, pupil: User, purpose: str, given_by: str, by: User, at: datetime) -> bool:
    """From now on it does not hold; False when there was none. Names are hidden again with the next page."""
    rows = Consent.objects.filter(user=pupil, purpose=purpose, given_by=given_by, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at):
        return False
    note = f"{purpose} by {given_by}"
    trail.record(at=at, actor=by, act="consent_withdrawn", subject=pupil.username, school=pupil.school, note=note)
    return True
