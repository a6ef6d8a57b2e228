"""A blueprint is a list of cells: so many items of a topic, of one level or of any."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """`topic` is the topic's id; level "" means any level."""

    topic: int
    level: str
    count: int


@dataclass(frozen=True)
class Shortage:
    """A cell that asks for `cell.count` items while the bank can give only `available`."""

    cell: Cell
    available: int


def availability(cells: Iterable[Cell], stock: Mapping[tuple[int, str], int]) -> dict[Cell, int]:
    """How many items each cell can count on, `stock` being the items by (topic, level).

    Cells that name a level are served first, in the order given, because only that level will do for them;
    a cell of any level takes what they leave of its topic. So no item is promised twice.
    """
    left = defaultdict(int, stock)
    found: dict[Cell, int] = {}
    ordered = list(cells)
    for cell in [cell for cell in ordered if cell.level]:
        found[cell] = left[cell.topic, cell.level]
        left[cell.topic, cell.level] = max(0, left[cell.topic, cell.level] - cell.count)
    for cell in [cell for cell in ordered if not cell.level]:
        of_topic = [place for place in left if place[0] == cell.topic]
        found[cell] = sum(left[place] for place in of_topic)
        wanted = cell.count
        for place in of_topic:
            taken = min(wanted, left[place])
            left[place] -= taken
            wanted -= taken
    return found


def shortages(cells: Iterable[Cell], stock: Mapping[tuple[int, str], int]) -> list[Shortage]:
    """The cells that cannot be filled, in the order given."""
    wanted = list(cells)
    found = availability(wanted, stock)
    return [Shortage(cell, found[cell]) for cell in wanted if found[cell] < cell.count]
