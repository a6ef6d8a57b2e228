"""Drawing and shuffling by seed: the same seed gives the same for ever, and no key has a say in it."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
C = TypeVar("C")


def nothing(_thing: object) -> frozenset[str]:
    return frozenset()


def draw(
    cells: Mapping[C, int],
    available: Mapping[C, Sequence[T]],
    seed: str,
    apart: Callable[[T], frozenset[str]] = nothing,
) -> list[T]:
    """`cells[cell]` things of each cell; a thing is drawn once even if it stands in several cells.

    Narrow cells (fewest candidates) draw first. Two things that share a word of `apart` (they answer each other)
    are drawn together only where a cell could not be filled otherwise. Raises ShortCell when one cannot be filled.
    """
    chosen: list[T] = []
    taken: set[str] = set()
    for cell in sorted(cells, key=lambda name: (len(available.get(name, ())), str(name))):
        left = [thing for thing in available.get(cell, ()) if thing not in chosen]
        if len(left) < cells[cell]:
            raise ShortCell(cell, wanted=cells[cell], there=len(left))
        order = shuffled(left, f"{seed}:{cell}")
        drawn = _apart_first(order, cells[cell], apart, taken)
        chosen += drawn
    return shuffled(chosen, seed)


def _apart_first(order: Sequence[T], number: int, apart: Callable[[T], frozenset[str]], taken: set[str]) -> list[T]:
    drawn: list[T] = []
    waiting: list[T] = []
    for thing in order:
        if len(drawn) < number and not apart(thing) & taken:
            drawn.append(thing)
            taken |= apart(thing)
        else:
            waiting.append(thing)
    return drawn + waiting[: number - len(drawn)]


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
