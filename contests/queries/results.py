"""Results: one pupil's report as far as the rules show it, and the list that stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from contests.models import Answer, Attempt, AttemptState, Contest, ContestState, Result, ResultList
from contests.queries import keys, paper
from contests.rules import ranking
from contests.rules.scoring import Key
from quiz import queries as bank
from quiz.rules.review import Line, lines
from schools.rules import names

#: Steps of the chain that are known before the results: column, and whether more is better.
LIVE_COLUMNS = {
    "points": ("points", True),
    "right": ("right", True),
    "time_used": ("time_used_ms", False),
    "submitted_at": ("ended_at", False),
}


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
    published: bool = False  # else it may still change


@dataclass(frozen=True)
class Report:
    """Points in hundredths; None where not shown. `items` is empty until keys open."""

    answered: int
    items_count: int
    items_counted: int = 0  # without those that were taken out
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
    ruling: str  # of the key: key, any, all_right, void
    explanation: str
    source_title: str
    source_url: str


def report(attempt: Attempt, shown: Shown, *, language: str, newest: bool = False) -> Report:
    """The result page's figures, as far as they may be shown.

    While a correction waits to be published, the figures in force are told and no answer is gone through: only who
    judges the results asks for the `newest`.
    """
    if not newest and shown.score and (listed := in_force(attempt.contest)):
        return _as_published(attempt, shown, listed)
    frozen = paper.frozen_paper(attempt.paper)
    if not shown.score:
        return Report(answered=attempt.answered, items_count=len(frozen.items))
    rulings = {item: key.ruling for item, key in keys.keys_of(attempt.paper).items()}
    return Report(
        answered=attempt.answered,
        items_count=len(frozen.items),
        items_counted=_items_counted(frozen, rulings),
        points=attempt.points,
        most_points=_most_points(attempt, frozen, rulings),
        right=attempt.right,
        time_used_ms=attempt.time_used_ms,
        place=place_of(attempt) if shown.place else None,
        items=_reviewed(attempt, language) if shown.keys else (),
    )


def _as_published(attempt: Attempt, shown: Shown, listed: ResultList) -> Report:
    """The figures of the list in force; of an attempt that is not on it only what was given."""
    frozen, rulings = paper.frozen_paper(attempt.paper), keys.rulings_at(attempt.paper, listed.counted_at)
    row = Result.objects.filter(contest=attempt.contest_id, version=listed.version, attempt=attempt).first()
    if row is None:
        return Report(answered=attempt.answered, items_count=len(frozen.items))
    return Report(
        answered=attempt.answered,
        items_count=len(frozen.items),
        items_counted=_items_counted(frozen, rulings),
        points=row.points,
        most_points=_most_points(attempt, frozen, rulings),
        right=row.right,
        time_used_ms=row.time_used_ms,
        place=place_of(attempt) if shown.place else None,
    )


def _items_counted(frozen: paper.FrozenPaper, rulings: Mapping[int, str]) -> int:
    """Items of the paper without those that a ruling took out."""
    return sum(rulings.get(item) != "void" for item in frozen.items)


def _most_points(attempt: Attempt, frozen: paper.FrozenPaper, rulings: Mapping[int, str]) -> int:
    """What these items were worth, with the speed points there were."""
    void = sum(item.points for item in frozen.items.values() if rulings.get(item.id) == "void")
    return frozen.most_points - void + attempt.contest.speed_most


def place_of(attempt: Attempt) -> Place | None:
    """The rank in the published results, before that the rank among those who stand on the board; None for no rank."""
    listed = published_list(attempt.contest)
    if listed is not None:
        row = Result.objects.filter(contest=attempt.contest_id, version=listed.version, attempt=attempt).first()
        entrants = Result.objects.filter(contest=attempt.contest_id, version=listed.version).count()
        return Place(row.rank, row.tied, row.decided_by, entrants, published=True) if row else None
    if attempt.stands_at is None:
        return None
    standing = Attempt.objects.filter(contest_id=attempt.contest_id, stands_at__isnull=False)
    if attempt.contest.frozen_at:
        standing = standing.filter(stands_at__lte=attempt.contest.frozen_at)
    before, same = _ahead(attempt)
    return Place(standing.filter(before).count() + 1, standing.filter(same).count() > 1, "", standing.count())


def _ahead(attempt: Attempt) -> tuple[Q, Q]:
    """Conditions: better than this attempt in the live steps of the chain, and equal in all of them."""
    better, equal = Q(pk__in=[]), Q()
    for step in ranking.live_chain(attempt.contest.chain):
        column, more_is_better = LIVE_COLUMNS[step.name]
        value = getattr(attempt, column)
        better |= equal & Q(**{f"{column}__{'gt' if more_is_better else 'lt'}": value})
        equal &= Q(**{column: value})
    return better, equal


def newest_list(contest: Contest) -> ResultList | None:
    """The newest version, published or not."""
    return ResultList.objects.filter(contest=contest).first()


def published_list(contest: Contest) -> ResultList | None:
    """The version in force: the newest that was published. Pupils see no other."""
    return ResultList.objects.filter(contest=contest, published_at__isnull=False).first()


def in_force(contest: Contest) -> ResultList | None:
    """The published list while a newer one waits; None where the newest is the one that pupils see."""
    newest = newest_list(contest) if contest.state == ContestState.SETTLED else None
    return published_list(contest) if newest and newest.published_at is None else None


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
    key: Key,
    note: bank.Explanation,
    remarks: Mapping[str, tuple[str, str]],
) -> ReviewedItem:
    value = json.loads(answer.value) if answer else []
    english = item.lang == "en"
    options = [(option.code, option.text) for option in item.options]
    its_remarks = {code: pair[english] for code, pair in remarks.items()}
    return ReviewedItem(
        shown=item,
        lines=lines(item.kind, options, value, key.shown(), its_remarks),
        answered=bool(value),
        right=bool(answer and answer.right),
        ruling=key.ruling,
        explanation=note.en if english else note.vi,
        source_title=note.source_title,
        source_url=note.source_url,
    )


def result_rows(contest_id: int, version: int | None = None) -> QuerySet[Result]:
    """A version of a contest's result list (the newest where none is named), best first."""
    if version is None:
        lists = ResultList.objects.filter(contest_id=contest_id)
        version = lists.values_list("version", flat=True).first() or 0
    return (
        Result.objects.filter(contest_id=contest_id, version=version)
        .select_related("attempt__user", "attempt__school")
        .order_by("rank", "attempt__user__sort_key", "pk")
    )


def per_class(contest_id: int) -> list[Mapping[str, object]]:
    """How many have begun and ended an attempt, by class (6A2 before 6A10), for the teacher's page."""
    rows = (
        Attempt.objects.filter(contest_id=contest_id)
        .values("school__name", "class_name")
        .annotate(
            begun=Count("user", distinct=True),
            ended=Count("user", filter=~Q(state=AttemptState.SITTING), distinct=True),
        )
        .order_by()
    )
    return sorted(
        rows, key=lambda row: (names.fold(str(row["school__name"] or "")), names.natural(str(row["class_name"])))
    )
