"""Which keys of a scope are told in which line of a table: each in its own, or several in one where few took part."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reports.rules import small_cells
from reports.statistics.participation import by_kind, together

Key = Hashable


@dataclass(frozen=True)
class Lines:
    """The keys of every line, in the order of the table."""

    keys: tuple[tuple[Key, ...], ...]

    @cached_property
    def of(self) -> dict[Key, int]:
        """The line of every key."""
        return {key: number for number, its in enumerate(self.keys) for key in its}

    def on(self, frame: pd.DataFrame, scope: str) -> pd.DataFrame:
        """The frame with the number of its line in the column `line`."""
        codes, keys = pd.factorize(frame[scope])
        return frame.assign(line=np.array([self.of[key] for key in keys], np.int64)[codes])


def lines_of(
    turns: pd.DataFrame,
    scope: str,
    keys: Iterable[Key],
    *,
    published: bool,
    above: Mapping[Key, Key] | None = None,
) -> Lines:
    """A line for every key; published, few persons are told together with others of the same line `above`."""
    ordered = tuple(keys)
    if not published:
        return Lines(tuple((key,) for key in ordered))
    counted = by_kind(turns, scope)["participants"].to_dict()
    persons = {key: int(counted.get(key, 0)) for key in ordered}
    groups = small_cells.merged_within(persons, above or {}, together(turns, scope))
    inside = frozenset(key for its in groups for key in its)
    alone = tuple((key,) for key in ordered if key not in inside)
    return Lines((*alone, *(tuple(key for key in ordered if key in its) for its in groups)))


def girls_told(
    parts: Iterable[tuple[int, int]], *, published: bool, groups: Iterable[Key] = (), hidden: Iterable[Key] = ()
) -> list[int | None]:
    """The girls of every line, None where they or the rest are too few to be told or could be worked out.

    parts: persons and girls; groups: the line of the table above for each (all one without); hidden: lines above whose
    girls are not told either.
    """
    every = list(parts)
    if not published:
        return [girls for _persons, girls in every]
    both = {n: (girls, persons - girls) for n, (persons, girls) in enumerate(every)}
    above, shut = list(groups) or [None] * len(every), set(hidden)
    untold: set[int] = set()
    for group in dict.fromkeys(above):
        its = {n: both[n] for n, key in enumerate(above) if key == group}
        untold |= {n for n in its if every[n][0]} if group in shut else small_cells.hidden(its)
    untold |= small_cells.hidden(both, untold)  # nor may the total of the whole table give a line away
    return [None if n in untold else girls for n, (_persons, girls) in enumerate(every)]
