"""Shares of points by topic or pillar, with their interval (definitions `topic`, `interval`). numpy in, pandas out."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from reports.rules.intervals import wilson
from reports.statistics.parallel import t_quantile

Block = npt.NDArray[np.floating]
COLUMNS = ("persons", "earned", "possible", "share", "low", "high")


def shares(earned: Block, possible: Block) -> pd.DataFrame:
    """By column (a topic): `persons`, `earned`, `possible`, `share`, `low`, `high` (percent, NaN if not known).

    Both blocks have one row a person and one column a topic: points earned, points of the topic's items on the
    person's papers. The share is the ratio R = Σe / Σm. Items of one person are no independent trials, so the interval
    counts persons as the sampled clusters: s² = n/(n - 1) · Σ(e - R·m)² / (Σm)², R ± t(n - 1)·s (ratio estimator,
    Cochran, Sampling Techniques, 3rd ed. 1977, chapter 6; a plain binomial interval over items would be too narrow).
    Where all persons have the same share nothing varies, and Wilson's interval of n persons stands in.
    """
    lines = []
    for column in range(earned.shape[1]):
        has = possible[:, column] > 0
        lines.append(_line(earned[has, column], possible[has, column]))
    made = pd.DataFrame.from_records(lines, columns=list(COLUMNS))
    return made.astype(dict.fromkeys(COLUMNS[:3], "int64") | dict.fromkeys(COLUMNS[3:], "float64"))


def _line(earned: Block, possible: Block) -> tuple[int, int, int, float, float, float]:
    n, got, most = len(earned), round(float(earned.sum())), round(float(possible.sum()))
    if n == 0:
        return 0, 0, 0, np.nan, np.nan, np.nan
    share = got / most
    if n == 1:
        return n, got, most, 100 * share, np.nan, np.nan
    apart = earned - share * possible
    error = float(np.sqrt(n / (n - 1) * np.square(apart).sum())) / most
    if error < 1e-12:
        low, high = wilson(min(1.0, max(0.0, share)), n)
    else:
        half = t_quantile(0.975, n - 1) * error
        low, high = max(0.0, share - half), min(1.0, share + half)
    return n, got, most, 100 * share, 100 * low, 100 * high


def sums(points: Block, groups: Block, most: Block) -> tuple[Block, Block]:
    """Points earned and possible of every turn (down) in every group (across).

    points: turns x items, NaN where an answer is not graded (it leaves both); groups: items x groups, 1 where the item
    belongs to the group (to several, if it does); most: points of each item.
    """
    graded = ~np.isnan(points)
    earned = np.where(graded, points, np.float32(0)) @ groups
    return earned, graded.astype(np.float32) @ (groups * most[:, None])
