"""Practice: what comes next, how an answer counts, and how much a visitor may do in a day."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from quiz.rules.drawing import shuffled

BATCH = 10
# different items that somebody who is not logged in may answer in a day
FRESH_A_DAY = 30
# a topic of which less than this share was right the last time counts as weak
WEAK = Fraction(3, 5)
# an answer may wait this long on a device without a line and still count
OLDEST = timedelta(days=30)
# how far the clocks of two servers may be apart
AHEAD = timedelta(seconds=5)
KEPT_AS = "practice"
MOST_DIGITS = 18  # what a database holds as a number


class Outcome(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


# FSRS knows again (1), hard (2), good (3) and easy (4); nobody is asked how easy it felt
RATINGS = {Outcome.WRONG: 1, Outcome.PARTLY: 2, Outcome.RIGHT: 3}


def outcome_of(share: Fraction) -> Outcome:
    """Right is the full share; whatever else earned something is partly right."""
    if share >= 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if share > 0 else Outcome.WRONG


def rating_of(outcome: Outcome) -> int:
    """The rating of FSRS."""
    return RATINGS[outcome]


@dataclass(frozen=True)
class Candidate:
    """An item that may come next. `due_at` is None while this person has not met it; items of one `group` answer
    each other; `last_right` says how its newest answer was."""

    revision: int
    topic: str
    group: str = ""
    due_at: datetime | None = None
    last_right: bool = False


def next_items(candidates: Sequence[Candidate], *, at: datetime, number: int, fresh: int, seed: str) -> list[Candidate]:
    """At most `number` items, at most `fresh` of them not met before: what is due (the longest due first), then what
    is new (weak topics first), then what is not due yet (the soonest first). One of a group comes, then the others
    only where nothing else is left.
    """
    met = [(one.due_at, one) for one in shuffled(candidates, seed) if one.due_at is not None]
    met.sort(key=lambda pair: pair[0])
    due = [one for due_at, one in met if due_at <= at]
    later = [one for due_at, one in met if due_at > at]
    new = new_in_order(candidates, seed)
    order = _one_of_a_group([*due, *new, *later])
    chosen: list[Candidate] = []
    for one in order:
        if one.due_at is None:
            fresh -= 1
        if len(chosen) < number and (one.due_at is not None or fresh >= 0):
            chosen.append(one)
    return chosen


def new_in_order(candidates: Sequence[Candidate], seed: str) -> list[Candidate]:
    """Items not met before, dealt in rounds: each topic gives one, a weak one two, the weakest topic first."""
    strength = strengths(candidates)
    left: dict[str, list[Candidate]] = {}
    for one in shuffled(candidates, seed):
        if one.due_at is None:
            left.setdefault(one.topic, []).append(one)
    dice = random.Random(seed)  # noqa: S311 - an order, not a secret
    place = {topic: (strength.get(topic, Fraction(1)), dice.random()) for topic in sorted(left)}
    order: list[Candidate] = []
    while any(left.values()):
        for topic in sorted(left, key=lambda name: place[name]):
            take = 2 if strength.get(topic, Fraction(1)) < WEAK else 1
            order += left[topic][:take]
            del left[topic][:take]
    return order


def strengths(candidates: Iterable[Candidate]) -> dict[str, Fraction]:
    """By topic, the share of met items whose newest answer was right; topics without a met item are left out."""
    met: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in candidates:
        if one.due_at is not None:
            met[one.topic] += 1
            right[one.topic] += one.last_right
    return {topic: Fraction(right[topic], met[topic]) for topic in met}


def _one_of_a_group(order: Sequence[Candidate]) -> list[Candidate]:
    first: list[Candidate] = []
    others: list[Candidate] = []
    taken: set[str] = set()
    for one in order:
        (others if one.group in taken else first).append(one)
        if one.group:
            taken.add(one.group)
    return first + others


def number_sent(given: object) -> int:
    """A number that a page sends back, as JSON or in a form; 0 for anything else."""
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS:
        return int(given)
    return given if type(given) is int and 0 < given < 10**MOST_DIGITS else 0


def moment_of(ms: int) -> datetime | None:
    """When a question was put on a page, from the milliseconds that the page sends back; None for no such moment."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def counts(moment: datetime, *, at: datetime, reviewed_at: datetime | None) -> bool:
    """Whether an answer to a question shown at `moment` moves its card on.

    It does so once: a card keeps the moment of the answer that moved it last, so that the same answer sent again,
    or one given to an older page, is graded and shown but not counted. Both moments are the server's own.
    """
    if not at - OLDEST <= moment <= at + AHEAD:
        return False
    return reviewed_at is None or moment > reviewed_at


@dataclass(frozen=True)
class Allowance:
    """What somebody who is not logged in has answered today, as their session keeps it; a new day starts anew."""

    day: str
    met: frozenset[int] = frozenset()

    @classmethod
    def kept_in(cls, session: Mapping[str, object], day: str) -> "Allowance":
        kept = session.get(KEPT_AS)
        if not isinstance(kept, dict) or kept.get("day") != day:
            return cls(day)
        return cls(day, frozenset(one for one in kept.get("met", ()) if isinstance(one, int)))

    @property
    def left(self) -> int:
        return max(0, FRESH_A_DAY - len(self.met))

    def allows(self, item: int) -> bool:
        """An item of today may be answered again; a further one while any is left."""
        return item in self.met or self.left > 0

    def keep(self, item: int, session: MutableMapping[str, object]) -> None:
        """`item` has been answered."""
        session[KEPT_AS] = {"day": self.day, "met": sorted(self.met | {item})}
