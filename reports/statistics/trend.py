"""Participation week by week (definition `week`). pandas in, pandas out."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from reports.statistics.participation import distinct


def by_week(turns: pd.DataFrame) -> pd.DataFrame:
    """By number of the week: `participants`, `newcomers`, `turns`; weeks without a turn in between stand with 0.

    turns: user, week (numbered on, so that the next week is one more). Newcomers are persons whose first turn of the
    period is in the week: each person is a newcomer once, so newcomers add up to all participants, as the persons of
    weeks do not.
    """
    if turns.empty:
        return pd.DataFrame({name: [] for name in ("participants", "newcomers", "turns")}, dtype="int64")
    week, user = turns["week"].to_numpy(), pd.factorize(turns["user"])[0]
    start = int(week.min())
    week = week - start
    n = int(week.max()) + 1
    first = np.full(int(user.max()) + 1, n)
    np.minimum.at(first, user, week)
    counts = {
        "participants": distinct(week, user, n),
        "newcomers": np.bincount(first, minlength=n),
        "turns": np.bincount(week, minlength=n),
    }
    return pd.DataFrame(counts, index=range(start, start + n)).astype("int64")


def span(turns: pd.DataFrame, scope: str) -> Callable[[int, int], int]:
    """Counts the distinct persons whose `scope` (a number) is in `[start, stop)`."""
    pairs = turns[[scope, "user"]].drop_duplicates()

    def counted(start: int, stop: int) -> int:
        inside = (pairs[scope] >= start) & (pairs[scope] < stop)
        return int(pairs.loc[inside, "user"].nunique())

    return counted
