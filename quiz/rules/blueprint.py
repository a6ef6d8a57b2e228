"""A blueprint says how many items of which cell; a cell is a topic with one level or with any."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Cell = tuple[str, str]  # topic code, level ("" = any level)


@dataclass(frozen=True)
class Shortage:
    """A cell that asks for `wanted` items while the bank can give only `available`."""

    cell: Cell
    wanted: int
    available: int


def availability(blueprint: Mapping[Cell, int], stock: Mapping[Cell, int]) -> dict[Cell, int]:
    """How many items each cell can count on, `stock` being the items by topic and level.

    Cells that name a level are served first, because only that level will do for them; a cell of any level takes
    what they leave of its topic. So no item is promised twice, and nothing is called short that could be filled.
    """
    left = defaultdict(int, stock)
    found: dict[Cell, int] = {}
    for cell, wanted in blueprint.items():
        if cell[1]:
            found[cell] = left[cell]
            left[cell] -= min(wanted, left[cell])
    for topic, level in blueprint:
        if not level:
            found[topic, ""] = sum(count for place, count in left.items() if place[0] == topic)
    return found


def shortages(blueprint: Mapping[Cell, int], stock: Mapping[Cell, int]) -> list[Shortage]:
    """The cells that cannot be filled, in the blueprint's order."""
    found = availability(blueprint, stock)
    return [Shortage(cell, wanted, found[cell]) for cell, wanted in blueprint.items() if found[cell] < wanted]


def apart_words(group: str, facts: Iterable[str]) -> frozenset[str]:
    """Items that share one of these words may answer each other: those of one group, those on one fact."""
    return frozenset([*([f"group {group}"] if group else []), *(f"fact {fact}" for fact in facts)])
