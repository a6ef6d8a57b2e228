"""Results: one pupil's report as far as the rules show it, and the list that stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from contests.models import Answer, Attempt, AttemptState, Result
from contests.queries import keys, paper
from quiz import queries as bank
from quiz.rules.review import Line, lines
from schools.rules import names


@dataclass(frozen=True)
class Shown:
    """What one entrant may see of the own result; decided by `rules.visibility`."""

    score: bool
    place: bool
    keys: bool


@dataclass(frozen=True)
class Place:
    rank: int
    tied: bool
    decided_by: str
    entrants: int


@dataclass(frozen=True)
class Report:
    """Points in hundredths; None where not shown. `items` is empty until keys open."""

    answered: int
    items_count: int
    points: int | None = None
    most_points: int | None = None
    right: int | None = None
    time_used_ms: int | None = None
    place: Place | None = None
    items: tuple["ReviewedItem", ...] = ()


@dataclass(frozen=True)
class ReviewedItem:
    shown: bank.ShownItem
    lines: tuple[Line, ...]
    answered: bool
    right: bool
    explanation: str
    source_title: str
    source_url: str


def report(attempt: Attempt, shown: Shown, *, language: str) -> Report:
    """The result page's figures, as far as they may be shown."""
    frozen = paper.frozen_paper(attempt.paper)
    if not shown.score:
        return Report(answered=attempt.answered, items_count=len(frozen.items))
    return Report(
        answered=attempt.answered,
        items_count=len(frozen.items),
        points=attempt.points,
        most_points=frozen.most_points,
        right=attempt.right,
        time_used_ms=attempt.time_used_ms,
        place=place_of(attempt) if shown.place else None,
        items=_reviewed(attempt, language) if shown.keys else (),
    )


def place_of(attempt: Attempt) -> Place | None:
    """The rank that stands once the contest is settled, before that the rank among those who have ended."""
    ended = Attempt.objects.filter(contest_id=attempt.contest_id).exclude(state=AttemptState.SITTING)
    standing = Result.objects.filter(attempt=attempt).order_by("-version").first()
    if standing:
        return Place(standing.rank, standing.tied, standing.decided_by, ended.count())
    if attempt.contest.frozen_at:
        ended = ended.filter(ended_at__lte=attempt.contest.frozen_at)
    same = Q(points=attempt.points, time_used_ms=attempt.time_used_ms)
    before = ended.filter(
        Q(points__gt=attempt.points)
        | Q(points=attempt.points, time_used_ms__lt=attempt.time_used_ms)
        | (same & Q(ended_at__lt=attempt.ended_at))
    ).count()
    tied = ended.filter(same, ended_at=attempt.ended_at).count() > 1
    return Place(before + 1, tied, "", ended.count())


def _reviewed(attempt: Attempt, language: str) -> tuple[ReviewedItem, ...]:
    items = paper.items_shown(attempt.paper, seed=attempt.seed, shuffle=attempt.contest.shuffle, language=language)
    given = {row.item_id: row for row in Answer.objects.filter(attempt=attempt)}
    right = keys.keys_of(attempt.paper)
    revisions = [item.revision for item in items]
    notes, remarks = bank.explanations(revisions), bank.remarks_of(revisions)
    return tuple(
        _reviewed_item(item, given.get(item.id), right[item.id], notes[item.revision], remarks.get(item.revision, {}))
        for item in items
    )


def _reviewed_item(
    item: bank.ShownItem,
    answer: Answer | None,
    key: list[str],
    note: bank.Explanation,
    remarks: Mapping[str, tuple[str, str]],
) -> ReviewedItem:
    value = json.loads(answer.value) if answer else []
    english = item.lang == "en"
    options = [(option.code, option.text) for option in item.options]
    its_remarks = {code: pair[english] for code, pair in remarks.items()}
    return ReviewedItem(
        shown=item,
        lines=lines(item.kind, options, value, key, its_remarks),
        answered=bool(value),
        right=bool(answer and answer.right),
        explanation=note.en if english else note.vi,
        source_title=note.source_title,
        source_url=note.source_url,
    )


def result_rows(contest_id: int) -> QuerySet[Result]:
    """The newest version of a contest's result list, best first."""
    newest = Result.objects.filter(contest_id=contest_id).order_by("-version").values_list("version", flat=True)[:1]
    return (
        Result.objects.filter(contest_id=contest_id, version__in=list(newest))
        .select_related("attempt__user", "attempt__school")
        .order_by("rank", "attempt__user__sort_key")
    )


def per_class(contest_id: int) -> list[Mapping[str, object]]:
    """Begun and ended attempts by class (6A2 before 6A10), for the teacher's page."""
    rows = (
        Attempt.objects.filter(contest_id=contest_id)
        .values("school__name", "class_name")
        .annotate(begun=Count("pk"), ended=Count("pk", filter=~Q(state=AttemptState.SITTING)))
        .order_by()
    )
    return sorted(
        rows, key=lambda row: (names.fold(str(row["school__name"] or "")), names.natural(str(row["class_name"])))
    )
