"""Making parallel papers alike by exchanges: whole numbers, no chance, every tie goes to what comes first.

Each step looks at two papers that stand furthest apart and makes the best exchange there is between them: they give
each other an item of one cell, or one of them takes an item that no paper has. It ends when the papers are alike
enough, or when no exchange makes them more so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contests.rules.proof import BOUND, LEVEL_BOUND, Candidate, spread
from quiz.rules.blueprint import Cell

NEAREST = 4  # unused items of a level that are tried for a place
STEPS = 1_000  # exchanges at most; four papers of fifty items need some twenty

Score = tuple[int, int, int, int]  # levels out of bounds, sums out of bounds, unevenness of levels, of sums
Change = tuple[str, str]  # the level that goes and the level that comes
SAME: Change = ("", "")


@dataclass(frozen=True)
class Exchange:
    """Paper `one` takes `item` at `slot`; and, if there is a `back`, paper `other` takes that at its own slot."""

    one: int
    slot: int
    item: Candidate
    other: int = -1
    other_slot: int = -1
    back: Candidate | None = None


class Balance:
    """Papers in the making, changed in place: `papers[number][slot]`, and how often each item is used."""

    def __init__(
        self,
        papers: list[list[Candidate]],
        used: Counter[int],
        slots: Sequence[Cell],
        available: Mapping[Cell, Sequence[Candidate]],
    ) -> None:
        self.papers, self.used, self.slots, self.available = papers, used, slots, available
        self.sums = [sum(item.expected for item in paper) for paper in papers]
        self.levels = [Counter(item.level for item in paper) for paper in papers]
        self.names = sorted({item.level for items in available.values() for item in items})
        self.bound = BOUND * len(slots)
        self.of_one_cell = [
            (mine, theirs)
            for mine, cell in enumerate(slots)
            for theirs, its_cell in enumerate(slots)
            if cell == its_cell
        ]

    def run(self) -> None:
        for _step in range(STEPS):
            found = next(filter(None, (self._best(one, other) for one, other in self._pairs())), None)
            if found is None:
                return
            self._make(found)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Papers furthest apart first, where they are out of bounds; then every other one beside the outermost."""
        columns = [[counts[name] for counts in self.levels] for name in self.names]
        widest = max(columns, key=spread)
        if spread(widest) > LEVEL_BOUND:
            first, last = widest.index(max(widest)), widest.index(min(widest))
        elif spread(self.sums) > self.bound:
            first, last = self.sums.index(max(self.sums)), self.sums.index(min(self.sums))
        else:
            return
        yield first, last
        yield from ((first, other) for other in range(len(self.papers)) if other not in {first, last})
        yield from ((other, last) for other in range(len(self.papers)) if other not in {first, last})

    def _best(self, one: int, other: int) -> Exchange | None:
        """The exchange between two papers that makes all of them most alike; None where none does."""
        judge = _Judge(self, one, other)
        now = judge.score(0, 0, SAME, SAME)
        found = [(score, move) for score, move in self._judged(one, other, judge) if score < now]
        found.sort(key=lambda pair: pair[0])
        return next((move for _score, move in found if self._may(move)), None)

    def _judged(self, one: int, other: int, judge: "_Judge") -> Iterator[tuple[Score, Exchange]]:
        for mine, theirs in self.of_one_cell:
            given, taken = self.papers[one][mine], self.papers[other][theirs]
            more = taken.expected - given.expected
            score = judge.score(more, -more, (given.level, taken.level), (taken.level, given.level))
            yield score, Exchange(one, mine, taken, other, theirs, given)
        for number, slot, item in self._replacements((one, other)):
            given = self.papers[number][slot]
            more, change = item.expected - given.expected, (given.level, item.level)
            score = judge.score(more, 0, change, SAME) if number == one else judge.score(0, more, SAME, change)
            yield score, Exchange(number, slot, item)

    def _replacements(self, numbers: Sequence[int]) -> Iterator[tuple[int, int, Candidate]]:
        """Items that no paper has, for each place: of each level those nearest to what the paper lacks."""
        free: dict[Cell, dict[str, list[Candidate]]] = {}
        for cell in dict.fromkeys(self.slots):
            by_level = free.setdefault(cell, {})
            for item in self.available[cell]:
                if not self.used[item.id]:
                    by_level.setdefault(item.level, []).append(item)
        for number in numbers:
            lacks = sum(self.sums) // len(self.sums) - self.sums[number]
            for slot, cell in enumerate(self.slots):
                wanted = self.papers[number][slot].expected + lacks
                for items in free[cell].values():
                    for item in sorted(items, key=lambda one: abs(one.expected - wanted))[:NEAREST]:
                        yield number, slot, item

    def _may(self, move: Exchange) -> bool:
        back = move.back is None or self._stays_apart(move.other, move.other_slot, move.back)
        return back and self._stays_apart(move.one, move.slot, move.item)

    def _stays_apart(self, number: int, slot: int, item: Candidate) -> bool:
        """The item is not in the paper yet, and answers no more of the others there than the one it would replace."""
        others = [held for place, held in enumerate(self.papers[number]) if place != slot]
        if any(held.id == item.id for held in others):
            return False
        old = self.papers[number][slot]
        answered = sum(bool(held.apart & item.apart) for held in others) if item.apart else 0
        return not answered or answered <= sum(bool(held.apart & old.apart) for held in others)

    def _make(self, move: Exchange) -> None:
        given = self.papers[move.one][move.slot]
        self._put(move.one, move.slot, move.item)
        if move.back is not None:
            self._put(move.other, move.other_slot, move.back)
        else:
            self.used[given.id] -= 1
            self.used[move.item.id] += 1

    def _put(self, number: int, slot: int, item: Candidate) -> None:
        old = self.papers[number][slot]
        self.papers[number][slot] = item
        self.sums[number] += item.expected - old.expected
        self.levels[number][old.level] -= 1
        self.levels[number][item.level] += 1


class _Judge:
    """Scores of all papers when two of them change; what the rest comes to is counted once."""

    def __init__(self, desk: Balance, one: int, other: int) -> None:
        rest = [number for number in range(len(desk.papers)) if number not in {one, other}]
        sums = [desk.sums[number] for number in rest]
        self.count, self.bound = len(desk.papers), desk.bound
        self.first, self.second = desk.sums[one], desk.sums[other]
        self.high, self.low = max(sums, default=-(10**9)), min(sums, default=10**9)
        self.total, self.squares = sum(sums), sum(one * one for one in sums)
        self.names = desk.names
        self.mine, self.theirs = desk.levels[one], desk.levels[other]
        self.columns = {name: [desk.levels[number][name] for number in rest] for name in desk.names}
        self._levels: dict[tuple[Change, Change], tuple[int, int]] = {}

    def score(self, more: int, other_more: int, change: Change, other_change: Change) -> Score:
        """Smaller is more alike."""
        first, second = self.first + more, self.second + other_more
        reach = max(self.high, first, second) - min(self.low, first, second) - self.bound
        total = self.total + first + second
        uneven = self.count * (self.squares + first * first + second * second) - total * total
        beyond, levels = self._of_levels(change, other_change)
        return beyond, max(0, reach), levels if beyond else 0, uneven

    def _of_levels(self, change: Change, other_change: Change) -> tuple[int, int]:
        known = self._levels.get((change, other_change))
        if known is None:
            mine, theirs = self._changed(self.mine, change), self._changed(self.theirs, other_change)
            columns = [[*self.columns[name], mine[name], theirs[name]] for name in self.names]
            beyond = sum(max(0, spread(column) - LEVEL_BOUND) for column in columns)
            uneven = sum(self.count * sum(one * one for one in column) - sum(column) ** 2 for column in columns)
            known = self._levels[change, other_change] = beyond, uneven
        return known

    def _changed(self, counts: Counter[str], change: Change) -> Counter[str]:
        if change[0] == change[1]:
            return counts
        found = counts.copy()
        found[change[0]] -= 1
        found[change[1]] += 1
        return found
