"""How far the better ones got an item right more often (definition `discrimination`). numpy in, plain numbers out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt


def rest_correlations(papers: Iterable[tuple[Sequence[int], npt.NDArray[np.floating]]]) -> dict[int, float]:
    """Correlation of each item's points with the rest of the paper; items for which nothing varies are missing.

    papers: the items (by any number, the same for an item on several papers) and the points of persons x items, NaN
    where an answer is not graded. Corrected item-total correlation (Henrysson 1963): cov(x, T - x) / (s_x s_(T - x)),
    T the sum of the person's graded items. An item on several papers has sums of squares and products pooled within
    papers, because totals of different papers are no common scale.
    """
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for items, points in papers:
        totals: npt.NDArray[np.float64] = np.asarray(np.nansum(points, axis=1, dtype=np.float64))
        for column, item in enumerate(items):
            x = points[:, column].astype(np.float64)
            graded = ~np.isnan(x)
            x, rest = x[graded], totals[graded] - x[graded]
            if len(x) > 1:
                x, rest = x - x.mean(), rest - rest.mean()
                for at, product in enumerate((x @ x, rest @ rest, x @ rest)):
                    sums[item][at] += float(product)
    least = 1e-9
    return {item: both / sqrt(xx * rr) for item, (xx, rr, both) in sums.items() if xx > least and rr > least}
