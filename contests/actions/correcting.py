"""Results counted once more at somebody's word."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions import settling
from contests.actions.disqualify import reason_given
from contests.models import Contest, ContestState, ResultList
from schools.models import User


@transaction.atomic
def recount(*, contest: Contest, reason: str, by: User, at: datetime) -> ResultList:
    """A new version from the answers as they stand; refused without a reason and before the first version."""
    reason = reason_given(reason)
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state != ContestState.SETTLED:
        raise Refusal("not_counted", _("Cuộc thi chưa có kết quả."))
    return settling.count_results(contest=contest, reason=reason, by=by, at=at)
