"""Whether a key looks wrong, from how those who gave each answer did on the rest of the paper.

Those who earn an item usually do better on the rest than those who chose something else. Where those who gave one other
answer do clearly better, that answer may be the right one: in classical test theory the item's point-biserial
correlation is then negative and the distractor's positive (Lord & Novick 1968, section 15.8). "Clearly" is Welch's t
above `CLEARLY`, so that a few lucky guesses raise no alarm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

#: Fewer turns than this say nothing, nor do fewer than `GROUP` who gave an answer.
TURNS, GROUP = 20, 5
CLEARLY = 2.0
#: So large a part that gave one and the same other answer is worth a look by itself, if as few earned the item.
MOST, FEW = 0.5, 0.25


@dataclass(frozen=True)
class Given:
    """Everybody who gave one answer: how many, and the sums of their rest scores and of the squares (shares, 0 to 1).

    `earned` says that the answer earns the item under the key in force.
    """

    value: str
    n: int
    total: float
    squares: float
    earned: bool

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def variance(self) -> float:
        """Of the sample; never below nothing by a rounded sum."""
        return max(0.0, (self.squares - self.total**2 / self.n) / (self.n - 1)) if self.n > 1 else 0.0


@dataclass(frozen=True)
class Suspicion:
    """`sign` is `better` (who gave `value` did better on the rest) or `many` (half gave it, a quarter earned the item).

    `n` turns gave an answer, `earned` of them earned the item, `other` gave `value`; `t` is Welch's t, 0 for `many`.
    """

    sign: str
    value: str
    n: int
    earned: int
    other: int
    t: float


def suspicion(answers: Sequence[Given]) -> Suspicion | None:
    """The strongest sign against a key, or None."""
    n = sum(one.n for one in answers)
    if n < TURNS:
        return None
    keyed = _joined([one for one in answers if one.earned])
    signs = [sign for one in answers if not one.earned and (sign := _sign(one, keyed, n))]
    return max(signs, key=lambda sign: (sign.t, sign.other), default=None)


def _sign(one: Given, keyed: Given, n: int) -> Suspicion | None:
    if one.n < GROUP:
        return None
    if keyed.n >= GROUP and (t := welch(one, keyed)) > CLEARLY:
        return Suspicion("better", one.value, n, keyed.n, one.n, t)
    if one.n >= MOST * n and keyed.n <= FEW * n:
        return Suspicion("many", one.value, n, keyed.n, one.n, 0.0)
    return None


def welch(one: Given, other: Given) -> float:
    """Welch's t of two means; no spread at all in either group says nothing: 0."""
    error = sqrt(one.variance / one.n + other.variance / other.n)
    return (one.mean - other.mean) / error if error else 0.0


def _joined(groups: Sequence[Given]) -> Given:
    return Given(
        "", sum(one.n for one in groups), sum(one.total for one in groups), sum(one.squares for one in groups), True
    )
