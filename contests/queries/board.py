"""What a board is made of: a few queries of constant result size; and all its rows, for those who run the contest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from contests.models import Attempt, AttemptState, Contest, ContestState, Lease
from contests.rules import ranking, visibility
from contests.rules.board import Step, groups_of, shown_name, steps_of
from schools import queries as people
from schools.rules import names

LEASE = "contests"
LEADERS = 10
#: The chain's steps as columns of the index.
COLUMNS = {"points": "-points", "time_used": "time_used_ms", "submitted_at": "ended_at"}
#: A board is kept in memory for so long after the results stand.
KEPT_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Leader:
    """One of the ten as the board names them."""

    attempt: int
    rank: int
    tied: bool
    points: int
    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """A board without its version. In a freeze every figure is as of `Contest.frozen_at`."""

    code: str
    frozen: bool
    entrants: int
    sitting: int
    submitted: int
    leaders: tuple[Leader, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class RowServed:
    """One row of the whole board."""

    attempt: int
    user: int
    rank: int
    tied: bool
    decided_by: str
    points: int
    right: int
    time_used_ms: int | None
    ended_at: datetime | None

    def as_dict(self) -> dict[str, object]:
        ended_at = self.ended_at.isoformat() if self.ended_at else None
        return {**self.__dict__, "ended_at": ended_at}


def contest_of_board(contest_id: int) -> Contest | None:
    return Contest.objects.filter(pk=contest_id).first()


def freeze_of(contest: Contest, at: datetime) -> datetime | None:
    """The freeze in force at `at`."""
    settled = contest.state == ContestState.SETTLED
    return visibility.freeze_in_force(frozen_at=contest.frozen_at, settled=settled, at=at)


def figures(contest: Contest, at: datetime) -> Figures:
    """The board as it may be shown at `at`: totals, counts by points, the ten leaders."""
    frozen_at = freeze_of(contest, at)
    entered = _entered(contest, frozen_at)
    by_points = entered.order_by().values_list("points").annotate(many=Count("pk"))
    chain = contest.chain.split(",")
    return Figures(
        code=contest.code,
        frozen=frozen_at is not None,
        **_totals(contest, frozen_at),
        leaders=_leaders(contest, entered, chain),
        steps=steps_of(list(by_points)) if chain[0] == "points" else (),
    )


def _entered(contest: Contest, frozen_at: datetime | None) -> QuerySet[Attempt]:
    """Attempts whose score stands on the board; the same condition as the index has."""
    ended = Attempt.objects.filter(contest=contest).exclude(state=AttemptState.SITTING)
    return ended.filter(ended_at__lte=frozen_at) if frozen_at else ended


def _totals(contest: Contest, frozen_at: datetime | None) -> dict[str, int]:
    ended, begun = ~Q(state=AttemptState.SITTING), Q()
    if frozen_at:
        ended, begun = Q(ended_at__lte=frozen_at), Q(started_at__lte=frozen_at)
    counts = Attempt.objects.filter(contest=contest).aggregate(
        begun=Count("pk", filter=begun) if frozen_at else Count("pk"),
        entrants=Count("pk", filter=ended),
        submitted=Count("pk", filter=ended & Q(state=AttemptState.SUBMITTED)),
    )
    sitting = counts["begun"] - counts["entrants"]
    return {"entrants": counts["entrants"], "sitting": sitting, "submitted": counts["submitted"]}


def _leaders(contest: Contest, entered: QuerySet[Attempt], chain: list[str]) -> tuple[Leader, ...]:
    """Ten and the one below, who decides whether the tenth is tied."""
    order = [COLUMNS[step] for step in chain]
    rows = list(entered.select_related("user", "school").order_by(*order, "pk")[: LEADERS + 1])
    named = people.shows_name([row.user_id for row in rows])
    standings = ranking.rank(rows, ranking.chain(contest.chain))[:LEADERS]
    return tuple(_leader(contest, standing, standing.row.user_id in named) for standing in standings)


def _leader(contest: Contest, standing: ranking.Standing[Attempt], with_name: bool) -> Leader:
    row = standing.row
    # in a contest of one school the school says nothing
    school = row.school.name if row.school and row.school_id != contest.school_id else ""
    initials = names.initials(row.user.full_name)
    return Leader(
        attempt=row.pk,
        rank=standing.rank,
        tied=standing.tied,
        points=row.points,
        name=shown_name(row.user.full_name, initials, row.class_name, with_name=with_name),
        groups=groups_of(row.class_name, school, with_class=with_name),
    )


def rows_served(contest: Contest, at: datetime) -> list[RowServed]:
    """Every row of the board at `at`, best first. For staff: no tick ever asks for this."""
    entered = _entered(contest, freeze_of(contest, at)).order_by("pk")
    return [
        RowServed(
            attempt=standing.row.pk,
            user=standing.row.user_id,
            rank=standing.rank,
            tied=standing.tied,
            decided_by=standing.decided_by,
            points=standing.row.points,
            right=standing.row.right,
            time_used_ms=standing.row.time_used_ms,
            ended_at=standing.row.ended_at,
        )
        for standing in ranking.rank(list(entered), ranking.chain(contest.chain))
    ]


def _live(at: datetime) -> Q:
    running = Q(state=ContestState.PUBLISHED, opens_at__lte=at)
    return running | Q(state=ContestState.SETTLED, settled_at__gt=at - KEPT_AFTER)


def boards_kept(at: datetime) -> dict[int, tuple[str, str]]:
    """Contests whose boards are kept in memory: id → (code, state)."""
    rows = Contest.objects.filter(_live(at)).order_by("pk").values_list("pk", "code", "state")
    return {pk: (code, state) for pk, code, state in rows}


def fingerprints(contest_ids: Iterable[int], at: datetime) -> Mapping[int, tuple[object, ...]]:
    """A few figures that change whenever a board may have: counts, latest end, a sum over points, the freeze."""
    rows = (
        Attempt.objects.filter(contest_id__in=list(contest_ids))
        .order_by()
        .values("contest_id")
        .annotate(
            begun=Count("pk"),
            ended=Count("pk", filter=~Q(state=AttemptState.SITTING)),
            submitted=Count("pk", filter=Q(state=AttemptState.SUBMITTED)),
            latest=Max("ended_at"),
            sum=Sum(F("points") * F("pk"), filter=~Q(state=AttemptState.SITTING)),
            frozen=Max("contest__frozen_at", filter=Q(contest__frozen_at__lte=at)),
        )
    )
    return {row["contest_id"]: tuple(row.values()) for row in rows}


def epoch() -> int:
    """Of the newest claim to keep the boards; 0 before the first."""
    return Lease.objects.filter(name=LEASE).values_list("epoch", flat=True).first() or 0


def lease_holder(at: datetime) -> str:
    """Who keeps the boards now; empty when nobody does."""
    return Lease.objects.filter(name=LEASE, expires_at__gt=at).values_list("holder", flat=True).first() or ""
