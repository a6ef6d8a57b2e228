"""The board's sums, made anew from what was answered."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from contests.live import publish
from contests.models import Answer, Attempt, Contest

BATCH = 500


@dataclass(frozen=True)
class Rebuilt:
    """How many attempts were looked at, and how many had other sums than their answers."""

    attempts: int
    changed: int


def rebuild_board(*, contest: Contest) -> Rebuilt:
    """Points, right and answered of every attempt from its stored answers, in batches under the attempts' locks."""
    ids = list(Attempt.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True))
    changed = sum(_rebuild(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))
    publish.contests_changed({contest.pk})
    return Rebuilt(len(ids), changed)


@transaction.atomic
def _rebuild(ids: list[int]) -> int:
    attempts = list(Attempt.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    sums = {
        row["attempt_id"]: (row["total"], row["good"], row["given"])
        for row in Answer.objects.filter(attempt_id__in=ids)
        .order_by()
        .values("attempt_id")
        .annotate(
            total=Coalesce(Sum("points"), 0),
            good=Count("pk", filter=Q(right=True)),
            given=Count("pk", filter=~Q(value="[]")),
        )
    }
    wrong = []
    for attempt in attempts:
        found = sums.get(attempt.pk, (0, 0, 0))
        if (attempt.points, attempt.right, attempt.answered) != found:
            attempt.points, attempt.right, attempt.answered = found
            wrong.append(attempt)
    Attempt.objects.bulk_update(wrong, ["points", "right", "answered"])
    return len(wrong)
