"""Whether the machine may be stopped: contests of these hours and attempts under way, the demonstration's left out."""

from datetime import datetime

from django.db.models import QuerySet

from contests.models import Attempt, AttemptState, Contest, ContestState


def contests_between(begin: datetime, end: datetime) -> QuerySet[Contest]:
    """Announced contests whose time overlaps with this one, by their begin."""
    announced = Contest.objects.filter(state=ContestState.PUBLISHED, is_demo=False)
    return announced.filter(opens_at__lte=end, closes_at__gte=begin).order_by("opens_at")


def sitting_now() -> int:
    """Attempts that are under way, whatever their contest's window says: given time goes beyond it."""
    return Attempt.objects.filter(state=AttemptState.SITTING, contest__is_demo=False).count()
