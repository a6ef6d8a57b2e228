"""Persons, turns, coverage and rate of scopes."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from reports.official import contents as tree
from reports.official.figures.lines import Key, Lines, girls_told
from reports.official.figures.world import World
from reports.rules.shares import SMALL, percent
from reports.rules.small_cells import too_few
from reports.statistics import scores
from reports.statistics.participation import participation

NOTHING: Mapping[Hashable, int] = {}


@dataclass(frozen=True)
class Table:
    """The lines of a scope with their figures."""

    lines: Lines
    takings: tuple[tree.Taking, ...]

    @property
    def hidden(self) -> frozenset[int]:
        """The lines whose girls are not told."""
        return frozenset(number for number, its in enumerate(self.takings) if its.girls is None)


def overall(world: World) -> tree.Taking:
    """Everything together."""
    made = world.made
    counts = participation(world.turns, made.invited, made.parts).to_dict("index")[0]
    right = scores.right_share(world.turns).to_dict("index")[0]
    return _with_girls([_taking(counts, right, published=world.published)], published=world.published)[0]


def table(
    world: World,
    lines: Lines,
    scope: str,
    *,
    invited: pd.DataFrame,
    enrolled: pd.DataFrame,
    above: Iterable[Key] = (),
    hidden: Iterable[Key] = (),
) -> Table:
    """The figures of every line. invited and enrolled: school and `line`, and the number of pupils.

    above: the line of the table above for each line here; hidden: those of them whose girls are not told.
    """
    turns = lines.on(world.turns, scope)
    counts = participation(turns, invited, enrolled, "line").to_dict("index")
    right = scores.right_share(turns, "line").to_dict("index")
    takings = [
        _taking(counts[number], right.get(number, NOTHING), published=world.published)
        for number in range(len(lines.keys))
    ]
    return Table(lines, tuple(_with_girls(takings, published=world.published, groups=above, hidden=hidden)))


def _taking(counts: Mapping[Hashable, int], right: Mapping[Hashable, int], *, published: bool) -> tree.Taking:
    counted = counts["enrolled_participants"]
    known = counts["enrolled_schools"] > 0 and not (published and too_few(counted))
    enrolled = counts["enrolled"] if known else None
    few = counts["participants"] < SMALL  # results of so few are nobody's business
    return tree.Taking(
        participants=counts["participants"],
        girls=counts["girls"],
        turns=counts["turns"],
        schools_invited=counts["schools_invited"],
        schools_taking_part=counts["schools_taking_part"],
        coverage=percent(counts["schools_taking_part"], counts["schools_invited"]),
        enrolled=enrolled,
        enrolled_schools=counts["enrolled_schools"] if known else 0,
        enrolled_participants=counted if known else 0,
        rate=percent(counted, enrolled),
        exceeds=enrolled is not None and counted > enrolled,
        right=0 if few else right.get("right", 0),
        items=0 if few else right.get("items", 0),
        right_share=None if few else percent(right.get("right", 0), right.get("items", 0)),
    )


def _with_girls(
    takings: list[tree.Taking], *, published: bool, groups: Iterable[Key] = (), hidden: Iterable[Key] = ()
) -> list[tree.Taking]:
    told = girls_told(
        ((its.participants, its.girls or 0) for its in takings), published=published, groups=groups, hidden=hidden
    )
    return [replace(its, girls=girls) for its, girls in zip(takings, told, strict=True)]
