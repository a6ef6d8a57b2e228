"""Everything the statistics of a period are made of, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from backend import clock
from contests.models import Audience, Contest, Disqualification, Invitation, PaperItem
from contests.queries.contest import keeping_questions
from quiz import queries as bank
from quiz.queries import ItemText, TopicRow
from reports.queries import enrolled
from reports.queries.clusters import clusters
from reports.queries.scopes import EVERYTHING, Scope
from reports.queries.world import ANNOUNCED
from reports.rules.clusters import Cluster
from reports.rules.denominators import Part, denominator
from reports.rules.periods import Period
from reports.rules.places import Span
from schools.models import Placement, School

if TYPE_CHECKING:  # numpy is loaded when rows are read, not by every page that knows of them
    from reports.queries.sheets import Sheets
    from reports.queries.turns import Turns


class ContestRow(NamedTuple):
    id: int
    code: str
    title: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    level: str


class InvitationRow(NamedTuple):
    contest: int
    school: int
    grade: int | None


class AttemptRow(NamedTuple):
    """A turn: an ended attempt with at least one answer. `user` is a number to count by, never a name."""

    contest: int
    audience: str
    user: int
    school: int | None
    grade: int | None
    sex: str
    started_at: datetime
    paper: int
    points: int
    right: int
    channel: str = "online"
    id: int = 0


class SchoolRow(NamedTuple):
    id: int
    name: str
    level: str
    code: str


class PaperItemRow(NamedTuple):
    id: int
    paper: int
    revision: int
    points: int
    topic: str = ""
    pillar: str = ""


class AnswerRow(NamedTuple):
    """Equal answers to an item, counted; `ungraded` of them could not be graded yet."""

    item: int
    value: str
    n: int
    points: int
    ungraded: int


@dataclass(frozen=True)
class Rows:
    """One world's rows of one period. `schools` comes in the Vietnamese order; `parts` are denominators by school.

    What there may be millions of is read in columns; small worlds may be made of single rows as well.
    """

    period: Period
    cut_off: date
    is_demo: bool
    contests: list[ContestRow]
    invitations: list[InvitationRow]
    attempts: "Turns | list[AttemptRow]"
    schools: dict[int, SchoolRow]
    spans: dict[int, list[Span]]
    units: dict[int, str]
    parts: dict[int, tuple[Part, ...]]
    paper_items: list[PaperItemRow]
    answers: "Sheets | list[AnswerRow]"
    texts: dict[int, ItemText]
    slugs: dict[int, str]
    clusters: dict[int, Cluster] = field(default_factory=dict)
    topics: dict[str, TopicRow] = field(default_factory=dict)
    paper_numbers: dict[int, int] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()  # revisions of questions that an announced contest keeps to itself


def rows(period: Period, *, is_demo: bool, today: date, scope: Scope = EVERYTHING, answers: bool = True) -> Rows:
    """All rows of the period, or of a scope in it; an attempt belongs to the day on which it began.

    answers=False leaves answers and items' texts out: who only counts persons and turns need not read them.
    Call it outside of transactions where the period may be large: inside, the quick way to columns is closed.
    """
    contests = _contests(period, is_demo, scope)
    ids = [contest.id for contest in contests]
    invitations = _invitations(ids, period, is_demo, scope)
    wanted = turns(ids, period, is_demo) & scope.turns(period)
    attempts = _attempts(wanted, contests)
    schools = _schools({row.school for row in invitations} | set(attempts["school"].tolist()))
    spans, units = _placements(schools)
    pupils = [contest.id for contest in contests if contest.audience == Audience.PUPILS]
    items, slugs, numbers = _paper_items(pupils)
    cut_off = period.cut_off(today)
    invited = [row for row in invitations if row.contest in set(pupils)]
    return Rows(
        period=period,
        cut_off=cut_off,
        is_demo=is_demo,
        contests=contests,
        invitations=invitations,
        attempts=attempts,
        schools=schools,
        spans=spans,
        units=units,
        parts=denominators_of(invited, schools, cut_off, is_demo),
        paper_items=items,
        answers=_answers(
            attempts, items, turns(pupils, period, is_demo, "attempt__") & scope.turns(period, "attempt__")
        )
        if answers
        else [],
        texts=bank.frozen_items(list(slugs)) if answers else {},
        slugs=slugs,
        clusters=clusters(units),
        paper_numbers=numbers,
        kept=_kept(pupils, is_demo) if answers else frozenset(),
        topics={topic.code: topic for topic in bank.topics()} if answers else {},
    )


def _contests(period: Period, is_demo: bool, scope: Scope) -> list[ContestRow]:
    start, end = clock.days_as_instants(period.first, period.last)
    found = Contest.objects.filter(is_demo=is_demo, state__in=ANNOUNCED, opens_at__lt=end, closes_at__gt=start)
    columns = ("pk", "code", "title", "audience", "opens_at", "closes_at", "round_level")
    return [
        ContestRow(*row)
        for row in found.filter(scope.contests(period)).order_by("opens_at", "pk").values_list(*columns)
    ]


def _invitations(contest_ids: Collection[int], period: Period, is_demo: bool, scope: Scope) -> list[InvitationRow]:
    found = Invitation.objects.filter(scope.invitations(period), contest_id__in=contest_ids, school__is_demo=is_demo)
    return [InvitationRow(*row) for row in found.order_by("pk").values_list("contest_id", "school_id", "grade")]


def turns(contest_ids: Collection[int], period: Period, is_demo: bool, prefix: str = "") -> Q:
    """What makes an attempt a turn of this period: begun in it, ended, something answered, and not disqualified."""
    start, end = clock.days_as_instants(period.first, period.last)
    wanted = {
        "contest_id__in": contest_ids,
        "user__is_demo": is_demo,
        "state__in": ("submitted", "closed"),
        "answered__gte": 1,
        "started_at__gte": start,
        "started_at__lt": end,
    }
    out = Disqualification.objects.filter(
        contest=OuterRef(f"{prefix}contest_id"), user=OuterRef(f"{prefix}user_id"), lifted_at=None
    )
    return Q(**{prefix + name: value for name, value in wanted.items()}) & ~Q(Exists(out))


def _attempts(wanted: Q, contests: list[ContestRow]) -> "Turns":
    from reports.queries.turns import read_turns  # noqa: PLC0415 - see above

    return read_turns(wanted, {contest.id: contest.audience for contest in contests})


def _schools(ids: Collection[int]) -> dict[int, SchoolRow]:
    found = School.objects.filter(pk__in=ids).order_by("name_fold", "name", "pk")
    return {row[0]: SchoolRow(*row) for row in found.values_list("pk", "name", "level", "code")}


def _placements(school_ids: Collection[int]) -> tuple[dict[int, list[Span]], dict[int, str]]:
    columns = ("school_id", "unit_id", "valid_from", "valid_to", "unit__name", "unit__parent__name")
    found = Placement.objects.filter(school_id__in=school_ids).order_by("valid_from", "pk")
    above = F("unit__parent__parent_id")  # a district has a province above it, and names a commune more clearly
    spans: dict[int, list[Span]] = defaultdict(list)
    units: dict[int, str] = {}
    for school, unit, first, last, name, parent, province in found.values_list(*columns, above):
        spans[school].append(Span(unit, first, last))
        units[unit] = f"{name} ({parent})" if province else name
    return spans, units


def denominators_of(
    invited: list[InvitationRow], schools: dict[int, SchoolRow], cut_off: date, is_demo: bool
) -> dict[int, tuple[Part, ...]]:
    """Denominators of the schools that have one, over all grades that any contest of the period invited."""
    grades: dict[int, set[int | None]] = defaultdict(set)
    for row in invited:
        grades[row.school].add(row.grade)
    lists = enrolled.on_lists(list(grades), on=cut_off, is_demo=is_demo)
    figures = enrolled.entered(list(grades))
    found = {
        school: denominator(
            None if None in wanted else frozenset(grade for grade in wanted if grade is not None),
            lists=lists.get(school, {}),
            figures=figures.get(school, []),
            school_level=schools[school].level,
            cut_off=cut_off,
        )
        for school, wanted in grades.items()
    }
    return {school: parts for school, parts in found.items() if parts}


def _paper_items(contest_ids: Collection[int]) -> tuple[list[PaperItemRow], dict[int, str], dict[int, int]]:
    found = PaperItem.objects.filter(paper__contest_id__in=contest_ids).order_by("paper_id", "position")
    question = ("revision__question__topic__code", "revision__question__pillar", "revision__question__slug")
    kept = list(found.values_list("pk", "paper_id", "revision_id", "points", *question, "paper__number"))
    slugs, numbers = {row[2]: row[6] for row in kept}, {row[1]: row[7] for row in kept}
    return [PaperItemRow(*row[:6]) for row in kept], slugs, numbers


def _kept(contest_ids: Collection[int], is_demo: bool) -> frozenset[int]:
    """Those of the contests' revisions whose question stands, in whatever revision, on a paper that is not opened."""
    closed = PaperItem.objects.filter(paper__contest__in=keeping_questions(is_demo=is_demo))
    found = PaperItem.objects.filter(
        paper__contest_id__in=contest_ids, revision__question__in=closed.values("revision__question")
    )
    return frozenset(found.order_by().values_list("revision_id", flat=True).distinct())


def _answers(attempts: "Turns", items: list[PaperItemRow], wanted: Q) -> "Sheets":
    from reports.queries.sheets import read_sheets  # noqa: PLC0415 - see above

    return read_sheets(attempts, items, wanted)
