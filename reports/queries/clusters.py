"""The cluster (former district) of units: from what stands above them, and from the shipped map of July 2025."""

import csv
from collections.abc import Collection
from functools import cache
from pathlib import Path

from django.db.models import F

import schools
from reports.rules.clusters import Cluster, Move, Placed, cluster_of, clusters_of_communes
from schools.models import Unit

MAP = Path(schools.__file__).parent / "data" / "ca_mau_units_2025_map.csv"


def clusters(unit_ids: Collection[int]) -> dict[int, Cluster]:
    """The cluster of every unit that has one, in one query."""
    columns = ("pk", "code", "name", "valid_from", "valid_to", "parent__code", "parent__name")
    found = Unit.objects.filter(pk__in=unit_ids).order_by("pk").values_list(*columns, F("parent__parent_id"))
    known = {its.code: its for its in communes_today().values()}  # one spelling of a name, whatever the tables say
    made: dict[int, Cluster] = {}
    for pk, code, name, since, until, above_code, above_name, above_that in found:
        above = Cluster(above_code, above_name) if above_code else None
        its = cluster_of(Placed(code, name, since, until, above, above_that is not None), communes_today())
        if its is not None:
            made[pk] = known.get(its.code, its)
    return made


@cache
def communes_today() -> dict[str, Cluster]:
    """`{code of a commune of today: its cluster}`, read once."""
    with MAP.open(encoding="utf-8-sig", newline="") as file:
        return clusters_of_communes(
            Move(row["old_code"], Cluster(row["old_district_code"], row["old_district"]), row["new_code"])
            for row in csv.DictReader(file)
            if row["is_default"] == "1"
        )
