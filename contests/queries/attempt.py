"""Attempts and what stands in them."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contests.models import (
    Allowance,
    Answer,
    Attempt,
    AttemptState,
    Contest,
    ContestState,
    Disqualification,
    LateAnswer,
)
from contests.queries import time
from contests.rules import counting


def sums_of(attempt_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """What the stored answers of these attempts come to: id → (points, right answers); nothing for one without any."""
    if not attempt_ids:
        return {}
    rows = Answer.objects.filter(attempt__in=list(attempt_ids)).order_by().values_list("attempt_id")
    sums = rows.annotate(earned=Coalesce(Sum("points"), 0), hits=Count("pk", filter=Q(right=True)))
    return {attempt: (earned, hits) for attempt, earned, hits in sums}


def given_so_far(attempt_id: int) -> list[dict[str, object]]:
    """`{"item", "value", "opening", "seq"}` of each stored answer, for the device that opens the paper."""
    rows = Answer.objects.filter(attempt_id=attempt_id).order_by("item_id").values("item_id", "value", "opening", "seq")
    return [
        {"item": row["item_id"], "value": json.loads(row["value"]), "opening": row["opening"], "seq": row["seq"]}
        for row in rows
    ]


def overdue(limit: datetime, *, most: int = 500) -> QuerySet[Attempt]:
    """Attempts still open whose deadline is at or before `limit`, and whose clock no pause holds."""
    rows = Attempt.objects.filter(~time.stopped_now(), state=AttemptState.SITTING, due_at__lte=limit)
    return rows.order_by("due_at")[:most]


def overdue_locked(ids: Collection[int], limit: datetime) -> QuerySet[Attempt]:
    """Those of these attempts that are overdue now, locked in the order of their ids."""
    rows = Attempt.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return rows.filter(~time.stopped_now(), state=AttemptState.SITTING, due_at__lte=limit)


def papers_had(contest_id: int, user_ids: Collection[int]) -> dict[int, set[int]]:
    """Ids of the papers that these people have sat in the contest, by person."""
    rows = Attempt.objects.filter(contest_id=contest_id, user_id__in=user_ids).order_by()
    had: dict[int, set[int]] = {}
    for user, paper in rows.values_list("user_id", "paper_id"):
        had.setdefault(user, set()).add(paper)
    return had


def receipts_among(contest_id: int, receipts: Collection[str]) -> set[str]:
    """Those of these receipt numbers that attempts of the contest have."""
    rows = Attempt.objects.filter(contest_id=contest_id, receipt__in=receipts).order_by()
    return set(rows.values_list("receipt", flat=True))


def attempt_of(contest_id: int, user_id: int) -> Attempt | None:
    """This person's newest attempt in the contest."""
    return (
        Attempt.objects.filter(contest_id=contest_id, user_id=user_id)
        .select_related("contest", "paper")
        .order_by("-number")
        .first()
    )


def newest_attempts(contest: Contest, user_ids: Collection[int]) -> dict[int, Attempt]:
    """The newest attempts of these people in the contest, by person; each with the `contest` given."""
    newest = {}
    for attempt in Attempt.objects.filter(contest_id=contest.pk, user_id__in=user_ids).order_by("number"):
        attempt.contest = contest
        newest[attempt.user_id] = attempt
    return newest


def late_answers(contest_id: int, ruling: str = "") -> QuerySet[LateAnswer]:
    """The late box of a contest in the order of receipt; with a ruling (`waiting`, ...) only what stands so."""
    rows = LateAnswer.objects.filter(attempt__contest_id=contest_id, **({"ruling": ruling} if ruling else {}))
    return rows.select_related("attempt__user", "attempt__school", "item", "ruled_by")


def sitting_of(user_ids: Collection[int], since: datetime | None = None) -> set[int]:
    """Ids of those among these people who have an open attempt; with `since`, who have begun any from then on."""
    rows = Attempt.objects.filter(user_id__in=user_ids)
    rows = rows.filter(state=AttemptState.SITTING) if since is None else rows.filter(started_at__gte=since)
    return set(rows.order_by().values_list("user_id", flat=True))


def has_one_left(attempt: Attempt, at: datetime) -> bool:
    """Whether its person may begin another one, by the numbers; `attempt` is the newest. No query for a single one."""
    contest = attempt.contest
    if contest.attempts_most == 1 or contest.state != ContestState.PUBLISHED:
        return False
    shift = Allowance.objects.filter(contest=contest, user_id=attempt.user_id).aggregate(all=Sum("shift_ms"))["all"]
    closes_at = contest.closes_at + timedelta(milliseconds=shift or 0)
    if at >= closes_at or not counting.is_left(attempt.number, contest.attempts_most):
        return False
    return not Disqualification.objects.filter(contest=contest, user_id=attempt.user_id, lifted_at=None).exists()
