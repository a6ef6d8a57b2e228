"""The province's tables as they are kept in `schools/data`: units, schools, headcounts."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FIGURES = ("schools", "classes", "pupils", "pupils_without_device")


@dataclass(frozen=True)
class UnitRow:
    code: str
    name: str
    kind: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class SchoolRow:
    """`commune` is filled only where a source proves it, `district` as the list has it for 2019-2020."""

    name: str
    level: str
    district: str
    commune: str
    source: str


@dataclass(frozen=True)
class HeadcountRow:
    """`pupils` only where the source gives an exact figure; rounded ones stay in the note."""

    territory: str
    school_year: str
    level: str
    pupils: int | None
    note: str
    source: str


def units(path: Path) -> list[UnitRow]:
    """Provinces first, then districts, then communes, so that parents precede."""
    rows = [
        UnitRow(
            code=row["code"],
            name=row["name_vi"],
            kind=row["kind"],
            parent_code=row["parent_code"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            source=row["source"],
        )
        for row in _rows(path)
    ]
    return sorted(rows, key=lambda row: len(row.code))


def schools(path: Path) -> list[SchoolRow]:
    return [
        SchoolRow(
            name=row["name_vi"],
            level=row["level"],
            district=row["district_2019"],
            commune=row["commune_2019"] if "commune" in row["verified"] else "",
            source=row["source"],
        )
        for row in _rows(path)
    ]


def whole_moves(path: Path) -> dict[str, str]:
    """`{old commune code: new commune code}` of July 2025, only communes that were not split."""
    return {row["old_code"]: row["new_code"] for row in _rows(path) if row["extent"] == "whole"}


def headcounts(path: Path) -> list[HeadcountRow]:
    rows = []
    for row in _rows(path):
        figures = [
            f"{name}: {row[name]}" for name in ("schools", "classes", "pupils", "pupils_without_device") if row[name]
        ]
        rows.append(
            HeadcountRow(
                territory=row["territory"],
                school_year=row["school_year"],
                level=row["level"],
                pupils=int(row["pupils"]) if re.fullmatch(r"\d+", row["pupils"]) else None,
                note="; ".join([*figures, row["note"]] if row["note"] else figures),
                source=row["source"],
            )
        )
    return rows


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
