"""Whether those who sat twice knew more the second time (definition `awareness`). pandas in, plain numbers out."""

from dataclasses import dataclass
from math import sqrt

import pandas as pd

from reports.statistics.parallel import t_quantile


@dataclass(frozen=True)
class Pairs:
    """Shares right in percent; `half` is half the width of the 95 % interval of the mean difference."""

    pupils: int
    schools: int
    before: float
    after: float
    difference: float
    half: float | None


def first_and_last(turns: pd.DataFrame) -> Pairs | None:
    """The first turn of each pupil's first contest against the first turn of the last one; None if nobody sat two.

    turns: user, school, contest, started, right, items. Another attempt at the same contest is no second measurement:
    of each contest only the first turn is taken. The mean of each pupil's own difference d has the paired interval
    d̄ ± t(n - 1) · s_d / √n (Student 1908; any textbook), None under two pupils. Schools are those of the last turn.
    Papers differ from contest to contest, so the difference also holds what the papers differ by.
    """
    kept = turns.loc[turns["items"] > 0, ["user", "school", "contest", "started", "right", "items"]]
    kept = kept.sort_values(["user", "started", "contest"]).drop_duplicates(["user", "contest"])
    share = 100.0 * kept["right"] / kept["items"]
    first = ~kept["user"].duplicated()
    last = ~kept["user"].duplicated(keep="last")
    twice = kept["user"].duplicated(keep=False)
    before, after = share[first & twice].to_numpy(), share[last & twice].to_numpy()
    if not len(before):
        return None
    difference, n = after - before, len(before)
    return Pairs(
        pupils=n,
        schools=int(kept.loc[last & twice & (kept["school"] != 0), "school"].nunique()),
        before=float(before.mean()),
        after=float(after.mean()),
        difference=float(difference.mean()),
        half=t_quantile(0.975, n - 1) * float(difference.std(ddof=1)) / sqrt(n) if n > 1 else None,
    )
