"""Practice: open questions for one person, how that person is getting on, and one question beside its key.

Open is what the provincial bank has approved for practice, what is true today and what no contest holds. Keys and
explanations are read by `reviewed` alone, after the answer.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db.models import Count, QuerySet

from backend import clock
from quiz.models import PracticeCard, Question
from quiz.models.question import Band, Level
from quiz.queries.items import ItemText, TopicRow, explanations, frozen_items, keys_of, remarks_of, topics, usable
from quiz.queries.screen import ShownItem, shown_item
from quiz.rules.drawing import shuffled
from quiz.rules.practice import BATCH, Candidate, Outcome, next_items
from quiz.rules.review import Line, lines
from quiz.rules.soundness import BANDS

LEVELS, AUDIENCES = Level.choices, Band.choices
# the state of an FSRS card whose question has been learnt; the earlier states are steps of minutes
LEARNT = 2
# what somebody without cards has met today comes after all that is new
LATER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to practise; "" means any. `band` is the audience: items for younger ones are among them."""

    topic: str = ""
    level: str = ""
    band: str = ""
    due: str = ""

    @classmethod
    def taken_from(cls, given: Mapping[str, str]) -> "Wish":
        """A value that is none of the choices counts as not wished."""
        return cls(
            topic=given.get("topic", "").replace("\0", "")[:40],
            level=given["level"] if given.get("level") in Level.values else "",
            band=given["band"] if given.get("band") in Band.values else "",
            due="1" if given.get("due") else "",
        )

    def as_query(self) -> dict[str, str]:
        """As parameters of an address."""
        return {name: value for name, value in asdict(self).items() if value}


def open_questions(at: datetime, wish: Wish | None = None) -> QuerySet[Question]:
    """Questions that anyone may practise at `at`."""
    day = clock.day_of(at)
    found = usable(first=day, last=day, at=at, shelf="open")
    if wish is None:
        return found
    exact = {"topic__code": wish.topic, "level": wish.level}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.filter(band__in=BANDS[: BANDS.index(wish.band) + 1]) if wish.band else found


def open_question(revision: int, at: datetime) -> Question | None:
    """The question whose current revision this is, if it is open."""
    return open_questions(at).filter(current_id=revision).first()


@dataclass(frozen=True)
class Batch:
    """Questions for one page. Each was put there at `moment` (milliseconds), which goes back with its answer."""

    items: Sequence[ShownItem]
    moment: int
    topic: str


def batch(wish: Wish, *, user: int | None, met: Collection[int], fresh: int, at: datetime, language: str) -> Batch:
    """What comes next for this person, with no key in it; five queries at most. `met` are the revisions that somebody
    without cards has answered today, `fresh` is how many further ones may come."""
    moment = int(at.timestamp() * 1000)
    rows = list(open_questions(at, wish).order_by("pk").values_list("pk", "current_id", "topic__code", "group"))
    cards = _cards(user)
    candidates = []
    for pk, current, topic, group in rows:
        due_at, right = cards.get(pk, (LATER if current in met else None, False))
        if not wish.due or (due_at is not None and due_at <= at):
            candidates.append(Candidate(current or 0, topic, group, due_at, right))
    chosen = next_items(candidates, at=at, number=BATCH, fresh=fresh, seed=f"{user}:{moment}")
    texts = frozen_items([one.revision for one in chosen])
    items = [
        _shown(texts[one.revision], one.revision, moment, number, language) for number, one in enumerate(chosen, 1)
    ]
    name = next((topic.name for topic in topics() if topic.code == wish.topic), "") if wish.topic else ""
    return Batch(items, moment, name)


def question_again(revision: int, moment: int, *, language: str) -> Batch:
    """One question as it stood on the page of `moment`."""
    return Batch([_shown(frozen_items([revision])[revision], revision, moment, 1, language)], moment, "")


def _shown(text: ItemText, revision: int, moment: int, number: int, language: str) -> ShownItem:
    """Options in an order that the page's moment gives: another one each time, and the same beside the key."""
    codes = shuffled([option.code for option in text.options], f"{moment}:{revision}")
    return shown_item(text, codes, language=language, number=number, item=revision, points=0, revision=revision)


def _cards(user: int | None) -> dict[int, tuple[datetime, bool]]:
    """When each met question is due and whether its newest answer was right, by question."""
    if user is None:
        return {}
    rows = PracticeCard.objects.filter(user_id=user).values_list("question_id", "due_at", "last_right")
    return {question: (due_at, right) for question, due_at, right in rows}


@dataclass(frozen=True)
class Reviewed:
    """A question beside its key."""

    shown: ShownItem
    lines: tuple[Line, ...]
    outcome: Outcome
    explanation: str
    source_title: str
    source_url: str

    @property
    def right(self) -> bool:
        return self.outcome == Outcome.RIGHT


def reviewed(revision: int, value: Sequence[str], outcome: Outcome, *, moment: int, language: str) -> Reviewed:
    """For whoever has just answered it; five queries."""
    shown = _shown(frozen_items([revision])[revision], revision, moment, 1, language)
    note, remarks = explanations([revision])[revision], remarks_of([revision]).get(revision, {})
    english = shown.lang == "en"
    options = [(option.code, option.text) for option in shown.options]
    its_remarks = {code: pair[english] for code, pair in remarks.items()}
    return Reviewed(
        shown=shown,
        lines=lines(shown.kind, options, value, keys_of([revision])[revision], its_remarks),
        outcome=outcome,
        explanation=note.en if english else note.vi,
        source_title=note.source_title,
        source_url=note.source_url,
    )


@dataclass(frozen=True)
class TopicProgress:
    """Open questions of a topic: learnt and right the last time, met, and new ones."""

    topic: TopicRow
    items: int
    known: int
    learning: int

    @property
    def new(self) -> int:
        return self.items - self.known - self.learning

    @property
    def bar(self) -> tuple[str, str, str]:
        """Width of the known part, start and width of the other, in hundredths, as SVG reads them."""
        known = 100 * self.known / (self.items or 1)
        return f"{known:.1f}", f"{known:.1f}", f"{100 * self.learning / (self.items or 1):.1f}"


@dataclass(frozen=True)
class Progress:
    topics: Sequence[TopicProgress]
    due: int

    @property
    def items(self) -> int:
        return sum(row.items for row in self.topics)


def progress(wish: Wish, *, user: int | None, at: datetime) -> Progress:
    """Every topic in its order with its open questions and how this person stands with them; three queries."""
    rows = list(open_questions(at, wish).order_by().values_list("pk", "topic_id"))
    cards: dict[int, tuple[int, bool, datetime]] = {}
    if user is not None:
        found = PracticeCard.objects.filter(user_id=user)
        kept = found.values_list("question_id", "state", "last_right", "due_at")
        cards = {question: (state, right, due_at) for question, state, right, due_at in kept}
    items, known, learning = Counter[int](), Counter[int](), Counter[int]()
    due = 0
    for pk, topic in rows:
        items[topic] += 1
        if pk in cards:
            state, right, due_at = cards[pk]
            (known if state == LEARNT and right else learning)[topic] += 1
            due += due_at <= at
    return Progress([TopicProgress(t, items[t.id], known[t.id], learning[t.id]) for t in topics()], due)


def answered_right_by(user_ids: Collection[int]) -> dict[int, int]:
    """How many different questions each has answered right in practice at least once; who has none is missing."""
    rows = PracticeCard.objects.filter(user_id__in=user_ids, right__gt=0).order_by().values_list("user_id")
    return dict(rows.annotate(n=Count("pk")))
