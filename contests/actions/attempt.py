"""An attempt's life after its start: opened on devices, answers recorded, handed in or closed by time."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from contests.actions import standing
from contests.actions.recording import Recording
from contests.actions.writing import write_attempts
from contests.live import publish
from contests.models import Attempt, AttemptState, Contest, Disqualification
from contests.queries import attempt as reads
from contests.queries import time
from contests.rules import timing
from contests.rules.packets import Outcome, Packet

log = logging.getLogger(__name__)


@transaction.atomic
def open_attempt(*, attempt: Attempt, at: datetime | None = None) -> int:
    """A new opening of the paper on a device; answers of a later opening stand over those of earlier ones.

    Told `at`, an attempt whose time is up is closed first.
    """
    if at is not None:
        close_if_over(attempt=attempt, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contests_attempt SET openings = openings + 1 WHERE id = %s RETURNING openings", [attempt.pk]
        )
        attempt.openings = cursor.fetchone()[0]
    opened = {"type": "opened", "opening": attempt.openings}
    transaction.on_commit(partial(publish.attempts_told, [attempt.pk], opened))
    return attempt.openings


def record_answers(*, packets: Sequence[Packet], at: datetime) -> list[Outcome]:
    """Keep the newest answer to each item, grade it, hand in where asked: one transaction, one outcome a packet.

    Deadlines are judged by each packet's moment of receipt. Late answers are kept aside and never score.
    """
    with transaction.atomic():
        recording = Recording(packets)
        outcomes = [recording.take(packet) for packet in packets]
        recording.store()
        if recording.changed:
            transaction.on_commit(partial(publish.contests_changed, recording.changed))
        if quiet := recording.answered - recording.changed:
            transaction.on_commit(partial(publish.answers_came, quiet))
    return outcomes


def close_overdue(*, at: datetime, before: datetime | None = None) -> int:
    """Close attempts whose time is up and whose clock no pause holds; how many.

    `before` is the receipt of the oldest answer that still waits: nothing is closed that it could belong to. What fails
    in one contest stops no other, and is raised at the end.
    """
    limit = min(at, before or at) - timing.CLOSING
    by_contest: dict[int, list[int]] = {}
    for attempt in reads.overdue(limit):
        by_contest.setdefault(attempt.contest_id, []).append(attempt.pk)
    closed, failures = 0, []
    for contest_id, ids in by_contest.items():
        try:
            closed += len(_close(contest_id, ids, limit))
        except Exception as failure:
            log.exception("attempts of contest %s could not be closed", contest_id)
            failures.append(failure)
    if failures:
        raise failures[0]
    return closed


def close_if_over(*, attempt: Attempt, at: datetime) -> bool:
    """Close this attempt if its time is up, as the loop would; whether it did. `attempt` is then as it was stored."""
    limit = at - timing.CLOSING
    if attempt.state != AttemptState.SITTING or attempt.due_at > limit:
        return False
    closed = _close(attempt.contest_id, [attempt.pk], limit)
    attempt.refresh_from_db(fields=["state", "due_at", "ended_at", "time_used_ms", "stands_at", "extra_ms", "lost_ms"])
    return bool(closed)


@transaction.atomic
def _close(contest_id: int, ids: Sequence[int], limit: datetime) -> list[Attempt]:
    """Those of these attempts that are still open and overdue under their locks, closed at their deadline."""
    attempts = list(reads.overdue_locked(ids, limit))
    if not attempts:
        return []
    stops = time.stops_of([contest_id]).get(contest_id, [])
    sums = reads.sums_of([attempt.pk for attempt in attempts])
    for attempt in attempts:
        attempt.points, attempt.right = sums.get(attempt.pk, (0, 0))
        its = [stop for stop in stops if stop.covers(attempt.school_id, attempt.class_name)]
        lost = timing.stopped_ms(its, attempt.started_at, attempt.due_at)
        attempt.state, attempt.ended_at = AttemptState.CLOSED, attempt.due_at
        attempt.time_used_ms = timing.time_used_ms(attempt.started_at, attempt.due_at, attempt.due_at, lost_ms=lost)
    _stand(contest_id, attempts)
    transaction.on_commit(partial(publish.contests_changed, {contest_id}))
    return attempts


def _stand(contest_id: int, attempts: Sequence[Attempt]) -> None:
    """Store the ended attempts and let count what counts now: a single one at once, unless its person is out."""
    single = Contest.objects.filter(pk=contest_id, attempts_most=1).exists()
    if single:
        people = [attempt.user_id for attempt in attempts]
        gone = Disqualification.objects.filter(contest_id=contest_id, user_id__in=people, lifted_at=None)
        out = set(gone.values_list("user_id", flat=True))
        for attempt in attempts:
            attempt.stands_at = None if attempt.user_id in out else attempt.ended_at
    write_attempts(attempts, ["state", "ended_at", "time_used_ms", "points", "right", "stands_at"])
    if not single:
        standing.stand(contest_id=contest_id, user_ids={attempt.user_id for attempt in attempts})
