"""A class list before it is imported: what was read and what importing it would change. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schools.actions import column_maps
from schools.actions.roster_plan import Plan, plan_import
from schools.exchange import roster_sheet
from schools.models import School
from schools.rules.roster import Problem, Roster, Sheet, read, without_personal


@dataclass(frozen=True)
class Preview:
    """A file as it was read and what importing it would do. `sheets` is what may be read once more: the file without
    its personal columns; `mapping` is what was said of its headings by hand.
    """

    roster: Roster
    plan: Plan
    sheets: Sequence[Sheet]
    mapping: Mapping[str, str]


def preview_file(
    *,
    data: bytes,
    filename: str,
    school: School,
    year: int,
    class_name: str,
    on: date,
    mapping: Mapping[str, str] | None = None,
) -> Preview:
    """Reads a file and compares it with what is known; whatever is wrong stands in the plan."""
    try:
        sheets = roster_sheet.read(data, filename)
    except roster_sheet.FileRefused as refused:
        return Preview(Roster(), Plan(problems=[refused.problem]), [], {})
    return preview_sheets(sheets=sheets, school=school, year=year, class_name=class_name, on=on, mapping=mapping)


def preview_sheets(
    *,
    sheets: Sequence[Sheet],
    school: School,
    year: int,
    class_name: str,
    on: date,
    mapping: Mapping[str, str] | None = None,
) -> Preview:
    """The same from the sheets of a file; `mapping` (column key → field) goes before what the school said earlier."""
    learnt = {**column_maps.remembered(school), **(mapping or {})}
    roster = read(sheets, year=year, class_name=class_name, learnt=learnt)
    plan = plan_import(rows=roster.rows, school=school, year=year, on=on)
    told = {(one.sheet, one.row, one.code) for one in roster.problems}  # with column and the other row
    problems = roster.problems + [one for one in plan.problems if (one.sheet, one.row, one.code) not in told]
    plan.problems = sorted(problems, key=_place)
    plan.warnings = [*roster.warnings, *plan.warnings]
    asked = {column.key for column in roster.columns if not column.personal}
    said = {key: field for key, field in (mapping or {}).items() if key in asked}
    return Preview(roster, plan, without_personal(sheets, learnt), said)


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.sheet, problem.row, problem.code
