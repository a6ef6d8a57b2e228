"""Drawing and shuffling by seed: the same seed gives the same paper for ever, and no key has a say in it."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
C = TypeVar("C")


def draw(cells: Mapping[C, int], available: Mapping[C, Sequence[T]], seed: str) -> list[T]:
    """`cells[cell]` things of each cell; a thing is drawn once even if it stands in several cells.

    Narrow cells (fewest candidates) draw first. Raises ShortCell when one cannot be filled.
    """
    chosen: list[T] = []
    for cell in sorted(cells, key=lambda name: (len(available.get(name, ())), str(name))):
        left = [thing for thing in available.get(cell, ()) if thing not in chosen]
        if len(left) < cells[cell]:
            raise ShortCell(cell, wanted=cells[cell], there=len(left))
        chosen += random.Random(f"{seed}:{cell}").sample(left, cells[cell])  # noqa: S311 - a paper, not a secret
    return shuffled(chosen, seed)


class ShortCell(Exception):
    """The bank has fewer items than a cell wants."""

    def __init__(self, cell: object, *, wanted: int, there: int) -> None:
        super().__init__(f"{cell}: {there} of {wanted}")
        self.cell, self.wanted, self.there = cell, wanted, there


def shuffled(things: Sequence[T], seed: str) -> list[T]:
    """A new order; `things` must come in an order that says nothing (ids, codes), never right answers first."""
    order = list(things)
    random.Random(seed).shuffle(order)  # noqa: S311 - a paper, not a secret
    return order


def items_in_order(positions: Sequence[int], seed: str) -> list[int]:
    """The paper's positions as one attempt meets them."""
    return shuffled(sorted(positions), f"{seed}:items")


def options_in_order(codes: Sequence[str], seed: str, position: int) -> list[str]:
    """The option codes of the item at `position` as one attempt meets them."""
    return shuffled(sorted(codes), f"{seed}:{position}")
