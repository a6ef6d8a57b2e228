"""How many took part: persons, turns, rate and coverage. pandas in, pandas out.

Definitions (codes `participant`, `turn`, `rate`, `coverage` of `rules.definitions`; the report's annex prints them):

    participant          a distinct person with at least one turn (an ended attempt with an answer) in the scope
    turn                 one such attempt
    participation rate   participants / pupils invited, over the schools whose number of pupils is known
    coverage             invited schools with at least one participant / schools invited

Persons are counted anew in every scope (`distinct`), so that who took part in several contests counts once, and the
persons of parts are never added up. Source of the definitions: the plan's indicators; the counting rule is the usual
one for unduplicated counts.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
_BITS = 32  # a pair of small numbers in one: the first above, the second below
COLUMNS = (
    "participants",
    "girls",
    "turns",
    "schools_invited",
    "schools_taking_part",
    "enrolled",
    "enrolled_schools",
    "enrolled_participants",
)


def participation(
    turns: pd.DataFrame, invited: pd.DataFrame, enrolled: pd.DataFrame, scope: str | None = None
) -> pd.DataFrame:
    """Counts by scope (a column of all three frames), or one row indexed 0 for everything.

    turns: user, sex, school and the scope; invited: school and the scope; enrolled: school, pupils and the scope.
    Returns int columns `COLUMNS`; `enrolled` is 0 with `enrolled_schools` 0 where nothing is known, and then no rate
    may be made of it.
    """
    scopes = [None if scope is None else frame[scope] for frame in (turns, invited, enrolled)]
    keys, (by_turn, by_invited, by_enrolled) = coded(scopes, (len(turns), len(invited), len(enrolled)))
    n, (sat, asked, known) = len(keys), _dense(turns["school"], invited["school"], enrolled["school"])
    (user,) = _dense(turns["user"])
    girl = (turns["sex"] == "f").to_numpy()
    at_school, at_invited, at_known = _pairs(by_turn, sat), _pairs(by_invited, asked), _pairs(by_enrolled, known)
    counted = pd.Series(at_school).isin(at_known).to_numpy()
    both = pd.unique(at_school[pd.Series(at_school).isin(at_invited).to_numpy()])
    columns = {
        "participants": distinct(by_turn, user, n),
        "girls": distinct(by_turn[girl], user[girl], n),
        "turns": np.bincount(by_turn, minlength=n),
        "schools_invited": distinct(by_invited, asked, n),
        "schools_taking_part": np.bincount(both >> _BITS, minlength=n),
        "enrolled": np.bincount(by_enrolled, enrolled["pupils"].to_numpy(), n),
        "enrolled_schools": distinct(by_enrolled, known, n),
        "enrolled_participants": distinct(by_turn[counted], user[counted], n),
    }
    return pd.DataFrame(columns, index=pd.Index(keys, name=scope or "scope"), columns=list(COLUMNS)).astype("int64")


def by_kind(turns: pd.DataFrame, scope: str) -> pd.DataFrame:
    """Participants, girls and turns by any column of the turns (definitions `participant`, `turn`)."""
    keys, (by_turn,) = coded([turns[scope]], (len(turns),))
    (user,), n = _dense(turns["user"]), len(keys)
    girl = (turns["sex"] == "f").to_numpy()
    columns = {
        "participants": distinct(by_turn, user, n),
        "girls": distinct(by_turn[girl], user[girl], n),
        "turns": np.bincount(by_turn, minlength=n),
    }
    return pd.DataFrame(columns, index=pd.Index(keys, name=scope)).astype("int64")


def by_grade(turns: pd.DataFrame) -> pd.DataFrame:
    """Participants, girls and turns by grade (0: unknown)."""
    return by_kind(turns, "grade")


def distinct(groups: Codes, values: Codes, size: int) -> Codes:
    """How many different values every group (0 … size - 1) has: `nunique`, by one hash of the pairs."""
    return np.bincount(pd.unique(_pairs(groups, values)) >> _BITS, minlength=size)


def _pairs(groups: Codes, values: Codes) -> Codes:
    return (groups.astype(np.int64) << _BITS) | values


def _dense(*columns: "pd.Series[int]") -> list[Codes]:
    """Small numbers for the values of columns that mean the same, so that a pair of them fits one number."""
    codes, _values = pd.factorize(np.concatenate([column.to_numpy() for column in columns]))
    return np.split(codes, np.cumsum([len(column) for column in columns])[:-1])


def coded(columns: "Sequence[pd.Series[Any] | None]", sizes: Sequence[int]) -> tuple[Sequence[Any], list[Codes]]:
    """The values of all columns in order, and each column as places among them; without columns one value, 0."""
    if columns[0] is None:
        return [0], [np.zeros(size, np.int64) for size in sizes]
    codes, keys = pd.factorize(pd.concat(columns, ignore_index=True), sort=True)
    return keys.tolist(), np.split(codes, np.cumsum(sizes)[:-1])


def together(turns: pd.DataFrame, scope: str) -> Callable[[Collection[Hashable]], int]:
    """Counts the distinct persons of several values of a column: `together(turns, "unit")({3, 7})`."""
    pairs = turns[[scope, "user"]].drop_duplicates()
    places = pairs.groupby(scope).indices
    users = pairs["user"].to_numpy()

    def counted(keys: Collection[Hashable]) -> int:
        found = [users[places[key]] for key in keys if key in places]
        return len(np.unique(np.concatenate(found))) if found else 0

    return counted
