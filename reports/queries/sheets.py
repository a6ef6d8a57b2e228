"""Every answer of a period in one dense block for each paper: persons down, items across.

Ten million answers are ten million small integers here, not ten million rows: a text that was given is a code, and
whatever is asked of the answers afterwards is a sum along a block.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce

from contests.models import Answer
from reports.queries.columns import Column, Integers, Number, Words, columns
from reports.queries.rows import PaperItemRow
from reports.queries.turns import Turns

UNGRADED = int(np.iinfo(np.int32).min)  # given, and could not be graded yet: missing, for the statistics of items
BLANK = UNGRADED + 1  # nothing was given
NOTHING = -1  # the choice of a blank
_SPREAD = 8  # a table of all ids between the first and the last may be so many times as long as what it finds


@dataclass(frozen=True)
class Sheet:
    """One paper. `turns` are places in the period's turns, `items` ids in the order of the paper.

    points   turns x items, hundredths, or BLANK, or UNGRADED
    choice   turns x items, codes of `Sheets.values`, or NOTHING

    In both a column lies in one piece.
    """

    paper: int
    items: Integers
    turns: Integers
    points: Integers
    choice: Integers

    def earned(self) -> npt.NDArray[np.float32]:
        """Hundredths as `statistics.items` has them: a blank earns 0, what could not be graded is NaN."""
        made = np.where(self.points == BLANK, np.float32(0), self.points.astype(np.float32))
        made[self.points == UNGRADED] = np.nan
        return made


@dataclass(frozen=True)
class Sheets:
    """The papers that were sat, in the order of their ids; `values` are the answers' texts (JSON) by code."""

    sheets: tuple[Sheet, ...] = ()
    values: tuple[str, ...] = ()


def read_sheets(turns: Turns, paper_items: Iterable[PaperItemRow], wanted: Q) -> Sheets:
    """The answers of the turns that sat one of the papers; one query, no row of which is kept.

    `wanted` says the same of `attempt__`; it is asked for where those turns are few among others of their time.
    """
    blocks = _Blocks(turns, paper_items)
    if not blocks.size:
        return Sheets()
    values = Words()
    kinds: tuple[Column, ...] = (Number(), Number(), values, Number(missing=UNGRADED))
    for attempt, item, choice, points in columns(_answers(blocks.attempts, wanted), kinds):
        blocks.put(attempt, item, choice, points)
    return Sheets(blocks.sheets(), tuple(values.texts))


def _answers(ids: Integers, wanted: Q) -> QuerySet[Answer, tuple[int, int, str, int]]:
    """All answers between the first and the last attempt: no join, and little that is not wanted, for ids grow with
    time as periods do. Few turns among many others are joined."""
    first, last = int(ids[0]), int(ids[-1])
    dense = ids.size * _SPREAD > last - first
    graded = Case(When(key_version=None, then=None), default=Coalesce("points", 0), output_field=IntegerField())
    found = Answer.objects.filter(Q(attempt_id__gte=first, attempt_id__lte=last) if dense else wanted)
    return found.order_by().values_list("attempt_id", "item_id", "value", graded)


class _Blocks:
    """Where each answer belongs: one flat array, cut into papers, whose items lie one after the other (each item's
    answers together, since statistics go along them)."""

    def __init__(self, turns: Turns, paper_items: Iterable[PaperItemRow]) -> None:
        items: dict[int, list[int]] = defaultdict(list)
        for row in paper_items:
            items[row.paper].append(row.id)
        self._items = {paper: np.array(its, np.int64) for paper, its in sorted(items.items())}
        self._turns = _by_paper(turns["paper"], self._items)
        self.size = sum(len(its) * len(self._turns[paper]) for paper, its in self._items.items())
        self._points = np.full(self.size, BLANK, np.int32)
        self._choice = np.full(self.size, NOTHING, np.int32)
        self._index(turns)

    def _index(self, turns: Turns) -> None:
        """The row of every attempt in its paper and the first place of every item, with the paper to compare."""
        rows, papers = (np.zeros(len(turns), np.int64) for _array in range(2))
        used, listed = 0, []
        for paper, its in self._items.items():
            mine = self._turns[paper]
            rows[mine], papers[mine] = np.arange(len(mine)), paper
            listed += [(item, used + column * len(mine), paper) for column, item in enumerate(its.tolist())]
            used += len(its) * len(mine)
        listed.sort()
        self._row, self._paper_of_attempt = rows, papers
        self.attempts = turns["id"][papers > 0]
        self._attempt = _Finder(turns["id"])
        ids, self._start, self._paper_of_item = np.array(listed, np.int64).reshape(-1, 3).T
        self._item = _Finder(ids)

    def put(self, attempt: Integers, item: Integers, choice: Integers, points: Integers) -> None:
        """Answers of other attempts than the wanted ones fall away."""
        at, on = self._attempt.places(attempt), self._item.places(item)
        known = (at >= 0) & (on >= 0)
        known &= self._paper_of_attempt[at] == self._paper_of_item[on]
        if not known.all():
            at, on, choice, points = at[known], on[known], choice[known], points[known]
        place = self._start[on] + self._row[at]
        self._points[place] = points
        self._choice[place] = choice

    def sheets(self) -> tuple[Sheet, ...]:
        made, used = [], 0
        for paper, its in self._items.items():
            turns = self._turns[paper]
            shape, cut = (len(its), len(turns)), slice(used, used + len(turns) * len(its))
            if turns.size and its.size:
                blocks = (whole[cut].reshape(shape).T for whole in (self._points, self._choice))
                made.append(Sheet(paper, its, turns, *blocks))
            used = cut.stop
        return tuple(made)


def _by_paper(papers: Integers, known: Iterable[int]) -> dict[int, Integers]:
    """The places of each paper's turns, in their order."""
    order = np.argsort(papers, kind="stable")
    ordered = papers[order]
    return {
        paper: order[np.searchsorted(ordered, paper, "left") : np.searchsorted(ordered, paper, "right")]
        for paper in known
    }


class _Finder:
    """The place of an id among sorted ids, -1 where it is not: by a table where the ids are close, else by halving."""

    def __init__(self, ids: Integers) -> None:
        self._ids = ids
        self._first = int(ids[0]) if ids.size else 0
        span = int(ids[-1]) - self._first + 1 if ids.size else 0
        self._table: Integers | None = None
        if span <= _SPREAD * ids.size + 100_000:
            self._table = np.full(span + 1, -1, np.int32)  # the last place is for whatever lies outside
            self._table[ids - self._first] = np.arange(ids.size, dtype=np.int32)

    def places(self, wanted: Integers) -> Integers:
        if self._table is not None:
            outside = self._table.size - 1
            shifted = wanted - self._first
            return self._table[np.where((shifted < 0) | (shifted > outside), outside, shifted)]
        found = np.searchsorted(self._ids, wanted)
        found[found == self._ids.size] = 0
        return np.where(self._ids[found] == wanted, found, -1)
