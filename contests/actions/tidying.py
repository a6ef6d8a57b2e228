"""Traces that have had their day are deleted: hints about attempts, and the checks of a rehearsal."""

from datetime import datetime, timedelta

from django.db import transaction

from contests.models import RehearsalCheck, Signal

#: So long after the results hints about integrity are kept, for appeals.
SIGNALS_KEPT = timedelta(days=14)
MOST = 2_000


@transaction.atomic
def tidy_up(*, at: datetime, most: int = MOST) -> int:
    """Signals two weeks after the results, rehearsal checks once their contest opens; how many rows, at most `most` of
    each."""
    signals = Signal.objects.filter(attempt__contest__settled_at__lte=at - SIGNALS_KEPT).order_by("pk")
    checks = RehearsalCheck.objects.filter(contest__opens_at__lte=at).order_by("pk")
    gone = 0
    for rows in (signals, checks):
        ids = list(rows.values_list("pk", flat=True)[:most])
        if ids:
            gone += rows.model.objects.filter(pk__in=ids).delete()[0]
    return gone
