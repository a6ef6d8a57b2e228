"""From ended attempts to results that stand: counted once the window is over, counted again after a correction."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from contests.actions import standing
from contests.live import publish
from contests.models import (
    Attempt,
    AttemptState,
    Confirmation,
    Contest,
    ContestState,
    OpensAt,
    PredictionOf,
    PredictionOutcome,
    Result,
    ResultList,
)
from contests.queries import contest as reads
from contests.queries import ranked
from contests.queries.item_sums import ItemSum, item_sums
from contests.rules import ranking, timing
from contests.rules.discrimination import discrimination
from quiz.actions import holds, records
from schools.actions import trail
from schools.models import User

FEW = 5  # turns below which a share says nothing
BATCH = 500


def settle_due(*, at: datetime) -> list[int]:
    """Settle every contest that is over and has no attempt open; their ids."""
    return [contest.pk for contest in reads.unsettled(at) if settle_contest(contest=contest, at=at)]


@transaction.atomic
def settle_contest(*, contest: Contest, at: datetime) -> bool:
    """Results stand: ranked anew from the attempts, written once; then the items are free.

    Not before a last answer has had its time to come in. The attempts are locked, so an answer is recorded before (and
    counts) or after (and is kept aside as late).
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state != ContestState.PUBLISHED or at < _over_at(contest) or _unfinished(contest):
        return False
    people = _locked_people(contest)
    if _unfinished(contest):  # an answer was recorded between the look and the lock
        return False
    if contest.attempts_most != 1:
        standing.stand(contest_id=contest.pk, user_ids=people, over=True)
    contest.state = ContestState.SETTLED
    contest.settled_at = at
    contest.save(update_fields=["state", "settled_at"])
    _count(contest, reason="", by=None, at=at)
    holds.release(holder=reads.holder_of(contest), at=at)
    if not contest.is_demo:  # what a made-up crowd answered says nothing of an item
        shown = contest.keys_open != OpensAt.NEVER
        records.keep(rows=_how_items_did(contest), place=reads.holder_of(contest), at=at, keys_shown=shown)
    trail.record(at=at, actor=None, act="contest_settled", subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return True


@transaction.atomic
def count_results(*, contest: Contest, reason: str, by: User | None, at: datetime) -> ResultList:
    """A new version of the results after a correction. The published one stays in force until this one is, too."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    people = _locked_people(contest)
    standing.stand(contest_id=contest.pk, user_ids=people, over=True)
    made = _count(contest, reason=reason, by=by, at=at)
    note = f"version {made.version}: {reason}"
    trail.record(at=at, actor=by, act="results_counted", subject=contest.code, school=contest.school, note=note)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return made


def _count(contest: Contest, *, reason: str, by: User | None, at: datetime) -> ResultList:
    """Rank everybody whose attempt stands and write the list down."""
    outcome = _outcome(contest, at)
    rows = ranked.ranked_attempts(contest, outcome)
    version = 1 + (ResultList.objects.filter(contest=contest).values_list("version", flat=True).first() or 0)
    at_once = contest.confirmation == Confirmation.AT_ONCE
    made = ResultList.objects.create(
        contest=contest,
        version=version,
        reason=reason[:300],
        counted_at=at,
        counted_by=by,
        published_at=at if at_once else None,
        published_by=by if at_once else None,
    )
    _write(contest, version, ranking.rank(rows, ranking.chain(contest.chain)))
    return made


def _write(contest: Contest, version: int, ranks: Sequence[ranking.Standing[ranked.RankedAttempt]]) -> None:
    Result.objects.bulk_create(
        (
            Result(
                contest=contest,
                version=version,
                attempt_id=place.row.attempt,
                rank=place.rank,
                tied=place.tied,
                decided_by=place.decided_by,
                points=place.row.points,
                right=place.row.right,
                time_used_ms=place.row.time_used_ms,
                prediction_gap=place.row.prediction_gap,
                hardest=place.row.hardest,
                lot=place.row.lot,
            )
            for place in ranks
        ),
        batch_size=BATCH,
    )


def _outcome(contest: Contest, at: datetime) -> PredictionOutcome | None:
    """The number to be predicted: counted the first time, the same for ever after."""
    if contest.prediction == PredictionOf.NONE:
        return None
    known = PredictionOutcome.objects.filter(contest=contest).first()
    if known:
        return known
    counted = ranked.persons(contest)
    rest = counted.persons - counted.disqualified
    actual = rest if contest.prediction == PredictionOf.ENTRANTS else counted.all_right
    return PredictionOutcome.objects.create(
        contest=contest,
        of=contest.prediction,
        actual=actual,
        persons=counted.persons,
        disqualified=counted.disqualified,
        all_right=counted.all_right,
        frozen_at=at,
    )


def _over_at(contest: Contest) -> datetime:
    """When the last answer of the last window has had its time; windows of single people may begin later."""
    later = timedelta(milliseconds=max(0, reads.latest_shift_ms(contest.pk)))
    return contest.closes_at + later + timing.CLOSING


def _locked_people(contest: Contest) -> Collection[int]:
    rows = Attempt.objects.select_for_update().filter(contest=contest).order_by("pk")
    return set(rows.values_list("user_id", flat=True))


def _how_items_did(contest: Contest) -> list[records.Did]:
    """Turns, share of points earned and discrimination of every item; both stay unknown below five turns.

    A question that stands on several papers is told of once, over all of them.
    """
    by_revision: dict[int, list[ItemSum]] = {}
    for row in item_sums(contest.pk):
        by_revision.setdefault(row.revision, []).append(row)
    return [_how_it_did(rows) for rows in by_revision.values()]


def _how_it_did(rows: Sequence[ItemSum]) -> records.Did:
    n, earned, possible = (sum(getattr(row, name) for row in rows) for name in ("n", "earned", "possible"))
    if n < FEW or not possible:
        return records.Did(rows[0].question, rows[0].revision, n, None)
    its = discrimination(row.sums for row in rows)
    return records.Did(rows[0].question, rows[0].revision, n, max(0.0, earned / possible), its)


def _unfinished(contest: Contest) -> bool:
    """Whether somebody still sits it, or answers whose grading failed wait: no result stands on half a count."""
    attempts = Attempt.objects.filter(contest=contest)
    ungraded = attempts.filter(answers__key_version=None, answers__isnull=False)
    return attempts.filter(state=AttemptState.SITTING).exists() or ungraded.exists()
