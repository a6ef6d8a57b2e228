"""The province's units, schools and headcounts from `schools/data`; loading them again changes nothing."""

from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from schools.exchange import place_tables
from schools.models import Headcount, Placement, School, Unit
from schools.models.headcount import HeadcountKind
from schools.rules import names

DATA = Path(__file__).resolve().parent.parent / "data"
LAST_DISTRICT_DAY = date(2025, 6, 30)


@transaction.atomic
def load_places(*, folder: Path = DATA) -> dict[str, int]:
    """Numbers of units, schools, placements and headcounts added."""
    units = _load_units(folder / "ca_mau_units.csv")
    schools, placements = _load_schools(folder / "ca_mau_schools.csv", folder / "ca_mau_units_2025_map.csv")
    return {
        "units": units,
        "schools": schools,
        "placements": placements,
        "headcounts": _load_headcounts(folder / "ca_mau_headcounts.csv"),
    }


def _load_units(path: Path) -> int:
    there = {(unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
    added = 0
    for row in place_tables.units(path):
        if (row.code, row.valid_from) in there:
            continue
        # Codes are used again: the parent is the row of that code whose days meet this one's.
        parents = (unit for (code, _from), unit in there.items() if code == row.parent_code and _meet(unit, row))
        there[row.code, row.valid_from] = Unit.objects.create(
            code=row.code,
            name=row.name,
            kind=row.kind,
            parent=next(parents, None),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
        )
        added += 1
    return added


def _meet(unit: Unit, row: place_tables.UnitRow) -> bool:
    starts_before_end = unit.valid_to is None or row.valid_from is None or row.valid_from <= unit.valid_to
    ends_after_start = unit.valid_from is None or row.valid_to is None or row.valid_to >= unit.valid_from
    return starts_before_end and ends_after_start


def _load_schools(path: Path, merged: Path) -> tuple[int, int]:
    districts = {unit.name: unit for unit in Unit.objects.filter(valid_to=LAST_DISTRICT_DAY, parent__parent=None)}
    communes = {
        (unit.name, unit.parent_id): unit
        for unit in Unit.objects.filter(valid_to=LAST_DISTRICT_DAY, parent__isnull=False)
    }
    moved_whole = place_tables.whole_moves(merged)
    today = {unit.code: unit for unit in Unit.objects.filter(valid_from=LAST_DISTRICT_DAY + timedelta(days=1))}
    added = placed = 0
    for row in place_tables.schools(path):
        school, is_new = School.objects.get_or_create(
            code=slugify(names.fold(row.name))[:60],
            defaults={
                "name": row.name,
                "name_fold": names.fold(row.name),
                "level": row.level,
                "source": row.source[:300],
            },
        )
        added += is_new
        district = districts.get(row.district)
        if not is_new or district is None:
            continue
        commune = communes.get((row.commune, district.pk))
        Placement.objects.create(school=school, unit=commune or district, valid_to=LAST_DISTRICT_DAY)
        # Only a commune that went whole into a new one tells where its school is now.
        after = today.get(moved_whole.get(commune.code, "")) if commune else None
        if after:
            Placement.objects.create(school=school, unit=after, valid_from=after.valid_from)
        placed += 2 if after else 1
    return added, placed


def _load_headcounts(path: Path) -> int:
    added = 0
    for row in place_tables.headcounts(path):
        _figure, is_new = Headcount.objects.get_or_create(
            kind=HeadcountKind.CONTEXT,
            territory=row.territory,
            school_year=row.school_year,
            level=row.level[:40],
            source=row.source,
            defaults={"pupils": row.pupils, "note": row.note[:500]},
        )
        added += is_new
    return added
