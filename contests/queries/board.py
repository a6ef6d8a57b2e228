"""What a board is made of: a few queries of constant result size; and all its rows, for those who run the contest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from backend import clock
from contests.models import Attempt, AttemptState, Confirmation, Contest, ContestState, Lease, Result, ResultList
from contests.queries import ranked, results
from contests.rules import ranking, visibility
from contests.rules.board import Part, Step, groups_of, shown_name, steps_of
from schools import queries as people
from schools.rules import names

LEASE = "contests"
LEADERS = 10
#: The chain's steps as columns of the index.
COLUMNS = {"points": "-points", "right": "-right", "time_used": "time_used_ms", "submitted_at": "ended_at"}
#: A board is kept in memory for so long after the results stand.
KEPT_AFTER = timedelta(days=1)
Placed = ranking.Standing[ranked.RankedAttempt]


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
    """The freeze in force at `at`; published results end it."""
    return visibility.freeze_in_force(frozen_at=contest.frozen_at, settled=is_published(contest), at=at)


def is_published(contest: Contest) -> bool:
    """Whether results stand that pupils may see: counted, and confirmed where the rule sheet asks for it."""
    if contest.state != ContestState.SETTLED or contest.confirmation == Confirmation.AT_ONCE:
        return contest.state == ContestState.SETTLED
    return ResultList.objects.filter(contest=contest, published_at__isnull=False).exists()


def figures(contest: Contest, at: datetime, part: Part | None = None) -> Figures:
    """The board as it may be shown at `at`: totals, counts by points, the ten leaders; of a part of the entrants."""
    if listed := results.in_force(contest):
        return _published(contest, listed, _attempts(contest, part, at))
    frozen_at = freeze_of(contest, at)
    attempts = _attempts(contest, part, at)
    entered = _entered(attempts, frozen_at)
    tally = _tally(entered)
    chain = ranking.live_chain(contest.chain)
    return Figures(
        code=contest.code,
        frozen=frozen_at is not None,
        entrants=sum(many for _, many, _ in tally),
        sitting=_sitting(attempts, frozen_at),
        submitted=sum(submitted for *_, submitted in tally),
        leaders=_leaders(contest, entered, chain),
        steps=steps_of([(points, many) for points, many, _ in tally]) if chain[0].name == "points" else (),
    )


def _published(contest: Contest, listed: ResultList, attempts: QuerySet[Attempt]) -> Figures:
    """The board of the list in force while a newer one waits: no correction is seen before it is published."""
    rows = Result.objects.filter(contest=contest, version=listed.version, attempt__in=attempts).order_by()
    tally = list(rows.values_list("points").annotate(many=Count("*")))
    leading = list(rows.select_related("attempt__user", "attempt__school").order_by("rank", "pk")[: LEADERS + 1])
    named = people.shows_name([row.attempt.user_id for row in leading])
    ranks = _ranks_within([row.rank for row in leading])
    return Figures(
        code=contest.code,
        frozen=False,
        entrants=sum(many for _points, many in tally),
        sitting=0,
        submitted=rows.filter(attempt__state=AttemptState.SUBMITTED).count(),
        leaders=tuple(
            _named(contest, row.attempt, row.points, ranks[row.rank], row.attempt.user_id in named)
            for row in leading[:LEADERS]
        ),
        steps=steps_of(tally) if ranking.live_chain(contest.chain)[0].name == "points" else (),
    )


def _ranks_within(ranks: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """Ranks of the whole list → rank and tie within a part of it, as a part's own board counts."""
    return {rank: (sum(other < rank for other in ranks) + 1, ranks.count(rank) > 1) for rank in ranks}


def parts_offered(contest: Contest, at: datetime) -> list[tuple[Part, str]]:
    """The parts with a board of their own that somebody takes part in, each with its name; three queries."""
    kinds = contest.sub_boards.split(",")
    attempts = Attempt.objects.filter(contest=contest).order_by()
    found: list[tuple[Part, str]] = []
    if "grade" in kinds:
        grades = {grade for grade in attempts.values_list("grade", flat=True).distinct() if grade is not None}
        found += [(Part("grade", grade), _("Khối %(grade)s") % {"grade": grade}) for grade in sorted(grades)]
    schools = dict(attempts.filter(school__isnull=False).values_list("school_id", "school__name").distinct())
    if "school" in kinds:
        found += [(Part("school", pk), name) for pk, name in sorted(schools.items(), key=lambda one: one[1])]
    if "unit" in kinds:
        units = {unit.pk: unit.name for unit in people.units_of(schools, clock.day_of(at)).values()}
        found += [(Part("unit", pk), name) for pk, name in sorted(units.items(), key=lambda one: one[1])]
    return found


def _attempts(contest: Contest, part: Part | None, at: datetime) -> QuerySet[Attempt]:
    rows = Attempt.objects.filter(contest=contest)
    if part is None:
        return rows
    if part.kind == "unit":
        return rows.filter(school__in=people.schools_in_unit(part.value, clock.day_of(at)))
    return rows.filter(**{{"school": "school_id", "grade": "grade"}[part.kind]: part.value})


def _entered(attempts: QuerySet[Attempt], frozen_at: datetime | None) -> QuerySet[Attempt]:
    """Attempts whose score stands on the board; the same condition as the indexes have."""
    stands = attempts.filter(stands_at__isnull=False)
    return stands.filter(stands_at__lte=frozen_at) if frozen_at else stands


def _tally(entered: QuerySet[Attempt]) -> list[tuple[int, int, int]]:
    """(points, how many have them, how many of these handed in themselves), counted in the index `attempt_tally`."""
    handed_in = Count("pk", filter=Q(state=AttemptState.SUBMITTED))
    return list(entered.order_by().values_list("points").annotate(many=Count("*"), submitted=handed_in))


def _sitting(attempts: QuerySet[Attempt], frozen_at: datetime | None) -> int:
    sits = Q(state=AttemptState.SITTING)  # the same condition as `attempt_sitting` has
    if frozen_at:
        sits = Q(started_at__lte=frozen_at) & (sits | Q(ended_at__gt=frozen_at))
    return attempts.filter(sits).count()


def _leaders(contest: Contest, entered: QuerySet[Attempt], chain: Sequence[ranking.Step]) -> tuple[Leader, ...]:
    """Ten and the one below, who decides whether the tenth is tied."""
    order = [COLUMNS[step.name] for step in chain]
    rows = list(entered.select_related("user", "school").order_by(*order, "pk")[: LEADERS + 1])
    named = people.shows_name([row.user_id for row in rows])
    by_id = {row.pk: row for row in rows}
    standings = ranking.rank([ranked.on_board(row) for row in rows], chain)[:LEADERS]
    return tuple(_leader(contest, one, by_id[one.row.attempt], one.row.user in named) for one in standings)


def _leader(contest: Contest, standing: Placed, row: Attempt, with_name: bool) -> Leader:
    return _named(contest, row, row.points, (standing.rank, standing.tied), with_name)


def _named(contest: Contest, row: Attempt, points: int, place: tuple[int, bool], with_name: bool) -> Leader:
    rank, tied = place
    # in a contest of one school the school says nothing
    school = row.school.name if row.school and row.school_id != contest.school_id else ""
    initials = names.initials(row.user.full_name)
    return Leader(
        attempt=row.pk,
        rank=rank,
        tied=tied,
        points=points,
        name=shown_name(row.user.full_name, initials, row.class_name, with_name=with_name),
        groups=groups_of(row.class_name, school, with_class=with_name),
    )


def rows_served(contest: Contest, at: datetime) -> list[RowServed]:
    """Every row of the board at `at`, best first. For staff: no tick ever asks for this."""
    entered = _entered(_attempts(contest, None, at), freeze_of(contest, at)).order_by("pk")
    return [
        RowServed(
            attempt=standing.row.attempt,
            user=standing.row.user,
            rank=standing.rank,
            tied=standing.tied,
            decided_by=standing.decided_by,
            points=standing.row.points,
            right=standing.row.right,
            time_used_ms=standing.row.time_used_ms,
            ended_at=standing.row.ended_at,
        )
        for standing in ranking.rank(list(map(ranked.on_board, entered)), ranking.live_chain(contest.chain))
    ]


def _live(at: datetime) -> Q:
    running = Q(state=ContestState.PUBLISHED, opens_at__lte=at)
    return running | Q(state=ContestState.SETTLED, settled_at__gt=at - KEPT_AFTER)


def boards_kept(at: datetime) -> dict[int, tuple[str, str]]:
    """Contests whose boards are kept in memory: id → (code, state; with a mark once results are published)."""
    published = Exists(ResultList.objects.filter(contest=OuterRef("pk"), published_at__isnull=False))
    rows = Contest.objects.filter(_live(at)).order_by("pk").annotate(published=published)
    return {
        pk: (code, f"{state}!" if published else state)
        for pk, code, state, published in rows.values_list("pk", "code", "state", "published")
    }


def fingerprints(contest_ids: Iterable[int], at: datetime) -> Mapping[int, tuple[object, ...]]:
    """A few figures that change whenever a board may have: counts, latest end, a sum over points, the freeze, the
    versions of the results.

    Four queries over indexes alone, however many have taken part.
    """
    attempts = Attempt.objects.filter(contest_id__in=list(contest_ids)).order_by().values_list("contest_id")
    sitting = attempts.filter(state=AttemptState.SITTING).annotate(many=Count("*"))
    stands = attempts.filter(stands_at__isnull=False).annotate(
        many=Count("*"),
        submitted=Count("pk", filter=Q(state=AttemptState.SUBMITTED)),
        latest=Max("stands_at"),
        sum=Sum(F("points") * F("pk")),
    )
    frozen = Contest.objects.filter(pk__in=list(contest_ids), frozen_at__lte=at).values_list("pk", "frozen_at")
    found: dict[int, list[object]] = defaultdict(list)
    lists = ResultList.objects.filter(contest_id__in=list(contest_ids)).order_by().values_list("contest_id")
    results_told = lists.annotate(newest=Max("version"), told=Max("version", filter=Q(published_at__isnull=False)))
    for part, rows in enumerate((sitting, stands, frozen, results_told)):
        for contest_id, *figures in rows:
            found[contest_id] += [part, *figures]
    return {contest_id: tuple(figures) for contest_id, figures in found.items()}


def epoch() -> int:
    """Of the newest claim to keep the boards; 0 before the first."""
    return Lease.objects.filter(name=LEASE).values_list("epoch", flat=True).first() or 0


def lease_holder(at: datetime) -> str:
    """Who keeps the boards now; empty when nobody does."""
    return Lease.objects.filter(name=LEASE, expires_at__gt=at).values_list("holder", flat=True).first() or ""
