"""The ladder of rounds: what leads where, how many sat each round and how many went on from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from contests.models import (
    Advancing,
    Attempt,
    AttemptState,
    Contest,
    ContestState,
    Entry,
    EntryKind,
    ResultList,
    RoundLevel,
)
from contests.rules.rounds import LEVELS, Rule, is_above
from schools.models import Role, User

#: A ladder is never longer; a circle that somebody has made all the same ends here.
MOST_STEPS = 6
#: More rounds than these, of one level to one contest, are one box.
FEW = 6


@dataclass(frozen=True)
class Round:
    """`entrants` are persons with a turn that ended; `in_force`: the published version of its results."""

    contest: Contest
    entrants: int
    advanced: int
    in_force: int | None


@dataclass(frozen=True)
class Box:
    """A round of the ladder, or `many` rounds of one level that lead to the same contest: then `contest` is None."""

    contest: Contest | None
    many: int
    to: Contest | None
    entrants: int
    advanced: int


@dataclass(frozen=True)
class Level:
    """A column of the picture."""

    name: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Ladder:
    """From the lowest level to the highest; `rounds` are all of them, one by one."""

    levels: tuple[Level, ...]
    rounds: tuple[Round, ...]


def rule_of(contest: Contest) -> Rule | None:
    """Who goes on to this contest; None where no rounds lead to it."""
    row = Advancing.objects.filter(contest=contest).first()
    if row is None:
        return None
    grades = frozenset(int(grade) for grade in row.grades.split(",") if grade)
    return Rule(row.by, row.most, row.cap, row.reserves, grades)


def may_lead_to(contest: Contest, by: User) -> QuerySet[Contest]:
    """Contests of a higher level that take people from rounds and have no results yet.

    A school finds those that invite it; the Department all of them.
    """
    found = Contest.objects.filter(
        advancing__isnull=False,
        state__in=(ContestState.DRAFT, ContestState.PUBLISHED),
        is_demo=contest.is_demo,
        audience=contest.audience,
        round_level__in=[level for level in LEVELS if is_above(level, contest.round_level)],
    ).exclude(pk=contest.pk)
    if by.role not in {Role.OFFICER, Role.ADMIN}:
        found = found.filter(pk__in=found.filter(invitations__school=contest.school).values("pk"))
    return found.order_by("opens_at", "pk")


def above(contest: Contest) -> list[Contest]:
    """The contests it leads to, step by step."""
    found: list[Contest] = []
    while contest.leads_to is not None and len(found) < MOST_STEPS:
        contest = contest.leads_to
        found.append(contest)
    return found


def feeders(contest: Contest) -> QuerySet[Contest]:
    """The rounds that lead to it."""
    return contest.feeders.exclude(state=ContestState.CANCELLED).select_related("school").order_by("opens_at", "pk")


def in_force(contests: QuerySet[Contest]) -> dict[int, int]:
    """The published version of the results of each that has one."""
    published = ResultList.objects.filter(contest__in=contests.order_by().values("pk"), published_at__isnull=False)
    return dict(published.order_by().values_list("contest_id").annotate(newest=Max("version")))


def unpublished(contest: Contest) -> list[Contest]:
    """Rounds that lead to it and have no published results yet."""
    found = feeders(contest)
    published = in_force(found)
    return [one for one in found if one.pk not in published]


def ladder(contest: Contest, mine: QuerySet[Contest]) -> Ladder:
    """All rounds under the topmost contest that are among `mine`, and the way up from this one."""
    way = [contest, *above(contest)]
    shown = Q(pk__in=[one.pk for one in way]) | Q(pk__in=mine.order_by().values("pk"))
    found = {way[-1].pk: way[-1]}
    step = set(found)
    for _more in range(MOST_STEPS):
        below = Contest.objects.filter(shown, leads_to__in=step).exclude(state=ContestState.CANCELLED)
        new = {one.pk: one for one in below.select_related("school", "leads_to") if one.pk not in found}
        if not new:
            break
        found |= new
        step = set(new)
    rounds = _counted(found)
    return Ladder(tuple(_levels(rounds, found)), tuple(sorted(rounds, key=_in_order)))


def _counted(found: Mapping[int, Contest]) -> list[Round]:
    ended = Attempt.objects.filter(contest__in=list(found)).exclude(state=AttemptState.SITTING).order_by()
    entrants = dict(ended.values_list("contest_id").annotate(n=Count("user_id", distinct=True)))
    went = Entry.objects.filter(from_contest__in=list(found), kind=EntryKind.ADVANCED, withdrawn_at=None).order_by()
    advanced = dict(went.values_list("from_contest_id").annotate(n=Count("pk")))
    versions = in_force(Contest.objects.filter(pk__in=list(found)))
    return [Round(one, entrants.get(pk, 0), advanced.get(pk, 0), versions.get(pk)) for pk, one in found.items()]


def _in_order(one: Round) -> tuple[int, object, int]:
    return -LEVELS[one.contest.round_level], one.contest.opens_at, one.contest.pk


def _levels(rounds: Sequence[Round], found: Mapping[int, Contest]) -> list[Level]:
    """A column a level, the lowest first; what the eye would lose is one box."""
    columns = []
    for level in sorted({one.contest.round_level for one in rounds}, key=lambda level: (LEVELS[level], level)):
        of_level = [one for one in rounds if one.contest.round_level == level]
        boxes: list[Box] = []
        for target in dict.fromkeys(one.contest.leads_to_id for one in of_level):
            to = found.get(target) if target else None
            group = sorted((one for one in of_level if one.contest.leads_to_id == target), key=_in_order)
            boxes += [_together(group, to)] if len(group) > FEW else [_box(one, to) for one in group]
        columns.append(Level(str(RoundLevel(level).label), tuple(boxes)))
    return columns


def _box(one: Round, to: Contest | None) -> Box:
    return Box(one.contest, 1, to, one.entrants, one.advanced)


def _together(group: Sequence[Round], to: Contest | None) -> Box:
    """Who sat several of these rounds is one person."""
    ended = Attempt.objects.filter(contest__in=[one.contest.pk for one in group]).exclude(state=AttemptState.SITTING)
    people = ended.order_by().aggregate(n=Count("user_id", distinct=True))["n"]
    return Box(None, len(group), to, people, sum(one.advanced for one in group))
