"""Deadlines and times used, worked out anew after an allowance or a pause."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from contests.actions import late, standing
from contests.actions.writing import write_attempts
from contests.live import publish
from contests.models import Attempt, AttemptState, Channel, ContestState
from contests.queries import time
from contests.rules import timing
from contests.rules.timing import Clock
from schools.models import User

BATCH = 500
TIMES = ["state", "due_at", "extra_ms", "lost_ms", "ended_at", "time_used_ms", "stands_at"]


@dataclass(slots=True)
class Recomputed:
    """Ids of the attempts whose times are others now, of those that are open again, and how many late answers count."""

    changed: list[int] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)
    late: int = 0

    def __str__(self) -> str:
        return f"{len(self.changed)} attempts, {len(self.reopened)} reopened, {self.late} late answers taken"


@transaction.atomic
def recompute(*, attempt_ids: Collection[int], at: datetime, by: User | None = None, reason: str = "") -> Recomputed:
    """Deadlines and times used of these attempts as allowances and pauses make them now, in batches under their locks.

    The newest one of a person, if closed by time, is open again where its new deadline lies ahead. What had come in
    late and is in time by the new deadline counts. Pupils are told after the commit.
    """
    ids = sorted({*attempt_ids, *_others_of_the_same(attempt_ids)})
    for batch in _batches(ids):  # all locks first, in the order of ids
        list(Attempt.objects.select_for_update().filter(pk__in=batch).order_by("pk").values_list("pk", flat=True))
    done = Recomputed()
    for batch in _batches(ids):
        _recompute(batch, at, by, reason, done)
    if done.changed:
        transaction.on_commit(partial(publish.attempts_told, done.changed, {"type": "standing"}))
    return done


def _recompute(batch: Sequence[int], at: datetime, by: User | None, reason: str, done: Recomputed) -> None:
    rows = Attempt.objects.filter(pk__in=batch, contest__state=ContestState.PUBLISHED).exclude(channel=Channel.PAPER)
    by_contest: dict[int, list[Attempt]] = {}
    for row in rows.select_related("contest", "paper").order_by("pk"):
        by_contest.setdefault(row.contest_id, []).append(row)
    for contest_id, its in by_contest.items():
        contest = its[0].contest
        before = {row.pk: row.state for row in its}
        clocks, reopening = time.Clocks(contest, {row.user_id for row in its}), time.may_reopen(contest, its)
        changed = [row for row in its if _retime(row, clocks.of(row), reopens=row.pk in reopening, at=at)]
        write_attempts(changed, [*TIMES, "points", "right"])
        done.changed.extend(row.pk for row in changed)
        done.reopened.extend(row.pk for row in changed if row.state != before[row.pk])
        taking = {row.pk: row for row in changed if row.state != AttemptState.SUBMITTED}
        done.late += late.take_in_time(contest, taking, reason=reason, by=by, at=at)
        if changed and contest.attempts_most != 1:
            standing.stand(contest_id=contest_id, user_ids={row.user_id for row in changed})
        if changed:
            transaction.on_commit(partial(publish.contests_changed, {contest_id}))


def _retime(row: Attempt, clock: Clock, *, reopens: bool, at: datetime) -> bool:
    """Put the times of an attempt right, in memory; whether they were others. `reopens`: it may be open again."""
    before = [getattr(row, name) for name in TIMES]
    if row.state == AttemptState.CLOSED and clock.due_at(at) > at and not reopens:
        return False  # its person has gone on to another one
    if row.state == AttemptState.SUBMITTED and row.submitted_at is not None:
        clock = clock.handed_in(row.submitted_at)
    row.due_at, row.extra_ms, row.lost_ms = clock.due_at(), clock.extra_ms, clock.lost_ms()
    if row.state == AttemptState.CLOSED and clock.due_at(at) > at:
        row.state, row.ended_at, row.time_used_ms, row.stands_at = AttemptState.SITTING, None, None, None
        row.points = row.right = 0  # summed up anew at its end
    elif row.state == AttemptState.SUBMITTED and row.submitted_at is not None:
        in_time = min(row.submitted_at, clock.due_at(row.submitted_at))
        row.ended_at = max(row.ended_at or in_time, in_time)
    if row.ended_at is not None:
        lost = timing.stopped_ms(clock.stops, row.started_at, row.ended_at)
        row.time_used_ms = timing.time_used_ms(row.started_at, row.ended_at, row.ended_at, lost_ms=lost)
    return before != [getattr(row, name) for name in TIMES]


def _others_of_the_same(attempt_ids: Collection[int]) -> set[int]:
    """Ids of all attempts of these people where a contest allows several: which of them counts may change."""
    found: set[int] = set()
    for batch in _batches(sorted(attempt_ids)):
        several = Attempt.objects.filter(pk__in=batch).exclude(contest__attempts_most=1)
        for contest, user in several.values_list("contest_id", "user_id"):
            found |= set(Attempt.objects.filter(contest_id=contest, user_id=user).values_list("pk", flat=True))
    return found


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
