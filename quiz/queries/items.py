"""Items for contests: which there are, what they say, and (apart) what is right."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from backend import clock
from quiz.models import AnswerKey, ItemHold, Option, OptionRemark, Question, Revision, RevisionFact, Topic
from quiz.models.question import Level, Shelf, State
from quiz.rules.blueprint import Cell, apart_words, availability
from quiz.rules.validity import true_throughout


@dataclass(frozen=True)
class TopicRow:
    id: int
    code: str
    name_vi: str
    name_en: str
    pillar: str

    @property
    def name(self) -> str:
        """In the language of this request."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_vi


@dataclass(frozen=True)
class ItemRow:
    """An item without its text; `topic` is the topic's code."""

    question_id: int
    revision_id: int
    topic: str
    level: str
    kind: str
    pillar: str
    shelf: str
    apart: frozenset[str] = frozenset()  # items that share a word may answer each other


@dataclass(frozen=True)
class OptionText:
    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class PictureText:
    """Where a picture is found and its words; the words leave the key unsaid."""

    digest: str
    alt_vi: str
    alt_en: str
    credit: str


@dataclass(frozen=True)
class ItemText:
    """What a pupil may read: no key, no explanation, no source."""

    kind: str
    stem_vi: str
    stem_en: str
    options: tuple[OptionText, ...]
    picture: PictureText | None = None


@dataclass(frozen=True)
class Explanation:
    vi: str
    en: str
    source_title: str
    source_url: str


def topics() -> list[TopicRow]:
    """All topics in their order."""
    return [TopicRow(*row) for row in Topic.objects.values_list("pk", "code", "name_vi", "name_en", "pillar")]


def topic_ids() -> dict[str, int]:
    """Ids by code."""
    return dict(Topic.objects.values_list("code", "pk"))


def topic_names() -> dict[str, str]:
    """Names by code, in the language of this request."""
    return {topic.code: topic.name for topic in topics()}


def levels_hardest_first() -> list[str]:
    """The levels' codes."""
    return [str(level) for level in reversed(Level)]


def level_name(level: str) -> str:
    """`recall` → "Nhận biết", translated."""
    return str(Level(level).label)


# open for practice, or kept once but shown since by a contest that opened its keys
PUBLIC = Q(shelf=Shelf.OPEN) | Q(opened_at__isnull=False)
PROVINCIAL = Q(state=State.APPROVED, owner=None)


def true_between(first: date, last: date) -> Q:
    """Questions whose current revision is true on every day of `[first, last]`."""
    starts = Q(current__valid_from__isnull=True) | Q(current__valid_from__lte=first)
    return starts & (Q(current__valid_to__isnull=True) | Q(current__valid_to__gte=last))


def held_at(at: datetime) -> Exists:
    """Questions that somebody holds then."""
    return Exists(ItemHold.objects.filter(question=OuterRef("pk"), released_at__isnull=True, until__gt=at))


def usable(
    *,
    first: date,
    last: date,
    at: datetime,
    shelf: str = "",
    exclude: Collection[int] = (),
    owner: int | None = None,
    held: bool = False,
) -> QuerySet[Question]:
    """Approved questions of the provincial bank true on every day of `[first, last]` that nobody holds at `at` (with
    `held`, those too); shelf "" means any, "open" all that practice may use, "kept" what nobody has seen. With an
    `owner`, that person's private shelf instead.
    """
    found = Question.objects.filter(true_between(first, last), current__isnull=False).exclude(pk__in=exclude)
    found = found if held else found.filter(~held_at(at))
    found = found.filter(owner=owner).exclude(state=State.RETIRED) if owner else found.filter(PROVINCIAL)
    if shelf:
        found = found.filter(PUBLIC) if shelf == Shelf.OPEN else found.exclude(PUBLIC)
    return found


def fillable(
    blueprint: Mapping[Cell, int],
    *,
    first: date,
    last: date,
    at: datetime,
    shelf: str = "",
    exclude: Collection[int] = (),
) -> dict[Cell, int]:
    """How many items each cell can count on, true on every day of `[first, last]`; one query."""
    rows = (
        usable(first=first, last=last, at=at, shelf=shelf, exclude=exclude)
        .order_by()
        .values_list("topic__code", "level")
        .annotate(n=Count("pk"))
    )
    return availability(blueprint, {(topic, level): n for topic, level, n in rows})


def usable_by_topic(day: date, *, at: datetime | None = None) -> list[tuple[str, str, int]]:
    """Code, name and number of items usable on `day`, for every topic in its order; two queries."""
    counts = usable(first=day, last=day, at=at or clock.now()).order_by().values_list("topic").annotate(n=Count("pk"))
    found = dict(counts)
    return [(topic.code, topic.name, found.get(topic.id, 0)) for topic in topics()]


def items_for(
    cells: Iterable[Cell],
    *,
    first: date,
    last: date,
    at: datetime,
    shelf: str = "",
    exclude: Collection[int] = (),
    owner: int | None = None,
    held: bool = False,
) -> dict[Cell, list[ItemRow]]:
    """Every item that may fill each cell (with an `owner`, of that private shelf); two queries.

    Ordered by slug, so that a seed draws the same everywhere.
    """
    found: dict[Cell, list[ItemRow]] = {cell: [] for cell in cells}
    topics_wanted = {topic for topic, _level in found}
    rows = usable(first=first, last=last, at=at, shelf=shelf, exclude=exclude, owner=owner, held=held)
    facts = RevisionFact.objects.filter(revision__question__topic__code__in=topics_wanted)
    for row in item_rows(rows.filter(topic__code__in=topics_wanted), facts):
        for cell in ((row.topic, row.level), (row.topic, "")):
            if cell in found:
                found[cell].append(row)
    return found


def item_rows(questions: QuerySet[Question], facts: QuerySet[RevisionFact]) -> list[ItemRow]:
    """In the order of their slugs; two queries. `facts` holds at least those of the questions."""
    of_revision: dict[int, list[str]] = defaultdict(list)
    current = facts.filter(revision=F("revision__question__current"))
    for revision, fact in current.values_list("revision_id", "fact_id"):
        of_revision[revision].append(fact)
    rows = questions.order_by("slug").values_list(
        "pk", "current_id", "topic__code", "level", "kind", "pillar", "shelf", "group"
    )
    return [
        ItemRow(pk, current or 0, topic, level, kind, pillar, shelf, apart_words(group, of_revision[current or 0]))
        for pk, current, topic, level, kind, pillar, shelf, group in rows
    ]


def frozen_items(revision_ids: Collection[int]) -> dict[int, ItemText]:
    """The texts of these revisions, options in their kept order; two queries, and no key in either."""
    options: dict[int, list[OptionText]] = defaultdict(list)
    chosen = Option.objects.filter(revision_id__in=revision_ids).order_by("revision_id", "position")
    for revision, code, vi, en in chosen.values_list("revision_id", "code", "text_vi", "text_en"):
        options[revision].append(OptionText(code, vi, en))
    rows = Revision.objects.filter(pk__in=revision_ids).values_list(
        "pk", "question__kind", "stem_vi", "stem_en", "picture__digest", "alt_vi", "alt_en", "picture_credit"
    )
    return {
        pk: ItemText(kind, vi, en, tuple(options[pk]), PictureText(*picture) if picture[0] else None)
        for pk, kind, vi, en, *picture in rows
    }


def remarks_of(revision_ids: Collection[int]) -> dict[int, dict[str, tuple[str, str]]]:
    """Why wrong options tempt, in both languages, by revision and option code. Shown with the key only."""
    rows = OptionRemark.objects.filter(option__revision_id__in=revision_ids).values_list(
        "option__revision_id", "option__code", "text_vi", "text_en"
    )
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for revision, code, vi, en in rows:
        found[revision][code] = (vi, en)
    return found


@dataclass(frozen=True)
class Sources:
    """Where the items of a paper come from: the public set, the kept one, somebody's private shelf."""

    public: int
    kept: int
    private: int

    @property
    def all(self) -> int:
        return self.public + self.kept + self.private


def sources_of(revision_ids: Collection[int]) -> Sources:
    """Counts for the items of these revisions; one query."""
    counts = Question.objects.filter(revisions__in=revision_ids).aggregate(
        public=Count("pk", filter=PUBLIC & Q(owner=None)),
        kept=Count("pk", filter=~PUBLIC & Q(owner=None)),
        private=Count("pk", filter=Q(owner__isnull=False)),
    )
    return Sources(**counts)


def keys_of(revision_ids: Collection[int]) -> dict[int, list[str]]:
    """Key values by revision. For grading and freezing only; never for anything a pupil's page is made of."""
    rows = AnswerKey.objects.filter(revision_id__in=revision_ids).values_list("revision_id", "value")
    return {revision: json.loads(value) for revision, value in rows}


def explanations(revision_ids: Collection[int]) -> dict[int, Explanation]:
    """Why the right answer is right, with its source. An explanation gives the key away: show it with the key."""
    rows = Revision.objects.filter(pk__in=revision_ids).values_list(
        "pk", "explanation_vi", "explanation_en", "source_title", "source_url"
    )
    return {pk: Explanation(*texts) for pk, *texts in rows}


def untrue_revisions(revision_ids: Collection[int], first: date, last: date) -> Mapping[int, str]:
    """Those of these revisions that are not true on every day of `[first, last]`, with their slug."""
    rows = Revision.objects.filter(pk__in=revision_ids).values_list("pk", "question__slug", "valid_from", "valid_to")
    return {pk: slug for pk, slug, start, end in rows if not true_throughout(start, end, first, last)}
