"""Who gets which prize: by quota, in the order of ranks. A tie at the end of a quota is named, never cut silently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

INFINITE = float("inf")
#: What becomes of those who share the last place of a quota: all get the prize, none does (they are the first for the
#: next one), or lots that were drawn by hand decide.
ALL, NONE, LOTS = "all", "none", "lots"
TIES = (ALL, NONE, LOTS)


@dataclass(frozen=True)
class Placed:
    """A row of a result list; `lot` is the place drawn by hand, where there was a draw."""

    id: int
    rank: int
    lot: int | None = None


@dataclass(frozen=True)
class Quota:
    """A prize, and how many there are of it."""

    prize: int
    many: int


@dataclass(frozen=True)
class Given:
    """A row's prize; `at_cut`: tied with somebody at the last place of the quota."""

    row: int
    prize: int
    at_cut: bool


@dataclass(frozen=True)
class Cut:
    """More people share a rank than a prize has places left. `waits`: lots must be drawn before it can be given."""

    prize: int
    rank: int
    rows: tuple[int, ...]
    left: int
    waits: bool


@dataclass
class Shared:
    """Prizes as given, and every tie at a quota's end. Nothing is given from a cut that waits onwards."""

    given: list[Given] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return any(cut.waits for cut in self.cuts)


def share(rows: Sequence[Placed], quotas: Sequence[Quota], ties: str) -> Shared:
    """Each person at most one prize, the first prizes to the first ranks. ValueError for an unknown way with ties."""
    if ties not in TIES:
        raise ValueError(ties)
    shared = Shared()
    waiting = list(_groups(rows))
    for quota in quotas:
        waiting = _give(quota, waiting, ties, shared)
        if shared.waits:
            break
    return shared


def _groups(rows: Sequence[Placed]) -> Iterator[list[Placed]]:
    in_order = sorted(rows, key=lambda row: (row.rank, INFINITE if row.lot is None else row.lot, row.id))
    for _rank, group in groupby(in_order, key=lambda row: row.rank):
        yield list(group)


def _give(quota: Quota, waiting: list[list[Placed]], ties: str, shared: Shared) -> list[list[Placed]]:
    """Hands out one prize; the groups that wait for the next one."""
    left = quota.many
    for number, group in enumerate(waiting):
        if left <= 0:
            return waiting[number:]
        if len(group) <= left:
            shared.given += [Given(row.id, quota.prize, False) for row in group]
            left -= len(group)
            continue
        winners = _at_cut(group, left, ties)
        shared.cuts.append(Cut(quota.prize, group[0].rank, tuple(row.id for row in group), left, winners is None))
        if winners is None:
            return []
        shared.given += [Given(row.id, quota.prize, True) for row in winners]
        rest = group[len(winners) :]
        return [*([rest] if rest else []), *waiting[number + 1 :]]
    return []


def _at_cut(group: list[Placed], left: int, ties: str) -> list[Placed] | None:
    """Who of a tied group gets the prize; None where lots have to be drawn first."""
    if ties == ALL:
        return group
    if ties == NONE:
        return []
    drawn = {row.lot for row in group}
    return group[:left] if None not in drawn and len(drawn) == len(group) else None
