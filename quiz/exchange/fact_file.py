"""The fact list (CSV) and the declared series (TOML)."""

import csv
import io
import tomllib
from collections.abc import Iterable
from datetime import date

from quiz.rules.draft import Problem
from quiz.rules.fact import Fact, Series

COLUMNS = ("id", "value_vi", "value_en", "valid_from", "valid_to", "confidence")


def read_facts(raw: bytes, name: str) -> tuple[dict[str, Fact], list[Problem]]:
    """Facts by id; rows that cannot be read are problems with their line number."""
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    try:
        rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
        if missing:
            return {}, [Problem(name, "column_missing", tuple(missing))]
        for row in rows:
            _take(row, f"{name} line {rows.line_num}", facts, problems)
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(name, "not_csv", (str(error),)))
    return facts, problems


def _take(row: dict[str, str], place: str, facts: dict[str, Fact], problems: list[Problem]) -> None:
    if row["id"] in facts:
        problems.append(Problem(place, "fact_twice", (row["id"],)))
        return
    try:
        facts[row["id"]] = Fact(
            id=row["id"],
            value_vi=row["value_vi"],
            value_en=row["value_en"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            confidence=row["confidence"],
        )
    except (AttributeError, ValueError):  # a short row gives None for what it lacks
        problems.append(Problem(place, "fact_bad", (row["id"],)))


def read_series(raw: bytes, name: str) -> tuple[list[Series], list[Problem]]:
    """`[[series]]` tables: `code`, `facts = [ids]`, `handover = [days]` on which two values may both hold."""
    try:
        tables = tomllib.loads(raw.decode("utf-8"))["series"]
        return [
            Series(str(table["code"]), _ids(table["facts"]), frozenset(_days(table.get("handover", []))))
            for table in tables
        ], []
    except (KeyError, TypeError, ValueError) as error:
        return [], [Problem(name, "not_series", (str(error),))]


def _ids(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _days(values: Iterable[object]) -> list[date]:
    return [value if isinstance(value, date) else date.fromisoformat(str(value)) for value in values]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text.strip() else None
