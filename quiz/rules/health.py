"""How an item is doing over the years, from what every contest told of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Fewer turns than this in all say nothing about an item.
ENOUGH = 30
#: Bounds that item-analysis handbooks agree on (e.g. Ebel & Frisbie 1991, ch. 13: below 0.2 wants revision, below 0 is
#: wrong; an item that nearly all or hardly any get right tells nobody apart).
EASY, HARD, WEAK = 0.95, 0.15, 0.1
#: So many contests in one school year, and pupils of the next ones have heard of it.
OFTEN = 6
#: The worst first: the order in which somebody should look.
SIGNS = ("negative", "hard", "weak", "easy", "often")


@dataclass(frozen=True)
class Told:
    """What one contest told: `n` turns, `p` of the points earned, `d` the correlation with the rest (None: unknown)."""

    place: str
    n: int
    p: float | None
    d: float | None
    year: int
    day: date


@dataclass(frozen=True)
class Health:
    """`p` and `d` are means weighted by turns over the contests that know them; `years` counts turns by school year."""

    contests: int
    turns: int
    p: float | None
    d: float | None
    years: tuple[tuple[int, int], ...]
    signs: tuple[str, ...]
    last_day: date | None


def health(told: Sequence[Told]) -> Health:
    """An item's figures over all contests, with what should make somebody look at it."""
    p, d = _mean([(one.n, one.p) for one in told]), _mean([(one.n, one.d) for one in told])
    turns: Counter[int] = Counter()
    for one in told:
        turns[one.year] += one.n
    most = max(Counter(one.year for one in told).values(), default=0)
    seen = {
        "negative": d is not None and d < 0,
        "hard": p is not None and p < HARD,
        "weak": d is not None and 0 <= d < WEAK,
        "easy": p is not None and p > EASY,
        "often": most >= OFTEN,
    }
    total = sum(turns.values())
    signs = tuple(sign for sign in SIGNS if seen[sign] and (total >= ENOUGH or sign == "often"))
    last = max((one.day for one in told), default=None)
    return Health(len(told), total, p, d, tuple(sorted(turns.items())), signs, last)


def _mean(values: Sequence[tuple[int, float | None]]) -> float | None:
    known = [(n, value) for n, value in values if value is not None and n > 0]
    n = sum(weight for weight, _value in known)
    return sum(weight * value for weight, value in known) / n if n else None
