"""Hints for the supervisor: a page was left, a paper opened on another device. Announced to pupils, never a verdict."""

from datetime import datetime

from django.db import transaction

from contests.models import Attempt, AttemptState, Signal, SignalKind

#: More of them say nothing new.
MOST_OF_AN_ATTEMPT = 50
LONGEST_MS = 24 * 3_600_000


@transaction.atomic
def note_signal(*, attempt: Attempt, kind: SignalKind, at: datetime, ms: int = 0) -> bool:
    """Keep it while the attempt is sat and there are not too many; whether it was kept. `ms`: how long it lasted."""
    if attempt.state != AttemptState.SITTING:
        return False
    if Signal.objects.filter(attempt=attempt).count() >= MOST_OF_AN_ATTEMPT:
        return False
    Signal.objects.create(attempt=attempt, kind=kind, at=at, ms=min(max(0, ms), LONGEST_MS))
    return True
