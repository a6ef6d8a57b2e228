"""Items: difficulty and options from counted answers, and the full analysis from one matrix of persons × items.

p = Σ points earned / (n · points of the item): the facility index of classical test theory (Lord & Novick 1968,
ch. 15; Moodle's "facility index" is the same ratio). n counts every turn on whose paper the item stood; no answer
earns nothing and stays in n. Answers that could not be graded leave both sums.
"""

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


def difficulty(items: pd.DataFrame, answers: pd.DataFrame, sat: pd.DataFrame) -> pd.DataFrame:
    """By revision: `n` (turns that had it), `answered`, `ungraded`, `earned` and `possible` (hundredths).

    p is earned / possible and is left to the caller, who rounds it and knows how to say "nothing known".
    items: item, paper, revision, most; answers: item, n, points, ungraded; sat: paper, n.
    """
    given = answers.assign(blank=(answers["value"] == "[]") * answers["n"])
    given = given.groupby("item")[["n", "points", "ungraded", "blank"]].sum()
    stood = items.merge(sat.rename(columns={"n": "sat"}), on="paper").merge(
        given, left_on="item", right_index=True, how="left"
    )
    stood = stood.fillna({"n": 0, "points": 0, "ungraded": 0, "blank": 0})
    per_item = pd.DataFrame(
        {
            "revision": stood["revision"],
            "n": stood["sat"] - stood["ungraded"],
            "answered": stood["n"] - stood["blank"] - stood["ungraded"],
            "ungraded": stood["ungraded"],
            "earned": stood["points"],
            "possible": (stood["sat"] - stood["ungraded"]) * stood["most"],
        }
    )
    return per_item.astype("int64").groupby("revision").sum().sort_index()


def option_counts(items: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """By revision and option code: `n`, how many turns chose it. An answer may choose several."""
    chosen = answers.merge(items[["item", "revision"]], on="item")
    chosen = chosen.assign(option=[json.loads(value) for value in chosen["value"]]).explode("option")
    counts = chosen.dropna(subset=["option"]).groupby(["revision", "option"])["n"].sum()
    return counts.astype("int64").to_frame()


# --- one matrix: persons × items --------------------------------------------------------------------------------------

#: Kelley (1939): with 27 % at either end, the difference of normally distributed groups is told apart most surely.
KELLEY = 0.27

Matrix = npt.NDArray[Any]
Vector = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def present(points: Matrix) -> Mask:
    """Where the item stood on that person's paper: not NaN, or in whole numbers not the smallest of their type."""
    if np.issubdtype(points.dtype, np.floating):
        return np.asarray(~np.isnan(points))
    return np.asarray(points != np.iinfo(points.dtype).min)


def totals(points: Matrix) -> Vector:
    """Σ points of each person over the items of the own paper; column by column, so nothing large is copied."""
    total = np.zeros(points.shape[0])
    for item in range(points.shape[1]):
        column = points[:, item]
        np.add(total, column, out=total, where=present(column))
    return total


def analysis(points: Matrix, most: Sequence[float]) -> pd.DataFrame:
    """One row an item, in the order of the columns; NaN where a figure is not defined.

    points: persons × items, what was earned (see `present`); most: what each item is worth. With n persons who had
    the item, x its points, T their totals and r = T − x the rest:

    n                 persons on whose paper it stood
    facility          Σx / (n · most): p of classical test theory (Lord & Novick 1968, ch. 15); undefined at most = 0
    sd                √(Σ(x − x̄)² / (n − 1)), undefined under n = 2
    rest_correlation  cov(x, r) / (s_x s_r): the corrected point-biserial of an item that is right or wrong (Henrysson
                      1963), and "discrimination index" in Moodle; undefined under n = 2 or where x or r do not vary
    discrimination    (x̄ of the upper 27 % − x̄ of the lower 27 %) / most (Kelley 1939; `extremes` has the rule of
                      ties); undefined under n = 2, where T does not vary, at most = 0
    efficiency        cov(x, r) / cov(x sorted, r sorted), the covariance that these scores could at most have:
                      "discriminative efficiency" in Moodle; undefined where that is zero
    intended_weight   most / Σ most of a paper, the mean over the persons who had it
    effective_weight  √cov(x, T) / Σ √cov(x_i, T) over the items of a paper, the mean over the persons who had it.
                      Items with a negative covariance have none and do not count in the sum (Moodle's rule)

    Source of the names and formulas of Moodle: Moodle docs, "Quiz statistics calculations".
    """
    total = totals(points)
    everybody = extremes(total) if len(total) > 1 else None
    rows = [_item(points[:, item], worth, total, everybody) for item, worth in enumerate(most)]
    made = pd.DataFrame(
        rows, columns=["n", "facility", "sd", "rest_correlation", "discrimination", "efficiency", "cov"]
    )
    roots = np.sqrt(made["cov"].where(made["cov"] >= 0).to_numpy(dtype=float))
    made["intended_weight"] = _weights(points, np.asarray(most, dtype=float))
    made["effective_weight"] = _weights(points, roots)
    return made.drop(columns="cov").astype({"n": "int64"})


def _item(column: Matrix, most: float, total: Vector, everybody: tuple[Vector, Vector] | None) -> tuple[float, ...]:
    here = present(column)
    n = int(np.count_nonzero(here))
    if n == 0:
        return (0, *[math.nan] * 6)
    whole = n == len(column)
    x = (column if whole else column[here]).astype(float)
    mine = total if whole else total[here]
    facility = x.mean() / most if most else math.nan
    if n == 1:
        return (1, facility, *[math.nan] * 5)
    d = math.nan
    if most and varies(mine):
        upper, lower = everybody if whole and everybody else extremes(mine)
        d = (x @ upper / upper.sum() - x @ lower / lower.sum()) / most
    rest = mine - x
    dx, dr = x - x.mean(), rest - rest.mean()
    shared = dx @ dr / (n - 1)
    best = np.sort(dx) @ np.sort(dr) / (n - 1)
    telling = varies(x) and varies(rest)
    variance = dx @ dx / (n - 1)
    overall = shared + variance
    if abs(overall) <= 1e-12 * math.sqrt(variance * (mine @ mine)):
        overall = 0.0  # what adding binary fractions leaves of nothing has no sign
    return (
        n,
        facility,
        math.sqrt(variance),
        shared / math.sqrt(variance * (dr @ dr / (n - 1))) if telling else math.nan,
        d,
        shared / best if telling else math.nan,
        overall,
    )


def _weights(points: Matrix, sizes: Vector) -> Vector:
    """Percent of its paper's sum that each item's size is, the mean over who had it; a NaN size has none."""
    known = np.nan_to_num(sizes)
    sums = np.zeros(points.shape[0])
    for item, size in enumerate(known):
        sums += present(points[:, item]) * size
    made = np.full(len(sizes), math.nan)
    for item, size in enumerate(sizes):
        of = sums[present(points[:, item])]
        of = of[of > 0]
        if len(of) and not math.isnan(size):
            made[item] = 100 * size * (1 / of).mean()
    return made


def varies(values: Vector) -> bool:
    """Whether two of them differ (by more than what adding binary fractions may lose)."""
    return bool(np.ptp(values) > 1e-9 * max(1.0, float(np.abs(values).max())))


def extremes(total: Vector, share: float = KELLEY) -> tuple[Vector, Vector]:
    """Weights of the upper and of the lower group, `share` of n each: k = share · n rounded half up, at least 1.

    Those tied at the cut share the places that are left (each weighs places / tied), which is the mean over all ways
    of drawing among them: no order of the rows changes the figure, and both groups are of size k.
    """
    k = max(1, math.floor(share * len(total) + 0.5))
    return _top(total, k), _top(-total, k)


def _top(total: Vector, k: int) -> Vector:
    cut = np.partition(total, len(total) - k)[len(total) - k]
    above, tied = total > cut, total == cut
    return np.asarray(above + tied * ((k - np.count_nonzero(above)) / np.count_nonzero(tied)))


def distractors(chosen: Mask, total: Vector, rest: Vector) -> pd.DataFrame:
    """One row an option: how it drew those who know and those who do not.

    chosen: persons × options of one item, for those who had it; total and rest: their totals, with and without the
    item's points. Columns `n`; `share` of all; `upper`, `lower` shares of the upper and lower 27 % (`extremes`);
    `rest` mean of rest of who chose it (NaN where nobody did); `correlation` of having chosen it with rest: the
    option's point-biserial (Attali & Fraenkel 2000 compare it for distractors), NaN where either does not vary.
    """
    persons = len(total)
    rows = []
    upper, lower = extremes(total) if persons > 1 and varies(total) else (None, None)
    dr = rest - rest.mean() if persons else rest
    for option in range(chosen.shape[1]):
        took = chosen[:, option]
        n = int(np.count_nonzero(took))
        dx = took - n / persons if persons else took.astype(float)
        telling = 0 < n < persons and varies(rest)
        rows.append(
            (
                n,
                n / persons if persons else math.nan,
                math.nan if upper is None else took @ upper / upper.sum(),
                math.nan if lower is None else took @ lower / lower.sum(),
                rest[took].mean() if n else math.nan,
                dx @ dr / math.sqrt((dx @ dx) * (dr @ dr)) if telling else math.nan,
            )
        )
    return pd.DataFrame(rows, columns=["n", "share", "upper", "lower", "rest", "correlation"])
