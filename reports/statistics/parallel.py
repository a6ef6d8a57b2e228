"""Papers and groups compared: means with their interval, and items that favour a group among equally able persons."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.statistics.items import Matrix, Vector, present

CONFIDENCE = 0.95
#: Critical values of the ETS classes: χ² of one degree at 5 %, the normal curve at 5 % on one side.
CHI2_05, NORMAL_05 = 3.841458820694124, 1.6448536269514722


@dataclass(frozen=True)
class Difference:
    """mean of a − mean of b; t, df, p and the interval are None where a group has under two or neither varies."""

    value: float | None
    low: float | None = None
    high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None


def difference(a: Vector, b: Vector) -> Difference:
    """Welch's test of two means (Welch 1947), with df by Welch and Satterthwaite and a 95 % interval.

    se² = s_a²/n_a + s_b²/n_b; t = (ā − b̄)/se; df = se⁴ / Σ (s²/n)²/(n − 1); interval: difference ± t(.975, df) · se.
    """
    if not len(a) or not len(b):
        return Difference(None)
    value = float(a.mean() - b.mean())
    if len(a) < 2 or len(b) < 2:
        return Difference(value)
    first, second = float(a.var(ddof=1)) / len(a), float(b.var(ddof=1)) / len(b)
    square = first + second
    if square <= 0:
        return Difference(value)
    df = square**2 / (first**2 / (len(a) - 1) + second**2 / (len(b) - 1))
    t = value / math.sqrt(square)
    half = t_quantile(1 - (1 - CONFIDENCE) / 2, df) * math.sqrt(square)
    return Difference(value, value - half, value + half, t, df, t_two_sided(t, df))


def t_two_sided(t: float, df: float) -> float:
    """P(|t| at least so large) = I(df / (df + t²); df/2, 1/2), the regularised incomplete beta (DLMF 8.17)."""
    return _beta_share(df / (df + t * t), df / 2, 0.5)


def t_quantile(share: float, df: float) -> float:
    """The t below which `share` (over a half) of the distribution lies, by halving."""
    low, high = 0.0, 1.0
    while 1 - t_two_sided(high, df) / 2 < share:
        high *= 2
    for _step in range(64):  # a double has no more halves
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - t_two_sided(middle, df) / 2 < share else (low, middle)
    return (low + high) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """I(x; a, b) by its continued fraction (DLMF 8.17.22), on the side where it converges quickly."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(1 - x, b, a)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    tiny, c, d = 1e-300, 1.0, 1.0 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * value


@dataclass(frozen=True)
class MantelHaenszel:
    """alpha: common odds ratio; above 1, and delta below 0, the item favours the reference group. None: not defined."""

    alpha: float | None
    delta: float | None
    chi2: float | None
    p: float | None
    error: float | None
    ets: str


def mantel_haenszel(tables: npt.NDArray[np.int64]) -> MantelHaenszel:
    """Strata × (reference, focal) × (right, wrong), cells A B / C D, N = A + B + C + D (Mantel & Haenszel 1959).

    alpha  Σ(A D / N) / Σ(B C / N); None where a sum is zero
    delta  −2.35 · ln alpha: the ETS scale (Holland & Thayer 1988)
    chi2   (|Σ A − Σ E(A)| − ½)² / Σ var(A), with the correction for continuity, E(A) = n_R n_1 / N and
           var(A) = n_R n_F n_1 n_0 / (N² (N − 1)); p from χ² of one degree; None where no stratum tells
    error  of delta: 2.35 · √ of the variance of ln alpha by Robins, Breslow & Greenland (1986)
    ets    Zwick & Ercikan 1989. A, negligible: |delta| < 1 or not different from 0 at 5 % (chi2). C, large: |delta| at
           least 1.5 and above 1 at 5 % ((|delta| − 1) / error > 1.645). B, moderate: the rest. Empty where unknown
    """
    cells = tables.astype(float)
    n = cells.sum(axis=(1, 2))
    cells, n = cells[n > 1], n[n > 1]
    a, b, c, d = cells[:, 0, 0], cells[:, 0, 1], cells[:, 1, 0], cells[:, 1, 1]
    variance = float(((a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))).sum())
    if variance <= 0:
        return MantelHaenszel(None, None, None, None, None, "")
    away = abs(float((a - (a + b) * (a + c) / n).sum()))
    chi2 = max(0.0, away - 0.5) ** 2 / variance
    p = math.erfc(math.sqrt(chi2 / 2))
    good, bad = a * d / n, b * c / n
    if good.sum() <= 0 or bad.sum() <= 0:
        return MantelHaenszel(None, None, chi2, p, None, "")
    alpha = float(good.sum() / bad.sum())
    delta = -2.35 * math.log(alpha)
    plus, minus = (a + d) / n, (b + c) / n
    spread = (
        (plus * good).sum() / (2 * good.sum() ** 2)
        + (plus * bad + minus * good).sum() / (2 * good.sum() * bad.sum())
        + (minus * bad).sum() / (2 * bad.sum() ** 2)
    )
    error = 2.35 * math.sqrt(float(spread))
    return MantelHaenszel(alpha, delta, chi2, p, error, ets_class(delta, error, chi2))


def ets_class(delta: float, error: float, chi2: float) -> str:
    """`A`, `B` or `C`; the rule stands in `mantel_haenszel`."""
    if abs(delta) < 1 or chi2 <= CHI2_05:
        return "A"
    return "C" if abs(delta) >= 1.5 and (abs(delta) - 1) > NORMAL_05 * error else "B"


def functioning(points: Matrix, most: list[float], focal: npt.NDArray[np.bool_], total: Vector) -> pd.DataFrame:
    """Differential item functioning by Mantel-Haenszel: one row an item, with n of both groups and the figures above.

    Persons are matched on `total`, the item included (Holland & Thayer 1988), in steps as wide as the cheapest item
    that is worth something, so that partial points do not leave everybody alone in a stratum. An item counts as right
    when it earned all it is worth. Missing items leave the person out of that item's tables only.
    """
    width = min((worth for worth in most if worth > 0), default=1)
    _levels, stratum = np.unique(np.floor(total / width), return_inverse=True)
    strata = int(stratum.max()) + 1 if len(total) else 0
    rows = []
    for item, worth in enumerate(most):
        column = points[:, item]
        here = present(column)
        wrong = column[here] < worth
        cell = stratum[here] * 4 + focal[here] * 2 + wrong
        found = mantel_haenszel(np.bincount(cell, minlength=strata * 4).reshape(strata, 2, 2))
        theirs = int(np.count_nonzero(focal[here]))
        rows.append((int(np.count_nonzero(here)) - theirs, theirs, found.alpha, found.delta, found.chi2, found.ets))
    return pd.DataFrame(rows, columns=["reference", "focal", "alpha", "delta", "chi2", "ets"])
