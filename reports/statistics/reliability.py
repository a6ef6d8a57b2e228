"""A test as a measuring instrument: reliability, standard error, and the shape of its totals.

All take `points`, persons × items of one paper (`items.present` says what is missing). Persons with a missing item are
left out (listwise deletion, as `use="complete.obs"` in R's psych).
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reports.statistics.items import Matrix, Vector, present, totals, varies


@dataclass(frozen=True)
class Instrument:
    """n persons, k items; None where a figure is not defined. Same unit as the points, but alpha and error_ratio.

    deviation    s = √(Σ(T − T̄)² / (n − 1)); None under n = 2
    skewness     k₃ / k₂^(3/2), kurtosis k₄ / k₂² (excess: 0 for a normal curve), by Fisher's k-statistics; None under
                 n = 3 and n = 4, or where totals do not vary (Moodle docs, "Quiz statistics calculations")
    alpha        Cronbach 1951, see `alpha`
    error        s · √(1 − alpha): the standard error of measurement (Lord & Novick 1968, ch. 3)
    error_ratio  100 · √(1 − alpha): its percent of s
    """

    n: int
    k: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    error: float | None
    error_ratio: float | None


def instrument(points: Matrix) -> Instrument:
    """All figures of a paper."""
    kept = complete(points)
    total = totals(kept)
    n, k = len(total), kept.shape[1]
    if n == 0:
        return Instrument(0, k, *[None] * 8)
    deviation = float(total.std(ddof=1)) if n > 1 else None
    reliability = alpha(kept)
    ratio = None if reliability is None else math.sqrt(max(0.0, 1 - reliability))
    skewness, kurtosis = shape(total)
    return Instrument(
        n=n,
        k=k,
        mean=float(total.mean()),
        median=float(np.median(total)),
        deviation=deviation,
        skewness=skewness,
        kurtosis=kurtosis,
        alpha=reliability,
        error=None if ratio is None or deviation is None else ratio * deviation,
        error_ratio=None if ratio is None else 100 * ratio,
    )


def complete(points: Matrix) -> Matrix:
    """The persons who had every item; the same matrix, not copied, where all did."""
    whole = np.ones(points.shape[0], dtype=bool)
    for item in range(points.shape[1]):
        whole &= present(points[:, item])
    return points if whole.all() else points[whole]


def shape(total: Vector) -> tuple[float | None, float | None]:
    """Skewness and excess kurtosis of the totals (`Instrument` has the formulas)."""
    n = len(total)
    if n < 3 or not varies(total):
        return None, None
    d = total - total.mean()
    m2, m3, m4 = (float((d**power).mean()) for power in (2, 3, 4))
    k2 = n * m2 / (n - 1)
    skewness = n * n * m3 / ((n - 1) * (n - 2)) / k2**1.5
    if n < 4:
        return skewness, None
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return skewness, k4 / (k2 * k2)


def alpha(points: Matrix) -> float | None:
    """α = k / (k − 1) · (1 − Σ s_i² / s_T²): Cronbach 1951 ("coefficient of internal consistency" in Moodle).

    None under two persons or two items, or where totals do not vary. Below zero when items pull apart.
    """
    kept = complete(points)
    n, k = kept.shape
    total = totals(kept)
    if n < 2 or k < 2 or not varies(total):
        return None
    return float(k / (k - 1) * (1 - _variances(kept).sum() / total.var(ddof=1)))


def alpha_if_deleted(points: Matrix) -> list[float | None]:
    """α of the paper without each item in turn, from var(T − x) = s_T² + s_x² − 2 cov(x, T); None as for `alpha`.

    An item whose deletion raises α measures something else, or nothing.
    """
    kept = complete(points)
    n, k = kept.shape
    total = totals(kept)
    if n < 2 or k < 3:
        return [None] * k
    variances = _variances(kept)
    made: list[float | None] = []
    for item in range(k):
        rest = total - kept[:, item]
        left = variances.sum() - variances[item]
        made.append(float((k - 1) / (k - 2) * (1 - left / rest.var(ddof=1))) if varies(rest) else None)
    return made


def kr20(right: Matrix) -> float | None:
    """KR-20 = k / (k − 1) · (1 − Σ p q / σ_T²), items 0 or 1, σ² with divisor n (Kuder & Richardson 1937).

    It is α of such items. None under two persons or items, or where totals do not vary.
    """
    kept = complete(right)
    n, k = kept.shape
    total = totals(kept)
    if n < 2 or k < 2 or not varies(total):
        return None
    p = np.array([kept[:, item].mean() for item in range(k)])
    return float(k / (k - 1) * (1 - (p * (1 - p)).sum() / total.var()))


def kr21(right: Matrix) -> float | None:
    """KR-21 = k / (k − 1) · (1 − M (k − M) / (k σ_T²)): KR-20 if all items were equally hard, so never above it."""
    kept = complete(right)
    n, k = kept.shape
    total = totals(kept)
    if n < 2 or k < 2 or not varies(total):
        return None
    mean = float(total.mean())
    return float(k / (k - 1) * (1 - mean * (k - mean) / (k * total.var())))


def _variances(points: Matrix) -> npt.NDArray[np.float64]:
    return np.array([points[:, item].astype(float).var(ddof=1) for item in range(points.shape[1])])
