"""Parallel papers (mã đề): the same blueprint filled several times, other items in each, equally hard.

What decides, in this order: no item twice in a paper; items that answer each other stay apart; papers share as few
items as the bank allows; each level stands as often in one paper as in another, give or take one; the papers' mean
expected difficulty lies within `BOUND`. What cannot be reached is told by the proof, never hidden.

The same seed and the same candidates in the same order give the same papers for ever: whole numbers only, no set is
ever walked through, and every tie goes to what comes first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contests.rules.balancing import Balance
from contests.rules.proof import ENOUGH, Candidate, Proof, expected_of, prove
from quiz.rules.blueprint import Cell
from quiz.rules.drawing import ShortCell, apart_first, shuffled

Paper = tuple[Candidate, ...]


@dataclass(frozen=True)
class Drawn:
    """Papers of equal length; the item at one place belongs to the same cell in each (`cells`, by place)."""

    papers: tuple[Paper, ...]
    cells: tuple[Cell, ...]
    proof: Proof


def draw_papers(
    cells: Mapping[Cell, int], available: Mapping[Cell, Sequence[Candidate]], count: int, seed: str
) -> Drawn:
    """`count` papers. Raises `ShortCell` when one paper alone could not be filled.

    One paper is what `quiz.rules.drawing.draw` draws of the same seed.
    """
    order = sorted(cells, key=lambda cell: (len(available.get(cell, ())), str(cell)))
    slots = [cell for cell in order for _place in range(cells[cell])]
    desk = _Desk(slots, available, count)
    for cell in order:
        desk.fill(cell, cells[cell], seed)
    if count > 1 and slots:
        desk.balance()
    places = shuffled(list(range(len(slots))), seed)
    papers = tuple(tuple(paper[place] for place in places) for paper in desk.filled())
    return Drawn(papers, tuple(slots[place] for place in places), prove(papers))


def _words(item: Candidate) -> frozenset[str]:
    return item.apart


class _Desk:
    """Papers in the making: `papers[number][slot]`, and how often each item is used."""

    def __init__(self, slots: Sequence[Cell], available: Mapping[Cell, Sequence[Candidate]], count: int) -> None:
        self.slots, self.available = slots, available
        self.papers: list[list[Candidate]] = [[] for _number in range(count)]
        self.used: Counter[int] = Counter()

    def fill(self, cell: Cell, wanted: int, seed: str) -> None:
        """The cell of every paper, least used items first, so that papers share only where the bank is short."""
        for paper in self.papers:
            there = {item.id for item in paper}
            left = [item for item in self.available.get(cell, ()) if item.id not in there]
            if len(left) < wanted:
                raise ShortCell(cell, wanted=wanted, there=len(left))
            order = sorted(shuffled(left, f"{seed}:{cell}"), key=lambda item: self.used[item.id])
            words = frozenset[str]().union(*(item.apart for item in paper))
            drawn = apart_first(order, wanted, _words, words)
            paper.extend(drawn)
            self.used.update(item.id for item in drawn)

    def filled(self) -> list[list[Candidate]]:
        return self.papers

    def balance(self) -> None:
        Balance(self.papers, self.used, self.slots, self.available).run()


__all__ = ["ENOUGH", "Candidate", "Drawn", "Proof", "ShortCell", "draw_papers", "expected_of", "prove"]
