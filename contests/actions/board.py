"""The board's sums, made anew from what was answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions.writing import write_attempts
from contests.live import publish
from contests.models import Answer, Attempt, AttemptState, Contest, ContestState
from contests.queries.paper import frozen_paper
from contests.rules import scoring, timing
from schools.actions import trail
from schools.models import User

BATCH = 500


@dataclass(frozen=True)
class Rebuilt:
    """How many attempts were looked at, and how many had other sums than their answers."""

    attempts: int
    changed: int


def rebuild_board(*, contest: Contest) -> Rebuilt:
    """Points, right and answered of every attempt from its stored answers, in batches under the attempts' locks."""
    ids = list(Attempt.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True))
    changed = sum(resum(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))
    publish.contests_changed({contest.pk})
    return Rebuilt(len(ids), changed)


@transaction.atomic
def resum(ids: Collection[int]) -> int:
    """Sums and speed points of these attempts of one contest anew; how many were different before."""
    rows = Attempt.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return sum_up(list(rows.select_related("contest", "paper").order_by("pk")))


def sum_up(attempts: Sequence[Attempt]) -> int:
    """The same for attempts whose locks are held; what is in memory follows."""
    rows = Answer.objects.filter(attempt__in=attempts).order_by().values_list("attempt_id")
    sums = rows.annotate(
        earned=Coalesce(Sum("points"), 0),
        right=Count("pk", filter=Q(right=True)),
        given=Count("pk", filter=~Q(value="[]")),
    )
    found = {attempt: (earned, right, given) for attempt, earned, right, given in sums}
    wrong = []
    for attempt in attempts:
        earned, right, given = found.get(attempt.pk, (0, 0, 0))
        if attempt.state == AttemptState.SITTING:
            earned = right = 0  # they are summed up when it ends
        speed = speed_of(attempt, earned)
        if (attempt.points, attempt.speed, attempt.right, attempt.answered) != (earned + speed, speed, right, given):
            attempt.points, attempt.speed, attempt.right, attempt.answered = earned + speed, speed, right, given
            wrong.append(attempt)
    write_attempts(wrong, ["points", "speed", "right", "answered"])
    return len(wrong)


def speed_of(attempt: Attempt, earned: int) -> int:
    """Speed points of an attempt that was handed in and earned so much; of any other none."""
    contest = attempt.contest
    if not contest.speed_most or attempt.submitted_at is None or attempt.ended_at is None:
        return 0
    most = frozen_paper(attempt.paper).most_points
    left = timing.milliseconds(attempt.due_at - attempt.ended_at)
    return scoring.speed_points(earned, most, left, contest.length_ms, contest.speed_most)


@transaction.atomic
def freeze_board(*, contest: Contest, by: User, at: datetime) -> bool:
    """The board stands still for everybody from now on, though the rules plan it for later; false when it does already.

    Refused before the opening: nothing moves yet, and rules know no board that stands from before their window.
    """
    if at <= contest.opens_at:
        raise Refusal("not_open", _("Cuộc thi chưa mở nên bảng chưa chạy."))
    moving = Q(frozen_at=None) | Q(frozen_at__gt=at)
    if not Contest.objects.filter(moving, pk=contest.pk, state=ContestState.PUBLISHED).update(frozen_at=at):
        return False
    _tell(contest, by, at, "board_frozen")
    return True


@transaction.atomic
def unfreeze_board(*, contest: Contest, by: User, at: datetime) -> bool:
    """The board moves again and shows what happened meanwhile; false when it was not frozen."""
    if not Contest.objects.filter(pk=contest.pk, frozen_at__isnull=False).update(frozen_at=None):
        return False
    _tell(contest, by, at, "board_unfrozen")
    return True


def _tell(contest: Contest, by: User, at: datetime, act: str) -> None:
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
