"""Alarms about keys are raised and answered. Corrections are made where keys are corrected: `actions.regrade`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from contests.models import Contest, KeyAlarm, KeyLook
from contests.queries import key_alarm as reads
from schools.actions import trail
from schools.models import User


def look_at_keys(*, at: datetime) -> int:
    """Look at the keys of every contest with news; how many alarms were raised."""
    return sum(_look(contest, ended, versions, at) for contest, ended, versions in reads.to_look_at(at))


@transaction.atomic
def _look(contest: Contest, ended: int, versions: int, at: datetime) -> int:
    """Raised once a question; an alarm that somebody answered stays answered; one that no longer holds goes."""
    signs = reads.suspicions(contest)
    known = {alarm.revision_id: alarm for alarm in reads.kept(contest)}
    gone = [alarm.pk for revision, alarm in known.items() if revision not in signs and not alarm.dismissed_at]
    KeyAlarm.objects.filter(pk__in=gone).delete()
    new = [
        KeyAlarm(
            contest=contest,
            revision_id=revision,
            sign=sign.sign,
            value=sign.value,
            n=sign.n,
            earned=sign.earned,
            other=sign.other,
            raised_at=at,
        )
        for revision, sign in signs.items()
        if revision not in known
    ]
    # two processes that look at once raise one alarm
    KeyAlarm.objects.bulk_create(new, ignore_conflicts=True)
    news = {"ended": ended, "versions": versions, "at": at}
    KeyLook.objects.update_or_create(contest=contest, defaults=news)
    for alarm in new:
        note = f"revision {alarm.revision_id}: {alarm.sign}, {alarm.other} of {alarm.n}"
        trail.record(at=at, actor=None, act="key_alarm", subject=contest.code, school=contest.school, note=note)
    return len(new)


@transaction.atomic
def dismiss(*, contest: Contest, alarm_id: int, by: User, at: datetime) -> None:
    """Somebody has looked: the key is right. It is not raised again in this contest."""
    answered = KeyAlarm.objects.filter(contest=contest, pk=alarm_id, dismissed_at=None)
    if not answered.update(dismissed_at=at, dismissed_by=by):
        raise Refusal("answered", _("Cảnh báo này đã có người trả lời."))
    note = f"alarm {alarm_id}"
    trail.record(at=at, actor=by, act="key_alarm_dismissed", subject=contest.code, school=contest.school, note=note)
