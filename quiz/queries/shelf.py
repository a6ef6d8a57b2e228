"""The bank as staff read it: a filtered, paged list, and one item with its key."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from quiz.models import Question, Revision
from quiz.models.question import Level, Pillar, Shelf, State
from quiz.queries.items import TopicRow, topics
from quiz.rules.text import fold
from quiz.rules.validity import true_on

PAGE = 20
SOON = timedelta(days=60)
PILLARS, LEVELS, SHELVES = Pillar.choices, Level.choices, Shelf.choices


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; a value that is none of the choices counts as not asked."""

    text: str = ""
    topic: str = ""
    pillar: str = ""
    level: str = ""
    shelf: str = ""
    validity: str = ""

    @classmethod
    def taken_from(cls, given: Mapping[str, str]) -> "Filters":
        allowed = {
            "pillar": set(Pillar.values),
            "level": set(Level.values),
            "shelf": set(Shelf.values),
            "validity": {"true", "resting"},
        }
        known = {name: given[name] for name, values in allowed.items() if given.get(name) in values}
        return cls(text=given.get("text", "")[:100].strip(), topic=given.get("topic", "")[:40], **known)

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Span:
    """The days of an item as a reader of `day` sees them."""

    valid_from: date | None
    valid_to: date | None
    day: date

    @property
    def resting(self) -> bool:
        return not true_on(self.valid_from, self.valid_to, self.day)

    @property
    def over(self) -> bool:
        return self.valid_to is not None and self.valid_to < self.day

    @property
    def ends_soon(self) -> bool:
        return not self.resting and self.valid_to is not None and self.valid_to <= self.day + SOON


@dataclass(frozen=True)
class ShelfRow:
    question: Question
    revision: Revision
    span: Span


@dataclass(frozen=True)
class ShelfPage:
    """One page of the list with what stands above it."""

    rows: Sequence[ShelfRow]
    page: "Page[Question]"
    approved: int
    resting: int
    ending: int
    topics: Sequence[TopicRow]


def shelf_page(filters: Filters, *, day: date, number: str) -> ShelfPage:
    """Approved items that fit the filters; four queries, however many there are."""
    all_items = Question.objects.filter(state=State.APPROVED, current__isnull=False)
    totals = all_items.aggregate(
        approved=Count("pk"), resting=Count("pk", filter=~_true(day)), ending=Count("pk", filter=_ending(day))
    )
    found = _filtered(all_items, filters, day).select_related("topic", "current").order_by("topic__order", "slug")
    page = Paginator(found, PAGE).get_page(number)
    rows = [_row(question, day) for question in page.object_list]
    return ShelfPage(rows=rows, page=page, topics=topics(), **totals)


def _row(question: Question, day: date) -> ShelfRow:
    revision = question.current
    if revision is None:  # excluded by the filter above
        raise ValueError(question.slug)
    return ShelfRow(question, revision, Span(revision.valid_from, revision.valid_to, day))


def _filtered(found: QuerySet[Question], filters: Filters, day: date) -> QuerySet[Question]:
    for word in fold(filters.text).split()[:8]:
        found = found.filter(current__folded__contains=word)
    exact = {"topic__code": filters.topic, "pillar": filters.pillar, "level": filters.level, "shelf": filters.shelf}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.validity:
        found = found.filter(_true(day) if filters.validity == "true" else ~_true(day))
    return found


def _true(day: date) -> Q:
    starts = Q(current__valid_from__isnull=True) | Q(current__valid_from__lte=day)
    ends = Q(current__valid_to__isnull=True) | Q(current__valid_to__gte=day)
    return starts & ends


def _ending(day: date) -> Q:
    return _true(day) & Q(current__valid_to__lte=day + SOON)


@dataclass(frozen=True)
class ShownOption:
    """An option with its letter and whether it is right."""

    letter: str
    vi: str
    en: str
    right: bool


@dataclass(frozen=True)
class BankItem:
    """An item as staff read it: texts, key, explanation, source, facts, and its former revisions."""

    question: Question
    revision: Revision
    options: Sequence[ShownOption]
    facts: Sequence[str]
    revisions: Sequence[Revision]


def item_by_slug(slug: str) -> BankItem | None:
    """Constant number of queries."""
    question = (
        Question.objects.filter(slug=slug, current__isnull=False)
        .select_related("topic", "current", "current__key")
        .prefetch_related("current__options", "current__facts", "revisions")
        .first()
    )
    if question is None or question.current is None:
        return None
    revision = question.current
    key = json.loads(revision.key.value) if hasattr(revision, "key") else []
    options = [
        ShownOption(letter, option.text_vi, option.text_en, option.code in key)
        for letter, option in zip("ABCDEF", revision.options.all(), strict=False)
    ]
    return BankItem(
        question, revision, options, [fact.fact_id for fact in revision.facts.all()], list(question.revisions.all())
    )
