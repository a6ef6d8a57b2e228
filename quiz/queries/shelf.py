"""The bank as staff read it: a filtered, paged list, and one item with its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum

from quiz.models import ItemHold, ItemRecord, Question, Revision
from quiz.models.question import Band, Kind, Level, Pillar, Shelf, State
from quiz.queries.bank import draft_alone
from quiz.queries.items import ItemText, TopicRow, frozen_items, topics
from quiz.rules.draft import ItemDraft
from quiz.rules.review import Line, lines
from quiz.rules.text import fold
from quiz.rules.validity import true_on
from schools.models import Trail, User

PAGE = 20
SOON = timedelta(days=60)
# in review, or approved with an edit that is
WAITING = Q(state=State.REVIEW) | Q(state=State.APPROVED, proposed__isnull=False)
# half-open bounds of p, the share of points earned, as teachers speak of it
HARDNESS = {"easy": (0.7, 1.01), "middle": (0.3, 0.7), "hard": (0.0, 0.3)}
CHOICES = {
    "pillar": Pillar.choices,
    "level": Level.choices,
    "band": Band.choices,
    "kind": Kind.choices,
    "shelf": Shelf.choices,
    "state": State.choices,
}


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; a value that is none of the choices counts as not asked.

    `on` is the day the reader looks at (None = today); `bank` is "province", "mine" or "" for both.
    """

    text: str = ""
    topic: str = ""
    pillar: str = ""
    level: str = ""
    band: str = ""
    kind: str = ""
    shelf: str = ""
    state: str = ""
    validity: str = ""
    used: str = ""
    hardness: str = ""
    picture: str = ""
    bank: str = ""
    on: date | None = None

    @classmethod
    def taken_from(cls, given: Mapping[str, str]) -> "Filters":
        allowed = {name: {value for value, _label in choices} for name, choices in CHOICES.items()}
        allowed |= {
            "validity": {"true", "resting"},
            "used": {"yes", "no"},
            "hardness": set(HARDNESS),
            "picture": {"yes", "no"},
            "bank": {"province", "mine"},
        }
        known = {name: given[name] for name, values in allowed.items() if given.get(name) in values}
        text, topic = (given.get(name, "").replace("\0", "")[:100].strip() for name in ("text", "topic"))
        return cls(text=text, topic=topic, on=_day(given.get("on", "")), **known)

    @property
    def any(self) -> bool:
        return self != Filters()

    def as_query(self) -> dict[str, str]:
        """The filters as parameters of an address."""
        return {name: str(value) for name, value in vars(self).items() if value}


def _day(text: str) -> date | None:
    """22/11/2026 or 2026-11-22; whatever is no day of our times counts as not asked."""
    parts = text.split("/")[::-1] if "/" in text else text.split("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day) if 1900 <= year < 3000 else None
    except ValueError:
        return None


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
    """`contests` that used it, and `p` over all of them (share of points earned, 0 to 1; None while unknown)."""

    question: Question
    revision: Revision
    span: Span
    contests: int
    p: float | None


@dataclass(frozen=True)
class ShelfPage:
    """One page of the list with what stands above it."""

    rows: Sequence[ShelfRow]
    page: "Page[Question]"
    approved: int
    resting: int
    ending: int
    waiting: int
    topics: Sequence[TopicRow]


def shelf_page(visible: QuerySet[Question], filters: Filters, *, user: User, day: date, number: str) -> ShelfPage:
    """Items of `visible` that fit the filters; four queries, however many there are."""
    everything = visible.filter(current__isnull=False)
    approved = Q(state=State.APPROVED, owner=None)
    totals = everything.aggregate(
        approved=Count("pk", filter=approved),
        resting=Count("pk", filter=approved & ~_true(day)),
        ending=Count("pk", filter=approved & _ending(day)),
        waiting=Count("pk", filter=WAITING),
    )
    found = filtered(everything, filters, user=user, day=day).select_related("topic", "current", "owner")
    page = Paginator(found.order_by("topic__order", "slug"), PAGE).get_page(number)
    rows = [_row(question, day) for question in page.object_list]
    return ShelfPage(rows=rows, page=page, topics=topics(), **totals)


def _row(question: Question, day: date) -> ShelfRow:
    revision = question.current
    if revision is None:  # excluded by the filter above
        raise ValueError(question.slug)
    span = Span(revision.valid_from, revision.valid_to, day)
    return ShelfRow(question, revision, span, question.contests or 0, question.p)  # type: ignore[attr-defined]  # annotated


def filtered(found: QuerySet[Question], filters: Filters, *, user: User, day: date) -> QuerySet[Question]:
    """Items that fit, each with `contests` (places that used it) and `p` from its records."""
    for word in fold(filters.text).split()[:8]:
        found = found.filter(current__folded__contains=word)
    exact = {name: getattr(filters, name) for name in CHOICES if name != "state"} | {"topic__code": filters.topic}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.state == State.REVIEW:
        found = found.filter(WAITING)
    else:
        found = found.filter(state=filters.state) if filters.state else found.exclude(state=State.RETIRED)
    if filters.validity:
        found = found.filter(_true(day) if filters.validity == "true" else ~_true(day))
    if filters.picture:
        found = found.filter(current__picture__isnull=filters.picture == "no")
    if filters.bank:
        found = found.filter(owner=user) if filters.bank == "mine" else found.filter(owner=None)
    return _by_record(found, filters)


def _by_record(found: QuerySet[Question], filters: Filters) -> QuerySet[Question]:
    mine = ItemRecord.objects.filter(question=OuterRef("pk")).order_by().values("question")
    found = found.annotate(
        contests=Subquery(mine.annotate(n=Count("pk")).values("n")),
        p=Subquery(
            mine.filter(p__isnull=False, n__gt=0).annotate(mean=Sum(F("p") * F("n")) / Sum("n")).values("mean"),
            output_field=FloatField(),
        ),
    )
    if filters.used:
        found = found.filter(contests__isnull=filters.used == "no")
    if filters.hardness:
        low, high = HARDNESS[filters.hardness]
        found = found.filter(p__gte=low, p__lt=high)
    return found


def _true(day: date) -> Q:
    starts = Q(current__valid_from__isnull=True) | Q(current__valid_from__lte=day)
    ends = Q(current__valid_to__isnull=True) | Q(current__valid_to__gte=day)
    return starts & ends


def _ending(day: date) -> Q:
    return _true(day) & Q(current__valid_to__lte=day + SOON)


@dataclass(frozen=True)
class Act:
    """A line of the item's history: who did what, when, with what note."""

    at: object
    who: str
    act: str
    note: str


@dataclass(frozen=True)
class BankItem:
    """An item as staff read it: texts, key, explanation, source, facts, records, acts, and its former revisions.

    `revision` is the one on the page: for the Department the one that waits for approval if there is one, else the
    current one.
    """

    question: Question
    revision: Revision
    draft: ItemDraft
    text: ItemText
    lines_vi: Sequence[Line]
    lines_en: Sequence[Line]
    facts: Sequence[str]
    revisions: Sequence[Revision]
    records: Sequence[ItemRecord]
    acts: Sequence[Act]
    held: bool

    @property
    def contests(self) -> int:
        return len(self.records)

    @property
    def p(self) -> float | None:
        """Share of points earned over every place that knows it, weighted by turns."""
        known = [record for record in self.records if record.p is not None]
        turns = sum(record.n for record in known)
        return sum((record.p or 0) * record.n for record in known) / turns if turns else None


def item_by_slug(slug: str, among: QuerySet[Question] | None = None, *, waiting: bool = True) -> BankItem | None:
    """Constant number of queries. Without `waiting` an edit that nobody has approved yet stays out of sight."""
    rows = Question.objects.all() if among is None else among
    question = (
        rows.filter(slug=slug, current__isnull=False)
        .select_related("topic", "owner", "current__key", "current__picture", "proposed__key", "proposed__picture")
        .prefetch_related("revisions__author")
        .first()
    )
    if question is None:
        return None
    shown = (waiting and question.proposed) or question.current
    if shown is None:  # excluded above
        raise ValueError(question.slug)
    past = [revision for revision in question.revisions.all() if waiting or revision.number <= shown.number]
    return _bank_item(question, shown, past)


def _bank_item(question: Question, shown: Revision, past: Sequence[Revision]) -> BankItem:
    text = frozen_items([shown.pk])[shown.pk]
    draft = draft_alone(question, shown)
    return BankItem(
        question=question,
        revision=shown,
        draft=draft,
        text=text,
        lines_vi=_lines(draft, "vi"),
        lines_en=_lines(draft, "en"),
        facts=draft.facts,
        revisions=past,
        records=list(ItemRecord.objects.filter(question=question).order_by("at")),
        acts=_acts(question.slug),
        held=ItemHold.objects.filter(question=question, released_at=None).exists(),
    )


def _lines(draft: ItemDraft, language: str) -> tuple[Line, ...]:
    options = [(choice.code, getattr(choice, language)) for choice in draft.choices]
    remarks = {code: vi if language == "vi" else en for code, vi, en in draft.remarks}
    return lines(draft.kind, options, [], draft.key, remarks)


def _acts(slug: str) -> list[Act]:
    rows = Trail.objects.filter(subject=slug, act__startswith="item_").select_related("actor").order_by("-at")[:30]
    return [
        Act(row.at, row.actor.full_name or row.actor.username if row.actor else "", row.act, row.note) for row in rows
    ]
