"""Drawing and shuffling by seed: the same seed gives the same for ever, and no key has a say in it."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
C = TypeVar("C")
TURNS = 5_000  # for one cell; without a clash a cell takes one turn for each thing it looks at


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
    are drawn together only where a cell, after those before it, could not be filled otherwise. Raises ShortCell when
    one cannot be filled.
    """
    chosen: list[T] = []
    taken: frozenset[str] = frozenset()
    for cell in sorted(cells, key=lambda name: (len(available.get(name, ())), str(name))):
        left = [thing for thing in available.get(cell, ()) if thing not in chosen]
        if len(left) < cells[cell]:
            raise ShortCell(cell, wanted=cells[cell], there=len(left))
        order = shuffled(left, f"{seed}:{cell}")
        drawn = apart_first(order, cells[cell], apart, taken)
        chosen += drawn
        taken = taken.union(*map(apart, drawn))
    return shuffled(chosen, seed)


def apart_first(
    order: Sequence[T], number: int, apart: Callable[[T], frozenset[str]], taken: frozenset[str]
) -> list[T]:
    """The first `number` things of the order of which no two clash; failing that, those that fit and then any."""
    found = _all_apart([(thing, apart(thing)) for thing in order], number, taken)
    if found is not None:
        return found
    drawn: list[T] = []
    waiting: list[T] = []
    for thing in order:
        if len(drawn) < number and not apart(thing) & taken:
            drawn.append(thing)
            taken |= apart(thing)
        else:
            waiting.append(thing)
    return drawn + waiting[: number - len(drawn)]


def _all_apart(order: Sequence[tuple[T, frozenset[str]]], number: int, taken: frozenset[str]) -> list[T] | None:
    """Goes through the order, takes what fits, and turns back where too little is left; None if that leads nowhere
    (or takes too long: then a clash is the lesser evil).
    """
    ways: list[tuple[int, tuple[T, ...], frozenset[str]]] = [(0, (), taken)]
    for _turn in range(TURNS):
        if not ways:
            return None
        at, drawn, words = ways.pop()
        if len(drawn) == number:
            return list(drawn)
        if len(order) - at < number - len(drawn):
            continue
        thing, its_words = order[at]
        if its_words & words:
            ways.append((at + 1, drawn, words))
            continue
        if its_words:  # without it there is another way; a thing that clashes with nothing may as well be taken
            ways.append((at + 1, drawn, words))
        ways.append((at + 1, (*drawn, thing), words | its_words))
    return None


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
