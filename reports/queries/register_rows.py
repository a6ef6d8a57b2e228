"""Rows of registers as plain values, for pages and spreadsheets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from reports.models import MODELS, Evidence, OutsideContest, RegisterChange, RegisterRow
from reports.queries.registers import in_period
from reports.rules.periods import Period
from reports.rules.register_rows import Value
from reports.rules.register_shapes import OF_SCHOOLS, SHAPES, Shape
from schools.models import School, User
from schools.rules import names


@dataclass(frozen=True)
class RowLine:
    """One row. `shown` is `values` with a contest's name in place of its number."""

    id: int
    register: str
    school_id: int | None
    school: str
    values: dict[str, Value]
    shown: dict[str, Value]
    entered_by: str
    entered_at: datetime
    withdrawn_at: datetime | None
    evidence: bool


@dataclass(frozen=True)
class ChangeLine:
    act: str
    column: str
    before: str
    after: str
    by: str
    at: datetime


def rows_visible(user: User, key: str) -> QuerySet[Any]:
    """A school's people see the rows of their school; the Department every row of its world."""
    rows = MODELS[key]._default_manager.all()
    if user.role in {"officer", "admin"}:
        return rows.filter(is_demo=True) if user.is_demo else rows
    return rows.filter(school=user.school_id, school__isnull=False)


def of_register(key: str, *, is_demo: bool, period: Period | None = None) -> QuerySet[Any]:
    """Rows of a register with all that a line shows, newest first, those taken out last."""
    days = in_period(SHAPES[key], period) if period else Q()
    rows = MODELS[key]._default_manager.filter(days, is_demo=is_demo)
    return with_lines(rows, key).order_by(F("withdrawn_at").asc(nulls_first=True), f"-{SHAPES[key].days[0]}", "-pk")


def with_lines(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    rows = rows.select_related("school", "entered_by")
    if key == "outside":
        return rows.select_related("contest").defer("evidence__data").prefetch_related("prizes")
    return rows.prefetch_related("countries") if key == "exchanges" else rows


def lines(rows: Collection[Any], key: str) -> list[RowLine]:
    """Lines of rows that `of_register` or `with_lines` gave; one more query tells of files."""
    filed: set[int] = set()
    if key == "outside" and rows:
        ids = [row.pk for row in rows]
        filed = set(Evidence.objects.filter(participation__in=ids).values_list("participation", flat=True))
    return [_line(row, SHAPES[key], row.pk in filed) for row in rows]


def _line(row: Any, shape: Shape, filed: bool) -> RowLine:
    values = values_of(row, shape)
    shown = values | {"contest": row.contest.name} if shape.key == "outside" else values
    return RowLine(
        id=row.pk,
        register=shape.key,
        school_id=row.school_id,
        school=row.school.name if row.school else "",
        values=values,
        shown=shown,
        entered_by=row.entered_by.full_name if row.entered_by else "",
        entered_at=row.entered_at,
        withdrawn_at=row.withdrawn_at,
        evidence=filed,
    )


def values_of(row: RegisterRow, shape: Shape) -> dict[str, Value]:
    """A stored row as its register's values."""
    found: dict[str, Value] = {}
    for column in shape.columns:
        name = column.name
        if column.kind == "names":
            found[name] = tuple(one.name for one in getattr(row, name).all())
        elif column.kind == "prizes":
            found[name] = tuple((one.name, one.n) for one in getattr(row, name).all())
        else:
            found[name] = getattr(row, f"{name}_id" if column.kind == "contest" else name)
    return found


def of_school(school: School, period: Period | None) -> dict[str, list[RowLine]]:
    """All registers of a school: a constant number of queries."""
    found = {}
    for shape in OF_SCHOOLS:
        rows = of_register(shape.key, is_demo=school.is_demo, period=period).filter(school=school)
        found[shape.key] = lines(list(rows), shape.key)
    return found


def contests_launched(*, is_demo: bool) -> list[OutsideContest]:
    """Outside contests that schools can tell of, newest first."""
    return list(OutsideContest.objects.filter(is_demo=is_demo, withdrawn_at=None).order_by("-day", "-pk"))


def contest_numbers(contests: Collection[OutsideContest]) -> dict[str, int]:
    """By folded name and by number as text; of two with one name the newer."""
    found: dict[str, int] = {}
    for contest in contests:
        found.setdefault(names.fold(contest.name), contest.pk)
        found[str(contest.pk)] = contest.pk
    return found


def history(key: str, row_id: int) -> list[ChangeLine]:
    """The corrections of a row, oldest first."""
    rows = RegisterChange.objects.filter(register=key, row=row_id).select_related("by").order_by("at", "pk")
    return [
        ChangeLine(row.act, row.column, row.before, row.after, row.by.full_name if row.by else "", row.at)
        for row in rows
    ]


def corrections(school: School) -> dict[tuple[str, int], int]:
    """How many cells of a school's rows have been corrected so far, by register and row; rows without are left out."""
    changes = RegisterChange.objects.filter(school=school, act="changed").exclude(column="file")
    counted = changes.order_by().values_list("register", "row").annotate(n=Count("pk"))
    return {(register, row): n for register, row, n in counted}


def evidence_of(row_id: int) -> Evidence | None:
    return Evidence.objects.filter(participation=row_id).first()
