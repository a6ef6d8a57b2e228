"""How well it went: bands of percent, mean, median, standard deviation, share of right answers.

Definitions `score` and `right` of `rules.definitions`. The score of a turn is 100 · points / points of its paper, so
that papers of different length can stand together.
"""

import numpy as np
import pandas as pd

from reports.statistics.participation import coded

BANDS = 10


def with_scores(turns: pd.DataFrame) -> pd.DataFrame:
    """The turns whose paper is worth something, with `score` (percent) and `band` (0 … 9).

    Bands are half open, [0, 10) … [80, 90), and the last is [90, 100], as in the usual histogram rule. The band is
    found with whole numbers: no score slips under an edge by a binary fraction.
    """
    kept = turns[turns["most"] > 0]
    band = (kept["points"].clip(lower=0) * BANDS // kept["most"]).clip(upper=BANDS - 1)
    return kept.assign(score=100.0 * kept["points"] / kept["most"], band=band.astype("int64"))


def distribution(turns: pd.DataFrame) -> pd.DataFrame:
    """Turns by band: index 0 … 9, column `n`; bands without a turn stand with 0."""
    counts = with_scores(turns)["band"].value_counts()
    return counts.reindex(range(BANDS), fill_value=0).astype("int64").rename("n").rename_axis("band").to_frame()


def summary(turns: pd.DataFrame) -> dict[str, float | int | None]:
    """`n`, `mean`, `median`, `sd` of the scores in percent.

    mean = Σx / n; median = the middle score, or the mean of the two middle ones; sd = √(Σ(x − mean)² / (n − 1)),
    the sample standard deviation, None under two turns (any textbook; Moodle's quiz report uses the same divisor).
    """
    score = with_scores(turns)["score"]
    n = len(score)
    if n == 0:
        return {"n": 0, "mean": None, "median": None, "sd": None}
    return {
        "n": n,
        "mean": float(score.mean()),
        "median": float(score.median()),
        "sd": float(score.std(ddof=1)) if n > 1 else None,
    }


def right_share(turns: pd.DataFrame, scope: str | None = None) -> pd.DataFrame:
    """Right answers and items given, by scope or in one row indexed 0: columns `right`, `items`."""
    keys, (codes,) = coded([None if scope is None else turns[scope]], [len(turns)])
    sums = {name: np.bincount(codes, turns[name].to_numpy(), len(keys)) for name in ("right", "items")}
    return pd.DataFrame(sums, index=pd.Index(keys, name=scope or "scope")).astype("int64")
