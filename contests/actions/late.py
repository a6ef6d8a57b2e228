"""The late box: what came in after the deadline is accepted (and counts) or refused, by somebody, with a reason."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotThere, Refusal
from contests.actions import settling, standing
from contests.actions.board import sum_up
from contests.live import publish
from contests.models import Answer, Attempt, AttemptState, Contest, ContestState, LateAnswer, Ruling
from contests.queries import keys
from contests.queries.contest import scoring_of
from contests.rules import scoring, timing
from schools.actions import trail
from schools.models import User

STORED = ("value", "opening", "seq", "received_at", "points", "right", "key_version")


@transaction.atomic
def accept(
    *, late_ids: Collection[int], reason: str, by: User | None, at: datetime, contest: Contest | None = None
) -> int:
    """Let late answers count; how many were waiting.

    Each becomes what stands for its item where its (opening, seq) is greater. After the results have been counted they
    are counted anew. Accepting again changes nothing; what was refused stays refused. With a contest, answers of
    another are not there.
    """
    contest, attempts, rows = _locked(late_ids, contest, reason, Ruling.ACCEPTED)
    if rows:
        take(contest, attempts, rows, reason=reason, by=by, at=at)
        _write_down(contest, "late_accepted", rows, reason=reason, by=by, at=at)
        if contest.state == ContestState.SETTLED:
            settling.count_results(contest=contest, reason=reason, by=by, at=at)
    return len(rows)


@transaction.atomic
def refuse(
    *, late_ids: Collection[int], reason: str, by: User | None, at: datetime, contest: Contest | None = None
) -> int:
    """Let late answers not count; how many were waiting. Refusing again changes nothing."""
    contest, _attempts, rows = _locked(late_ids, contest, reason, Ruling.REFUSED)
    if rows:
        _rule(rows, Ruling.REFUSED, reason=reason, by=by, at=at)
        _write_down(contest, "late_refused", rows, reason=reason, by=by, at=at)
    return len(rows)


def take_in_time(
    contest: Contest, attempts: Mapping[int, Attempt], *, reason: str, by: User | None, at: datetime
) -> int:
    """Of these locked attempts: what came in before a deadline that has been moved counts after all; how many answers.

    For use inside the transaction that moves the deadlines.
    """
    waiting = LateAnswer.objects.filter(attempt_id__in=attempts, ruling=Ruling.WAITING).select_related("item")
    rows = [row for row in waiting if row.received_at <= attempts[row.attempt_id].due_at + timing.GRACE]
    if rows:
        take(contest, attempts, rows, reason=reason, by=by, at=at)
    return len(rows)


def take(
    contest: Contest,
    attempts: Mapping[int, Attempt],
    rows: Sequence[LateAnswer],
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> None:
    """Rule that these count: the newest of each item is graded and stands, the sums of its attempt follow."""
    its = Answer.objects.filter(attempt_id__in={row.attempt_id for row in rows}).values_list(
        "attempt_id", "item_id", "opening", "seq"
    )
    standing_now = {(attempt, item): (opening, seq) for attempt, item, opening, seq in its}
    newest: dict[tuple[int, int], LateAnswer] = {}
    for row in sorted(rows, key=_order):
        if _order(row) > standing_now.get((row.attempt_id, row.item_id), (-1, -1)):
            newest[row.attempt_id, row.item_id] = row
    Answer.objects.bulk_create(
        [_graded(contest, attempts[row.attempt_id], row) for row in newest.values()],
        update_conflicts=True,
        unique_fields=["attempt", "item"],
        update_fields=STORED,
    )
    _rule(rows, Ruling.ACCEPTED, reason=reason, by=by, at=at)
    touched = [attempts[attempt] for attempt in sorted({attempt for attempt, _item in newest})]
    sum_up(touched)
    if contest.attempts_most != 1:
        standing.stand(contest_id=contest.pk, user_ids={attempt.user_id for attempt in touched})
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))


def _order(row: LateAnswer) -> tuple[int, int]:
    return row.opening, row.seq


def _graded(contest: Contest, attempt: Attempt, row: LateAnswer) -> Answer:
    given = json.loads(row.value)
    key = keys.keys_of(attempt.paper)[row.item_id]
    score = scoring.graded(row.item.kind, given, key, scoring_of(contest), row.item.points)
    return Answer(
        attempt=attempt,
        item=row.item,
        value=row.value,
        opening=row.opening,
        seq=row.seq,
        received_at=row.received_at,
        points=score.points,
        right=score.right,
        key_version=attempt.paper.key_version,
    )


def _locked(
    late_ids: Collection[int], contest: Contest | None, reason: str, ruling: Ruling
) -> tuple[Contest, dict[int, Attempt], list[LateAnswer]]:
    """The contest, the attempts and the waiting rows among these, locked in this order: all of one contest, or none."""
    if not reason.strip():
        said = _("Thầy cô ghi lý do nhé.")
        raise Refusal("reason_needed", said, status=400, fields={"reason": [said]})
    wanted = set(late_ids)
    found = LateAnswer.objects.filter(pk__in=wanted)
    places = set(found.values_list("attempt__contest_id", flat=True))
    if len(places) != 1 or (contest is not None and places != {contest.pk}) or found.count() != len(wanted):
        raise NotThere(_("Không tìm thấy câu trả lời muộn này."))
    held = Contest.objects.select_for_update().get(pk=places.pop())
    if held.state == ContestState.CANCELLED:
        raise Refusal("contest_cancelled", _("Cuộc thi đã hủy nên không xét bài muộn nữa."))
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("contest", "paper").order_by("pk")
    attempts = {row.pk: row for row in locked.filter(pk__in=set(found.values_list("attempt_id", flat=True)))}
    rows = list(found.select_for_update(of=("self",)).select_related("item").order_by("pk"))
    if any(row.ruling not in {Ruling.WAITING, ruling} for row in rows):
        raise Refusal("already_ruled", _("Có câu trả lời đã được xét theo cách khác."))
    return held, attempts, [row for row in rows if row.ruling == Ruling.WAITING]


def _rule(rows: Sequence[LateAnswer], ruling: Ruling, *, reason: str, by: User | None, at: datetime) -> None:
    ids = [row.pk for row in rows]
    LateAnswer.objects.filter(pk__in=ids).update(ruling=ruling, ruled_at=at, ruled_by=by, reason=reason[:300])


def _write_down(
    contest: Contest, act: str, rows: Sequence[LateAnswer], *, reason: str, by: User | None, at: datetime
) -> None:
    attempts = sorted({row.attempt_id for row in rows})
    note = f"{len(rows)} answers of attempts {', '.join(map(str, attempts))}: {reason}"
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
    sitting = Attempt.objects.filter(pk__in=attempts, state=AttemptState.SITTING).values_list("pk", flat=True)
    transaction.on_commit(partial(publish.attempts_told, list(sitting), {"type": "standing"}))
