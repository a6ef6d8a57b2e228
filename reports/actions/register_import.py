"""A workbook of a school's registers: what it would change, and the change itself, all of it or nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from reports.actions.registers import change_row, enter_row
from reports.models import MODELS
from reports.queries.register_returns import closed_spans
from reports.queries.register_rows import contest_numbers, contests_launched, corrections, values_of, with_lines
from reports.rules.register_rows import Value, plain, read, same_as
from reports.rules.register_shapes import OF_SCHOOLS, Shape
from schools.actions import trail
from schools.models import School, User


@dataclass(frozen=True)
class GivenRow:
    """A row of a sheet: its line there, the number of the stored row it names (0: none), its cells by column. What
    stands in a column without a cell stays; a new row has nothing there. `seen`: how many corrections of the stored
    row its writer knew of; None where the sheet does not say."""

    register: str
    line: int
    id: int
    cells: Mapping[str, object]
    seen: int | None = None


@dataclass(frozen=True)
class Problem:
    """`column` "" concerns the whole row."""

    register: str
    line: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Step:
    """What one row comes to: a new row, or a correction of the stored row `id`, in which `before` stands. `moved`: that
    row was corrected after the workbook had been downloaded."""

    register: str
    line: int
    id: int
    values: dict[str, Value]
    before: dict[str, Value] = field(default_factory=dict)
    moved: bool = False


@dataclass
class Plan:
    """What an import would do, or did. With problems nothing is imported; `left` counts moved rows it let stand."""

    steps: list[Step] = field(default_factory=list)
    same: int = 0
    left: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(1 for step in self.steps if not step.id)

    @property
    def changed(self) -> int:
        return len(self.steps) - self.new

    @property
    def moved(self) -> int:
        return sum(1 for step in self.steps if step.moved)

    @property
    def mark(self) -> str:
        """Equal for plans that write the same over the same."""
        return hashlib.sha256(repr(self.steps).encode()).hexdigest()


def plan_rows(*, school: School, rows: Sequence[GivenRow], today: date) -> Plan:
    """Compares a workbook with what is stored. A row that names no stored row but tells of the same thing corrects
    it, so the same file a second time changes nothing."""
    plan, closed, corrected = Plan(), closed_spans(school.pk), corrections(school)
    contests = contest_numbers(contests_launched(is_demo=school.is_demo))
    for shape in OF_SCHOOLS:
        its = [row for row in rows if row.register == shape.key]
        if its:
            _Sheet(shape, _stored(shape, school), plan, closed, corrected).take(its, contests, today)
    return plan


@transaction.atomic
def import_rows(
    *,
    school: School,
    rows: Sequence[GivenRow],
    by: User,
    at: datetime,
    over: Collection[tuple[str, int]] = (),
    previewed: str | None = None,
) -> Plan:
    """Imports a workbook whole; 422 `bad_rows` when any row cannot be taken.

    Rows that were corrected after the download stay as they are, but those that `over` names by register and number.
    `previewed`: the mark of the plan that was looked at; where it comes to something else by now, 409 `preview_moved`.
    """
    School.objects.select_for_update().get(pk=school.pk)
    plan = plan_rows(school=school, rows=rows, today=clock.day_of(at))
    if plan.problems:
        raise Refusal("bad_rows", _("Bảng tính còn chỗ cần sửa, nên chưa nhập dòng nào."), status=422)
    if plan.steps and previewed not in (None, plan.mark):
        said = _("Sổ vừa thay đổi nên chưa nhập dòng nào. Hãy xem lại bản xem trước dưới đây.")
        raise Refusal("preview_moved", said, status=409)
    taken = [step for step in plan.steps if not step.moved or (step.register, step.id) in over]
    plan.steps, plan.left = taken, len(plan.steps) - len(taken)
    for step in taken:
        if step.id:
            change_row(key=step.register, row_id=step.id, values=step.values, by=by, at=at, confirmed=True)
        else:
            enter_row(key=step.register, values=step.values, school=school, by=by, at=at, confirmed=True)
    note = f"{plan.new} new, {plan.changed} changed, {plan.same} same, {plan.left} left"
    trail.record(at=at, actor=by, act="registers_imported", subject=school.code, school=school, note=note)
    return plan


def _stored(shape: Shape, school: School) -> dict[int, dict[str, Value]]:
    rows = MODELS[shape.key]._default_manager.filter(school=school, withdrawn_at=None).order_by("pk")
    return {row.pk: values_of(row, shape) for row in with_lines(rows, shape.key)}


class _Sheet:
    """One sheet against the stored rows of one register."""

    def __init__(
        self,
        shape: Shape,
        stored: dict[int, dict[str, Value]],
        plan: Plan,
        closed: Sequence[tuple[date, date]],
        corrected: Mapping[tuple[str, int], int],
    ) -> None:
        self.shape, self.stored, self.plan, self.closed, self.corrected = shape, stored, plan, closed, corrected
        self.by_same: dict[str, list[int]] = defaultdict(list)
        for number, values in stored.items():
            self.by_same[same_as(shape, values)].append(number)
        self.seen: set[str] = set()
        self.named: set[int] = set()

    def take(self, rows: Sequence[GivenRow], contests: Mapping[str, int], today: date) -> None:
        self.named = {row.id for row in rows if row.id}
        met: set[int] = set()
        for row in rows:
            reading = read(self.shape, self._cells(row), today=today, contests=contests)
            for column, code in reading.problems.items():
                self._trouble(row, code, column)
            if not reading.problems:
                code = self._placed(row, reading.values, met)
                if code:
                    self._trouble(row, code)

    def _cells(self, row: GivenRow) -> dict[str, object]:
        """The row's cells, and those that its sheet lacks as they stand in the row it names."""
        there = self.stored.get(row.id)
        stand = {column.name: plain(column, there[column.name]) for column in self.shape.columns} if there else {}
        return {**stand, **row.cells}

    def _placed(self, row: GivenRow, values: dict[str, Value], met: set[int]) -> str:
        """Adds a step for the row, or gives the code of what is the matter."""
        target, code = self._target(row, same_as(self.shape, values), met)
        if code:
            return code
        met.add(target)
        before = self.stored[target] if target else {}
        values |= {name: value for name, value in before.items() if name not in row.cells}
        if values == before:
            self.plan.same += 1
        elif any(self._closed(one) for one in (values, before or values)):
            return "reported"
        else:
            self.plan.steps.append(Step(self.shape.key, row.line, target, values, before, self._moved(row)))
        return ""

    def _target(self, row: GivenRow, same: str, met: set[int]) -> tuple[int, str]:
        """The stored row that this one corrects (0: none), or why that cannot be said."""
        twice, others = same in self.seen, [number for number in self.by_same[same] if number != row.id]
        self.seen.add(same)
        if row.id:
            if row.id not in self.stored or row.id in met:
                return 0, "unknown_row"
            moved = same_as(self.shape, self.stored[row.id]) != same
            return row.id, "double" if moved and (others or twice) else ""
        target = next((number for number in others if number not in self.named), 0)
        return target, "double" if twice or (others and not target) else ""

    def _moved(self, row: GivenRow) -> bool:
        return bool(row.id) and row.seen not in (None, self.corrected.get((self.shape.key, row.id), 0))

    def _closed(self, values: Mapping[str, Value]) -> bool:
        first, last = (values[name] for name in self.shape.days)
        if not isinstance(first, date) or not isinstance(last, date):
            return False
        return any(begins <= last and first <= ends for begins, ends in self.closed)

    def _trouble(self, row: GivenRow, code: str, column: str = "") -> None:
        value = str(row.cells.get(column) or "")[:80]
        self.plan.problems.append(Problem(self.shape.key, row.line, column, code, value))
