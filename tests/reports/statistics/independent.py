"""The same statistics by hand: plain loops over lists, None where an item did not stand. Slow, and nothing shared."""

import statistics
from fractions import Fraction
from itertools import combinations, pairwise
from math import prod, sqrt

Paper = list[list[int | None]]


def _cov(xs: list[int], ys: list[int]) -> Fraction:
    mx, my = Fraction(sum(xs), len(xs)), Fraction(sum(ys), len(ys))
    return sum(((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)), Fraction(0)) / (len(xs) - 1)


def total_of(row: list[int | None]) -> int:
    return sum(points for points in row if points is not None)


def item(paper: Paper, j: int, worth: int) -> dict[str, float | None]:
    """facility, sd, rest_correlation, discrimination, efficiency of item j; n."""
    had = [row for row in paper if row[j] is not None]
    xs = [row[j] or 0 for row in had]
    ts = [total_of(row) for row in had]
    made: dict[str, float | None] = dict.fromkeys(
        ("facility", "sd", "rest_correlation", "discrimination", "efficiency"), None
    )
    made["n"] = len(xs)
    if xs:
        made["facility"] = sum(xs) / (len(xs) * worth)
    if len(xs) < 2:
        return made
    rs = [t - x for t, x in zip(ts, xs, strict=True)]
    made["sd"] = statistics.stdev(xs)
    if len(set(xs)) > 1 and len(set(rs)) > 1:
        made["rest_correlation"] = float(_cov(xs, rs)) / sqrt(_cov(xs, xs) * _cov(rs, rs))
        made["efficiency"] = float(_cov(xs, rs) / _cov(sorted(xs), sorted(rs)))
    if len(set(ts)) > 1:
        made["discrimination"] = float(_end(xs, ts) - _end(xs, [-t for t in ts])) / worth
    return made


def _end(xs: list[int], ts: list[int]) -> Fraction:
    """Mean of the best 27 %, where those tied at the cut count as their mean does."""
    k = max(1, int(Fraction(27, 100) * len(xs) + Fraction(1, 2)))
    groups: dict[int, list[int]] = {}
    for x, t in zip(xs, ts, strict=True):
        groups.setdefault(t, []).append(x)
    got, left = Fraction(0), k
    for t in sorted(groups, reverse=True):
        take = min(left, len(groups[t]))
        got += Fraction(sum(groups[t]), len(groups[t])) * take
        left -= take
    return got / k


def weights(paper: Paper, most: list[int]) -> tuple[list[float | None], list[float | None]]:
    """Intended and effective weight in percent."""
    roots: list[float | None] = []
    for j in range(len(most)):
        had = [row for row in paper if row[j] is not None]
        cov = _cov([row[j] or 0 for row in had], [total_of(row) for row in had]) if len(had) > 1 else None
        roots.append(None if cov is None or cov < 0 else sqrt(cov))
    return _weights(paper, list(most)), _weights(paper, roots)


def _weights(paper: Paper, sizes: list) -> list[float | None]:
    made: list[float | None] = []
    for j, size in enumerate(sizes):
        shares = []
        for row in paper:
            whole = sum(sizes[i] or 0 for i in range(len(sizes)) if row[i] is not None)
            if row[j] is not None and size is not None and whole:
                shares.append(100 * size / whole)
        made.append(statistics.fmean(shares) if shares else None)
    return made


def alpha(paper: Paper, without: int | None = None) -> float | None:
    rows = [row for row in paper if None not in row]
    kept = [[x or 0 for j, x in enumerate(row) if j != without] for row in rows]
    ts = [sum(row) for row in kept]
    if len(kept) < 2 or len(kept[0]) < 2 or len(set(ts)) == 1:
        return None
    k = len(kept[0])
    parts = sum(statistics.variance([row[j] for row in kept]) for j in range(k))
    return k / (k - 1) * (1 - parts / statistics.variance(ts))


def kr20(paper: Paper) -> float | None:
    rows = [[x or 0 for x in row] for row in paper if None not in row]
    ts = [sum(row) for row in rows]
    if len(rows) < 2 or len(rows[0]) < 2 or len(set(ts)) == 1:
        return None
    k, n = len(rows[0]), len(rows)
    shares = [Fraction(sum(row[j] for row in rows), n) for j in range(k)]
    return float(Fraction(k, k - 1) * (1 - sum(p * (1 - p) for p in shares) / Fraction(statistics.pvariance(ts))))


def moments(ts: list[int]) -> tuple[float | None, float | None]:
    """G1 and G2 by sums of powers of the raw values (Fisher's k-statistics, not by deviations from the mean)."""
    n = len(ts)
    if n < 3 or len(set(ts)) == 1:
        return None, None
    s1, s2, s3, s4 = (sum(t**power for t in ts) for power in (1, 2, 3, 4))
    k2 = Fraction(n * s2 - s1**2, n * (n - 1))
    k3 = Fraction(2 * s1**3 - 3 * n * s1 * s2 + n**2 * s3, n * (n - 1) * (n - 2))
    skewness = float(k3) / float(k2) ** 1.5
    if n < 4:
        return skewness, None
    top = -6 * s1**4 + 12 * n * s1**2 * s2 - 3 * n * (n - 1) * s2**2 - 4 * n * (n + 1) * s1 * s3 + n**2 * (n + 1) * s4
    return skewness, float(Fraction(top, n * (n - 1) * (n - 2) * (n - 3)) / k2**2)


def odds_and_chi2(tables: list[list[list[int]]]) -> tuple[float | None, float | None]:
    good = bad = away = spread = Fraction(0)
    for (a, b), (c, d) in tables:
        n = a + b + c + d
        if n < 2:
            continue
        good, bad = good + Fraction(a * d, n), bad + Fraction(b * c, n)
        away += a - Fraction((a + b) * (a + c), n)
        spread += Fraction((a + b) * (c + d) * (a + c) * (b + d), n * n * (n - 1))
    chi2 = float(max(Fraction(0), abs(away) - Fraction(1, 2)) ** 2 / spread) if spread else None
    return (float(good / bad) if good and bad else None), chi2


def at_least(chances: list[float], n: int) -> float:
    """Over every set of successes."""
    every = range(len(chances))
    return sum(
        prod(chances[i] if i in won else 1 - chances[i] for i in every)
        for size in range(n, len(chances) + 1)
        for won in combinations(every, size)
    )


def area_of_t(t: float, df: float) -> float:
    """P(|T| ≥ t) by adding up thin strips under the curve from −t to t (Simpson)."""
    strips = 4000
    xs = [-t + 2 * t * i / strips for i in range(strips + 1)]
    ys = [(1 + x * x / df) ** (-(df + 1) / 2) for x in xs]
    inside = sum((a + b) / 2 for a, b in pairwise(ys)) * 2 * t / strips
    wide = 400.0
    xs = [-wide + 2 * wide * i / 400000 for i in range(400001)]
    ys = [(1 + x * x / df) ** (-(df + 1) / 2) for x in xs]
    return 1 - inside / (sum((a + b) / 2 for a, b in pairwise(ys)) * 2 * wide / 400000)
