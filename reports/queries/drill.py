"""What one goes down into from the overview: a cluster, a unit, a school, a contest, each with its scope."""

from dataclasses import dataclass
from datetime import date

from contests.models import Contest
from reports.queries.clusters import clusters
from reports.queries.scopes import Scope
from reports.queries.world import ANNOUNCED
from reports.rules.clusters import Cluster
from reports.rules.places import NOWHERE, Span
from reports.rules.stays import Stay, of_units
from schools.models import Placement, School, Unit

CLUSTER = "cum-"  # before the code of a former district in addresses; a number alone is a unit


@dataclass(frozen=True)
class Place:
    """A cluster (with its units) or a unit. An empty name: where schools stand that are placed nowhere.

    `since` and `until` are the days from and to which the unit existed; None: always.
    """

    key: str
    name: str
    scope: Scope
    units: frozenset[int] = frozenset()
    is_cluster: bool = False
    cluster: Cluster | None = None
    since: date | None = None
    until: date | None = None

    @property
    def cluster_key(self) -> str:
        """The cluster that a unit lies in, as addresses name it."""
        return f"{CLUSTER}{self.cluster.code}" if self.cluster else ""


@dataclass(frozen=True)
class Standing:
    """Where a school stood from when to when."""

    key: str
    name: str
    first: date | None
    last: date | None


def place(key: str, *, is_demo: bool) -> Place | None:
    """The cluster or unit of that key; None if there is none."""
    if key.startswith(CLUSTER):
        return _cluster(key, is_demo)
    if key == str(NOWHERE):
        spans = _spans(is_demo)
        return Place(key, "", Scope(of_units(spans, [NOWHERE]), schoolless=True))
    if not key.isascii() or not key.isdecimal() or len(key) > 9 or key.startswith("0"):
        return None
    unit = Unit.objects.filter(pk=int(key)).select_related("parent").first()
    if unit is None:
        return None
    above = unit.parent
    name = f"{unit.name} ({above.name})" if above is not None and above.parent_id else unit.name
    scope = Scope(of_units(_spans(is_demo), [unit.pk]))
    cluster = clusters([unit.pk]).get(unit.pk)
    return Place(key, name, scope, frozenset([unit.pk]), False, cluster, unit.valid_from, unit.valid_to)


def _cluster(key: str, is_demo: bool) -> Place | None:
    spans = _spans(is_demo)
    stood = {span.unit for its in spans.values() for span in its}
    of, code = clusters(stood), key.removeprefix(CLUSTER)
    if code == str(NOWHERE):
        units = {NOWHERE, *(unit for unit in stood if unit not in of)}
        return Place(key, "", Scope(of_units(spans, units), schoolless=True), frozenset(units), is_cluster=True)
    its = {unit for unit, cluster in of.items() if cluster.code == code}
    named = {cluster.code: cluster.name for cluster in (of if its else clusters(_all_units())).values()}
    if code not in named:
        return None
    return Place(key, named[code], Scope(of_units(spans, its)), frozenset(its), is_cluster=True)


def _all_units() -> list[int]:
    return list(Unit.objects.order_by().values_list("pk", flat=True))


def _spans(is_demo: bool) -> dict[int, list[Span]]:
    """Where every school of the world stood; also those that are placed nowhere."""
    everywhere = School.objects.filter(is_demo=is_demo).order_by("pk").values_list("pk", flat=True)
    spans: dict[int, list[Span]] = {pk: [] for pk in everywhere}
    found = Placement.objects.filter(school__is_demo=is_demo).order_by("valid_from", "pk")
    for where, unit, first, last in found.values_list("school_id", "unit_id", "valid_from", "valid_to"):
        spans[where].append(Span(unit, first, last))
    return spans


def school(code: str, *, is_demo: bool) -> School | None:
    return School.objects.filter(code=code, is_demo=is_demo).first()


def standings(its: School) -> list[Standing]:
    """Every unit the school stood in, the newest first."""
    found = Placement.objects.filter(school=its).select_related("unit").order_by("-valid_from", "-pk")
    return [Standing(str(row.unit_id), row.unit.name, row.valid_from, row.valid_to) for row in found]


def of_school(its: School) -> Scope:
    return Scope((Stay(its.pk, NOWHERE),))


def contest(code: str, *, is_demo: bool) -> Contest | None:
    """An announced contest of the world."""
    return Contest.objects.filter(code=code, is_demo=is_demo, state__in=ANNOUNCED).first()


def of_contest(its: Contest) -> Scope:
    return Scope(contest=its.pk)
