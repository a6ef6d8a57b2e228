"""Everything the statistics of a period are made of, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from backend import clock
from contests.models import Answer, Attempt, Audience, Contest, Disqualification, Invitation, PaperItem
from quiz import queries as bank
from quiz.queries import ItemText
from reports.queries import enrolled
from reports.queries.world import ANNOUNCED
from reports.rules.denominators import Part, denominator
from reports.rules.periods import Period
from reports.rules.places import Span
from schools.models import Placement, School


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


class AnswerRow(NamedTuple):
    """Equal answers to an item, counted; `ungraded` of them could not be graded yet."""

    item: int
    value: str
    n: int
    points: int
    ungraded: int


@dataclass(frozen=True)
class Rows:
    """One world's rows of one period. `schools` comes in the Vietnamese order; `parts` are denominators by school."""

    period: Period
    cut_off: date
    is_demo: bool
    contests: list[ContestRow]
    invitations: list[InvitationRow]
    attempts: list[AttemptRow]
    schools: dict[int, SchoolRow]
    spans: dict[int, list[Span]]
    units: dict[int, str]
    parts: dict[int, tuple[Part, ...]]
    paper_items: list[PaperItemRow]
    answers: list[AnswerRow]
    texts: dict[int, ItemText]
    slugs: dict[int, str]


def rows(period: Period, *, is_demo: bool, today: date) -> Rows:
    """All rows of the period; an attempt belongs to the day on which it began."""
    contests = _contests(period, is_demo)
    ids = [contest.id for contest in contests]
    invitations = _invitations(ids, is_demo)
    attempts = _attempts(ids, period, is_demo)
    schools = _schools({row.school for row in invitations} | {row.school for row in attempts if row.school})
    spans, units = _placements(schools)
    pupils = [contest.id for contest in contests if contest.audience == Audience.PUPILS]
    items, slugs = _paper_items(pupils)
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
        parts=_parts(invited, schools, cut_off, is_demo),
        paper_items=items,
        answers=_answers(pupils, period, is_demo),
        texts=bank.frozen_items(list(slugs)),
        slugs=slugs,
    )


def _contests(period: Period, is_demo: bool) -> list[ContestRow]:
    start, end = clock.days_as_instants(period.first, period.last)
    found = Contest.objects.filter(is_demo=is_demo, state__in=ANNOUNCED, opens_at__lt=end, closes_at__gt=start)
    columns = ("pk", "code", "title", "audience", "opens_at", "closes_at", "round_level")
    return [ContestRow(*row) for row in found.order_by("opens_at", "pk").values_list(*columns)]


def _invitations(contest_ids: Collection[int], is_demo: bool) -> list[InvitationRow]:
    found = Invitation.objects.filter(contest_id__in=contest_ids, school__is_demo=is_demo)
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


def _attempts(contest_ids: Collection[int], period: Period, is_demo: bool) -> list[AttemptRow]:
    columns = ("contest_id", "contest__audience", "user_id", "school_id", "grade", "sex", "started_at")
    found = Attempt.objects.filter(turns(contest_ids, period, is_demo)).order_by("pk")
    return [AttemptRow(*row) for row in found.values_list(*columns, "paper_id", "points", "right")]


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


def _parts(
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


def _paper_items(contest_ids: Collection[int]) -> tuple[list[PaperItemRow], dict[int, str]]:
    found = PaperItem.objects.filter(paper__contest_id__in=contest_ids).order_by("pk")
    columns = ("pk", "paper_id", "revision_id", "points", "revision__question__slug")
    kept = list(found.values_list(*columns))
    return [PaperItemRow(*row[:4]) for row in kept], {row[2]: row[4] for row in kept}


def _answers(contest_ids: Collection[int], period: Period, is_demo: bool) -> list[AnswerRow]:
    found = Answer.objects.filter(turns(contest_ids, period, is_demo, "attempt__"))
    grouped = (
        found.values_list("item_id", "value")
        .annotate(
            n=Count("pk"),
            points_sum=Sum("points", default=0),
            ungraded=Count("pk", filter=Q(key_version__isnull=True)),
        )
        .order_by("item_id", "value")
    )
    return [AnswerRow(*row) for row in grouped]
