"""A supervisor's word for several at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contests.actions.time import give_time
from contests.models import Contest
from schools.models import User


@transaction.atomic
def give_time_to_all(
    *, contest: Contest, users: Sequence[User], extra_ms: int, shift_ms: int, reason: str, by: User, at: datetime
) -> int:
    """The same to each of these people, or to none; how many."""
    for user in sorted(users, key=lambda user: user.pk):
        give_time(contest=contest, user=user, extra_ms=extra_ms, shift_ms=shift_ms, reason=reason, by=by, at=at)
    return len(users)
