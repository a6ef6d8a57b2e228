"""A person is taken out of a contest, or brought back; the attempts and the record stay."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions import settling, standing
from contests.live import publish
from contests.models import Attempt, Contest, ContestState, Disqualification
from schools.actions import trail
from schools.models import User


@transaction.atomic
def disqualify(*, contest: Contest, user: User, reason: str, by: User, at: datetime) -> Disqualification:
    """From now on nothing of this person stands. After settling the results are counted anew, as a new version.

    The number that was to be predicted stays as it was frozen.
    """
    reason = reason_given(reason)
    contest = _locked(contest, user)
    if Disqualification.objects.filter(contest=contest, user=user, lifted_at=None).exists():
        raise Refusal("already_out", _("Kết quả của người này đã được dừng trước đó."))
    row = Disqualification.objects.create(contest=contest, user=user, reason=reason, by=by, at=at)
    _stand_anew(contest, user, _("Dừng kết quả của một người: %(reason)s") % {"reason": reason}, by, at)
    _record("disqualified", contest, user, reason, by, at)
    return row


@transaction.atomic
def lift(*, contest: Contest, user: User, reason: str, by: User, at: datetime) -> Disqualification:
    """The person's score stands again; what was decided before stays on record."""
    reason = reason_given(reason)
    contest = _locked(contest, user)
    row = Disqualification.objects.filter(contest=contest, user=user, lifted_at=None).first()
    if row is None:
        raise Refusal("not_out", _("Kết quả của người này đang được tính."))
    row.lifted_at, row.lifted_by, row.lift_reason = at, by, reason
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    _stand_anew(contest, user, _("Tính lại kết quả của một người: %(reason)s") % {"reason": reason}, by, at)
    _record("disqualification_lifted", contest, user, reason, by, at)
    return row


def reason_given(reason: str) -> str:
    """A reason of at most 300 characters; refused without one."""
    reason = " ".join(reason.split())
    if not reason:
        sentence = _("Hãy ghi lý do.")
        raise Refusal("no_reason", sentence, status=400, fields={"reason": [sentence]})
    if len(reason) > 300:
        sentence = _("Lý do dài nhất 300 ký tự.")
        raise Refusal("reason_long", sentence, status=400, fields={"reason": [sentence]})
    return reason


def _locked(contest: Contest, user: User) -> Contest:
    """The contest, then the person's attempts: who records a hand-in or settles meanwhile waits."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    attempts = Attempt.objects.select_for_update().filter(contest=contest, user=user).order_by("pk")
    if not attempts.values_list("pk", flat=True):
        raise Refusal("no_attempt", _("Người này chưa làm bài nào trong cuộc thi."), status=404)
    return contest


def _stand_anew(contest: Contest, user: User, reason: str, by: User, at: datetime) -> None:
    standing.stand(contest_id=contest.pk, user_ids=[user.pk])
    if contest.state == ContestState.SETTLED:
        settling.count_results(contest=contest, reason=reason[:300], by=by, at=at)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))


def _record(act: str, contest: Contest, user: User, reason: str, by: User, at: datetime) -> None:
    note = f"user {user.pk}: {reason}"
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
