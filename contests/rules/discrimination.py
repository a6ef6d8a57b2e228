"""How an item tells those who know the rest from those who do not: the corrected item-total correlation.

r = Sxr / √(Sxx · Srr) with x the points of the item, r = P - x those of the rest of the paper, S.. the sums of squares
and products about their means (Henrysson 1963; Lord & Novick 1968, section 15.5). On parallel papers the sums about
each paper's own means are added first, in shares of what could be earned: the within-groups correlation of any text on
the analysis of covariance. Everything is counted in whole numbers until the last step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Sums:
    """An item on one paper, over the `n` turns that had it; points in hundredths.

    `x`, `xx`, `px` sum its points, their squares, their products with the turn's; `p`, `pp` the turns' points. `worth`
    of `most` points is what it and the paper are worth.
    """

    n: int
    x: int
    xx: int
    px: int
    p: int
    pp: int
    worth: int
    most: int


def discrimination(papers: Iterable[Sums]) -> float | None:
    """-1 to 1; None where all did the same on the item or on the rest, so that nothing can be said."""
    items = rests = both = 0.0
    for one in papers:
        rest = one.most - one.worth
        if one.n < 2 or rest <= 0 or one.worth <= 0:
            continue
        r, rr, xr = one.p - one.x, one.pp - 2 * one.px + one.xx, one.px - one.xx
        items += (one.n * one.xx - one.x**2) / (one.n * one.worth**2)
        rests += (one.n * rr - r**2) / (one.n * rest**2)
        both += (one.n * xr - one.x * r) / (one.n * one.worth * rest)
    return both / sqrt(items * rests) if items > 0 and rests > 0 else None
