"""Attempts that stand, as rows to rank, and the persons of a contest counted."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from contests.models import Answer, Attempt, AttemptState, Contest, KeyRuling, PaperItem, PaperKey, PredictionOutcome
from contests.rules import ranking
from quiz.queries.items import levels_hardest_first


@dataclass(frozen=True)
class RankedAttempt:
    """One person's attempt with all that a chain may ask. `lot`: the place drawn by hand."""

    attempt: int
    user: int
    points: int
    right: int
    time_used_ms: int | None
    ended_at: datetime | None
    prediction_gap: int | None
    hardest: int
    lot: int | None


@dataclass(frozen=True)
class Persons:
    """`persons` with an attempt that ended; of them `disqualified`; of the rest `all_right` with every item right."""

    persons: int
    disqualified: int
    all_right: int


def ranked_attempts(contest: Contest, outcome: PredictionOutcome | None) -> list[RankedAttempt]:
    """Every attempt that stands, in the order of ids. Without an outcome no prediction is near or far."""
    steps = contest.chain.split(",")
    hard = _right_by_level(contest) if "hardest" in steps else {}
    rows = Attempt.objects.filter(contest=contest, stands_at__isnull=False).order_by("pk")
    columns = ("pk", "user_id", "points", "right", "time_used_ms", "ended_at", "prediction", "lot")
    return [
        RankedAttempt(pk, user, points, right, used, ended, _gap(guess, outcome), hard.get(pk, 0), lot)
        for pk, user, points, right, used, ended, guess, lot in rows.values_list(*columns)
    ]


def on_board(attempt: Attempt) -> RankedAttempt:
    """An attempt as a board ranks it, before anything is known of predictions."""
    row = attempt
    return RankedAttempt(row.pk, row.user_id, row.points, row.right, row.time_used_ms, row.ended_at, None, 0, row.lot)


def _gap(guess: int | None, outcome: PredictionOutcome | None) -> int | None:
    return None if guess is None or outcome is None else abs(guess - outcome.actual)


def _right_by_level(contest: Contest) -> dict[int, int]:
    """Attempt → right answers by level, the hardest first, as one number."""
    levels = levels_hardest_first()
    counted: dict[int, dict[str, int]] = {}
    rows = (
        Answer.objects.filter(attempt__contest=contest, attempt__stands_at__isnull=False, right=True)
        .order_by()
        .values_list("attempt_id", "item__revision__question__level")
        .annotate(many=Count("pk"))
    )
    for attempt, level, many in rows:
        counted.setdefault(attempt, {})[level] = many
    return {attempt: ranking.by_level([many.get(level, 0) for level in levels]) for attempt, many in counted.items()}


def persons(contest: Contest) -> Persons:
    """For the prediction: counted from the attempts, without disqualified entries where it says so."""
    ended = Attempt.objects.filter(contest=contest).exclude(state=AttemptState.SITTING)
    out = Q(contest__disqualifications__user_id=F("user_id"), contest__disqualifications__lifted_at=None)
    with_one = ended.order_by().values("user_id").distinct().count()
    without = ended.filter(out).order_by().values("user_id").distinct().count()
    standing = Attempt.objects.filter(contest=contest, stands_at__isnull=False)
    whole = items_that_count(contest)
    all_right = sum(standing.filter(paper_id=paper, right=many).count() for paper, many in whole.items())
    return Persons(with_one, without, all_right)


def items_that_count(contest: Contest) -> dict[int, int]:
    """Paper → number of its items that were not taken out by a ruling."""
    keys = PaperKey.objects.filter(item__paper__contest=contest).order_by("version")
    newest = dict(keys.values_list("item_id", "ruling"))
    counted: dict[int, int] = {}
    for item, paper in PaperItem.objects.filter(paper__contest=contest).values_list("pk", "paper_id"):
        counted[paper] = counted.get(paper, 0) + (newest.get(item) != KeyRuling.VOID)
    return counted
