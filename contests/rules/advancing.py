"""Who goes on from the rounds that lead to a contest: persons, not scores. A tie at a cut is named, never cut silently.

Rows fall into pools (a school, a round, or all together). Within a pool whoever stood better goes first: those of one
round by its ranks; those of several by points, the only thing that papers of different rounds have in common. Where
all the places are fewer than the pools give, every pool's first goes before any pool's second.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from contests.rules.rounds import (
    ALL,
    CAP,
    EVERYBODY,
    LOTS,
    NONE,
    PER_ROUND,
    TOP,
    Candidate,
    Decision,
    Line,
    Outcome,
    Reason,
    Rule,
    Selected,
    Tie,
)

GO_ON = frozenset({Reason.PLACE, Reason.TIE_ALL, Reason.DRAWN})


def select(rows: Iterable[Candidate], rule: Rule, decisions: Mapping[str, Decision] | None = None) -> Selected:
    """The same for the same rows in any order. Nobody goes on twice, nor past somebody who stood better in the pool."""
    return _Selection(rule, decisions or {}).of(rows)


class _Selection:
    """One run; what it has found so far."""

    def __init__(self, rule: Rule, decisions: Mapping[str, Decision]) -> None:
        self.rule, self.decisions = rule, decisions
        self.ties: list[Tie] = []
        self.lines: dict[tuple[int, int], Line] = {}  # by person and round
        self.going: set[int] = set()

    def of(self, rows: Iterable[Candidate]) -> Selected:
        pools: dict[str, list[Candidate]] = {}
        for row in sorted(rows, key=lambda row: (row.round, row.rank, row.person)):
            if reason := _unfit(row, self.rule):
                self._write(row, Outcome.OUT, reason, pool_of(row, self.rule.by))
            else:
                pools.setdefault(pool_of(row, self.rule.by), []).append(row)
        for pool in sorted(pools, key=_by_number):
            self._first(pool, pools[pool])
        self._cap()
        self._once(Outcome.ADVANCED)
        self._reserves()
        self._once(Outcome.RESERVE)
        return Selected(tuple(self._in_order()), tuple(self.ties))

    def _in_order(self) -> list[Line]:
        return sorted(self.lines.values(), key=lambda line: (_by_number(line.pool), line.place, _id(line.row)))

    def _write(self, row: Candidate, outcome: Outcome, reason: Reason, pool: str, place: int = 0) -> None:
        self.lines[_id(row)] = Line(row, outcome, reason, pool, place)
        if outcome is Outcome.ADVANCED:
            self.going.add(row.person)

    def _first(self, pool: str, rows: Sequence[Candidate]) -> None:
        """The places of one pool, without those who go on already."""
        for row in rows:
            if row.person in self.going:
                self._write(row, Outcome.OUT, Reason.TWICE, pool)
        left, ahead = self.rule.most, 0
        for group in self._groups([row for row in rows if row.person not in self.going], pool):
            if left >= len(group) or left <= 0:
                reason = Reason.PLACE if left > 0 else Reason.BELOW
                told = {row.person: reason for row in group}
            else:
                told = self._cut(pool, group, left, (ALL, NONE, LOTS))
            for row in group:
                self._write(row, _outcome(told[row.person]), told[row.person], pool, ahead + 1)
            left -= len(group)
            ahead += len(group)

    def _groups(self, rows: Sequence[Candidate], pool: str) -> Iterator[list[Candidate]]:
        """Those who stand equal, the best first; of somebody who is there twice the better row."""
        best: dict[int, Candidate] = {}
        for row in sorted(rows, key=lambda row: (-row.points, *_id(row)[::-1])):
            if row.person in best:
                self._write(row, Outcome.OUT, Reason.TWICE, pool)
            else:
                best[row.person] = row
        if len({row.round for row in best.values()}) < 2:
            yield from _by_rank(best.values())
            return
        for _points, equal in groupby(best.values(), key=lambda row: row.points):
            group = list(equal)
            if len({row.round for row in group}) == 1:
                yield from _by_rank(group)
            else:
                yield sorted(group, key=_id)

    def _cut(self, pool: str, group: Sequence[Candidate], left: int, ways: tuple[str, ...]) -> dict[int, Reason]:
        """What a tie becomes, as decided; it waits where nobody has."""
        people = tuple(sorted(row.person for row in group))
        key = _key(pool, people, left)
        decided = self.decisions.get(key)
        if decided is not None and not _fits(decided, group, left, ways):
            decided = None
        self.ties.append(Tie(key, pool, people, left, ways, decided))
        if decided is None:
            return dict.fromkeys(people, Reason.WAITS)
        if decided.way == LOTS:
            return {one: Reason.DRAWN if one in decided.people else Reason.NOT_DRAWN for one in people}
        return dict.fromkeys(people, Reason.TIE_ALL if decided.way == ALL else Reason.TIE_NONE)

    def _cap(self) -> None:
        """Fewer places in all than the pools give: the first of every pool, then the second; equals by points."""
        going = [line for line in self.lines.values() if line.outcome is Outcome.ADVANCED]
        if not self.rule.cap or len(going) <= self.rule.cap:
            return
        left = self.rule.cap
        going.sort(key=lambda line: (line.place, -line.row.points, _id(line.row)))
        for _standing, equal in groupby(going, key=lambda line: (line.place, line.row.points)):
            group = list(equal)
            told: dict[int, Reason] = {}
            if 0 < left < len(group):
                told = self._cut(CAP, [line.row for line in group], left, (NONE, LOTS))
            elif left <= 0:
                told = {line.row.person: Reason.CAP for line in group}
            for line in group:
                reason = told.get(line.row.person, line.reason)
                self._write(line.row, _outcome(reason), reason, line.pool, line.place)
            left -= len(group)

    def _once(self, outcome: Outcome) -> None:
        """Who has a place in one pool does not stand in another."""
        named = {line.row.person for line in self.lines.values() if line.outcome is outcome}
        for line in list(self.lines.values()):
            if line.outcome is Outcome.OUT and line.place and line.row.person in named:
                self._write(line.row, Outcome.OUT, Reason.TWICE, line.pool)

    def _reserves(self) -> None:
        """The next of each pool; who stands equal to the last of them is one, too."""
        if not self.rule.reserves:
            return
        waiting: dict[str, list[Line]] = {}
        for line in self._in_order():
            if line.outcome is Outcome.OUT and line.place and line.reason is not Reason.WAITS:
                waiting.setdefault(line.pool, []).append(line)
        named: set[int] = set()
        for lines in waiting.values():
            free = [line for line in lines if line.row.person not in named]
            last = free[self.rule.reserves - 1].place if len(free) > self.rule.reserves else None
            for line in free:
                if last is None or line.place <= last:
                    reason = Reason.NEXT if line.reason is Reason.BELOW else line.reason
                    self._write(line.row, Outcome.RESERVE, reason, line.pool, line.place)
                    named.add(line.row.person)


def pool_of(row: Candidate, by: str) -> str:
    """The name of the pool in which a row competes."""
    if by == TOP:
        return EVERYBODY
    return f"{by}:{row.round if by == PER_ROUND else row.school or 0}"


def _outcome(reason: Reason) -> Outcome:
    return Outcome.ADVANCED if reason in GO_ON else Outcome.OUT


def _by_number(pool: str) -> int:
    return int(pool.partition(":")[2] or 0)


def _id(row: Candidate) -> tuple[int, int]:
    return row.person, row.round


def _unfit(row: Candidate, rule: Rule) -> Reason | None:
    if rule.grades and row.grade not in rule.grades:
        return Reason.GRADE
    return Reason.BARRED if row.barred else None


def _by_rank(rows: Collection[Candidate]) -> Iterator[list[Candidate]]:
    """Of one round. Equals among whom lots were drawn are equals no more."""
    for _rank, equal in groupby(sorted(rows, key=lambda row: (row.rank, _id(row))), key=lambda row: row.rank):
        group = list(equal)
        lots = {row.lot for row in group}
        if len(group) > 1 and None not in lots and len(lots) == len(group):
            yield from ([row] for row in sorted(group, key=lambda row: row.lot or 0))
        else:
            yield group


def _key(pool: str, people: Sequence[int], left: int) -> str:
    return hashlib.sha256(f"{pool}|{left}|{','.join(map(str, people))}".encode()).hexdigest()[:16]


def _fits(decision: Decision, group: Sequence[Candidate], left: int, ways: Sequence[str]) -> bool:
    """Drawn are as many as there are places, all of them of the tie, and nobody past a better rank of the own round."""
    if decision.way != LOTS:
        return decision.way in ways
    drawn = [row for row in group if row.person in decision.people]
    if len(drawn) != left or len(decision.people) != left:
        return False
    missed = [row for row in group if row.person not in decision.people]
    return not any(one.round == row.round and one.rank < row.rank for one in missed for row in drawn)
