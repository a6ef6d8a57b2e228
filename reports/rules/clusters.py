"""Clusters: the districts that ended on 2025-06-30, in which figures before and after can be compared.

A commune of today belongs to the district that most of its former communes lay in (each former commune counted where
the map says most of it went). Two communes of the province lie over an old border; the larger side decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

COMMUNES_SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class Cluster:
    """A former district by its code, which names it in addresses and on the tile map."""

    code: str
    name: str


@dataclass(frozen=True)
class Placed:
    """A unit with what stands above it; `above` is the district of a commune, `top` says there is more above that."""

    code: str
    name: str
    since: date | None
    until: date | None
    above: Cluster | None
    has_above_twice: bool


@dataclass(frozen=True)
class Move:
    """A former commune, its district, and the commune of today that took most of it."""

    old: str
    district: Cluster
    new: str


def clusters_of_communes(moves: Iterable[Move]) -> dict[str, Cluster]:
    """`{code of a commune of today: its cluster}`; equal sides are decided by the smaller code of the district."""
    sides: dict[str, Counter[Cluster]] = defaultdict(Counter)
    for move in moves:
        sides[move.new][move.district] += 1
    return {new: min(counted, key=lambda cluster: (-counted[cluster], cluster.code)) for new, counted in sides.items()}


def cluster_of(unit: Placed, communes: Mapping[str, Cluster]) -> Cluster | None:
    """The cluster of a unit; None where nothing tells it (a province, a commune the map does not know)."""
    if unit.has_above_twice:
        return unit.above
    if unit.since is not None and unit.since >= COMMUNES_SINCE:
        return communes.get(unit.code)
    if unit.above is not None and unit.until is not None:  # a district itself: what is right under a province ended
        return Cluster(unit.code, unit.name)
    return None
