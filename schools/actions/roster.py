"""Class lists: what an import would change, and the import itself, whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import Refusal
from schools.actions import column_maps, trail
from schools.models import Enrolment, Role, School, SchoolClass, User
from schools.rules import names, years
from schools.rules.roster import Problem, RosterRow

FIELDS = ("full_name", "birth_date", "sex", "pupil_code", "ministry_id")
BATCH = 500


@dataclass
class Plan:
    """What importing these rows would do. `problems` stop it; `absent` are pupils of these classes not on the list."""

    created: list[RosterRow] = field(default_factory=list)
    changed: list[tuple[RosterRow, User, list[str]]] = field(default_factory=list)
    moved: list[tuple[RosterRow, User]] = field(default_factory=list)
    same: int = 0
    absent: list[User] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.changed) + len(self.moved)


def plan_import(*, rows: Sequence[RosterRow], school: School, year: int, on: date) -> Plan:
    """Compares a list with what is known; writes nothing."""
    plan = Plan()
    known = _Known(rows, school, year)
    for row, pupil in _matched(rows, known, plan):
        if pupil is None:
            plan.created.append(row)
            continue
        differing = [name for name in FIELDS if getattr(row, name) and getattr(row, name) != getattr(pupil, name)]
        enrolled = known.class_of.get(pupil.pk) == row.class_name
        if not enrolled:
            plan.moved.append((row, pupil))
        if differing or not pupil.is_active:
            plan.changed.append((row, pupil, differing))
        if enrolled and not differing and pupil.is_active:
            plan.same += 1
    listed = {pupil.pk for pupil in known.taken}
    classes = {row.class_name for row in rows}
    plan.absent = [
        pupil
        for pupil in sorted(known.pupils, key=lambda one: one.sort_key)
        if pupil.pk not in listed and known.class_of.get(pupil.pk) in classes
    ]
    return plan


class _Known:
    """The school's pupils, found by identifier, by class and name, or by name and birth date."""

    def __init__(self, rows: Sequence[RosterRow], school: School, year: int) -> None:
        self.school = school
        self.pupils = list(User.objects.filter(school=school, role=Role.PUPIL, deidentified_at=None))
        self.taken: set[User] = set()
        ids = [row.ministry_id for row in rows if row.ministry_id]
        self.by_ministry: dict[str, User] = {}
        for start in range(0, len(ids), BATCH):
            found = User.objects.filter(ministry_id__in=ids[start : start + BATCH])
            self.by_ministry |= {pupil.ministry_id: pupil for pupil in found}
        self.by_code = {pupil.pupil_code: pupil for pupil in self.pupils if pupil.pupil_code}
        enrolled = Enrolment.objects.filter(school_class__school=school, school_class__year=year).order_by("from_day")
        _first, last = years.span(year)
        open_rows = enrolled.filter(Q(to_day__isnull=True) | Q(to_day__gte=last))
        self.class_of = dict(open_rows.values_list("pupil_id", "school_class__name"))
        self.by_class_and_name: dict[tuple[str, str], list[User]] = defaultdict(list)
        self.by_name_and_birth: dict[tuple[str, date], list[User]] = defaultdict(list)
        for pupil in self.pupils:
            if name := self.class_of.get(pupil.pk):
                self.by_class_and_name[name, pupil.full_name].append(pupil)
            if pupil.birth_date:
                self.by_name_and_birth[pupil.full_name, pupil.birth_date].append(pupil)


def _matched(rows: Sequence[RosterRow], known: _Known, plan: Plan) -> Iterator[tuple[RosterRow, User | None]]:
    """Each row with its pupil or None, identifiers first so that a name never takes what an identifier names."""
    found: dict[int, User | None] = {}
    refused: set[int] = set()
    ids: set[tuple[str, str]] = set()
    for place, row in enumerate(rows):
        by_id = [known.by_ministry.get(row.ministry_id), known.by_code.get(row.pupil_code)]
        hits = {pupil for pupil in by_id if pupil is not None}
        problem = _id_problem(row, hits, known) or _met_again(row, ids)
        if problem:
            plan.problems.append(problem)
            refused.add(place)
        elif hits:
            hit = hits.pop()
            found[place] = hit
            known.taken.add(hit)
    births = [(row.full_name, row.birth_date) for row in rows]
    for place, row in enumerate(rows):
        if place in refused:
            continue
        if place not in found:
            found[place] = _by_name(row, known, alone=births.count((row.full_name, row.birth_date)) == 1)
            if pupil := found[place]:
                known.taken.add(pupil)
        yield row, found[place]


def _id_problem(row: RosterRow, hits: set[User], known: _Known) -> Problem | None:
    """An identifier of somebody elsewhere, two identifiers of two pupils, or one pupil met twice."""
    if len(hits) > 1:
        return Problem("ids_disagree", row.row, value=row.full_name, sheet=row.sheet, name=row.full_name)
    for pupil in hits:
        if pupil.school_id != known.school.pk or pupil.role != Role.PUPIL:
            return Problem("pupil_of_other_school", row.row, value=row.ministry_id, sheet=row.sheet, name=row.full_name)
        if pupil in known.taken:
            return Problem(
                "id_twice", row.row, value=row.ministry_id or row.pupil_code, sheet=row.sheet, name=row.full_name
            )
    return None


def _met_again(row: RosterRow, ids: set[tuple[str, str]]) -> Problem | None:
    """An identifier that an earlier row of the same list has."""
    for name in ("ministry_id", "pupil_code"):
        value = getattr(row, name)
        if value and (name, value) in ids:
            return Problem("id_twice", row.row, value=value, sheet=row.sheet, name=row.full_name)
        ids.add((name, value))
    return None


def _by_name(row: RosterRow, known: _Known, *, alone: bool) -> User | None:
    """The next pupil of that name in that class; else, across classes, the only one of that name and birth date."""
    for pupil in known.by_class_and_name.get((row.class_name, row.full_name), []):
        same_birth = not (pupil.birth_date and row.birth_date) or pupil.birth_date == row.birth_date
        if pupil not in known.taken and same_birth and not _ids_differ(row, pupil):
            return pupil
    if row.birth_date and alone:
        others = known.by_name_and_birth.get((row.full_name, row.birth_date), [])
        if len(others) == 1 and others[0] not in known.taken and not _ids_differ(row, others[0]):
            return others[0]
    return None


def _ids_differ(row: RosterRow, pupil: User) -> bool:
    """Two different identifiers are two pupils, whatever their names."""
    pairs = ((row.ministry_id, pupil.ministry_id), (row.pupil_code, pupil.pupil_code))
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


@transaction.atomic
def import_roster(
    *,
    rows: Sequence[RosterRow],
    school: School,
    year: int,
    by: User | None,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
) -> Plan:
    """Does what `plan_import` says, in one transaction. The same list a second time changes nothing.

    `mapping` is what somebody said of this file's headings; the school's next list is read by it.
    """
    School.objects.select_for_update().get(pk=school.pk)
    on = clock.day_of(at)
    plan = plan_import(rows=rows, school=school, year=year, on=on)
    if plan.problems:
        raise Refusal("roster_has_problems", _("Danh sách còn lỗi nên chưa nhập dòng nào."), status=422)
    classes = _classes(rows, school, year)
    try:
        for row, pupil, differing in plan.changed:
            _change(row, pupil, differing)
        created = _create(plan.created, school, at)
    except IntegrityError:  # another school has just imported one of these identifiers
        raise Refusal("roster_has_problems", _("Danh sách còn lỗi nên chưa nhập dòng nào."), status=409) from None
    _move([pupil for _row, pupil in plan.moved], school, year, on)
    _enrol([*zip(plan.created, created, strict=True), *plan.moved], classes, year, on)
    if plan.changes:
        note = f"{len(plan.created)} new, {len(plan.changed)} changed, {len(plan.moved)} placed"
        trail.record(at=at, actor=by, act="roster_imported", subject=school.code, school=school, note=note)
    if mapping:
        column_maps.remember(mapping=mapping, school=school, by=by, at=at)
    return plan


def _classes(rows: Iterable[RosterRow], school: School, year: int) -> dict[str, SchoolClass]:
    there = {row.name: row for row in SchoolClass.objects.filter(school=school, year=year)}
    for row in rows:
        if row.class_name not in there:
            there[row.class_name] = SchoolClass.objects.create(
                school=school, year=year, name=row.class_name, grade=row.grade
            )
    return there


def _change(row: RosterRow, pupil: User, differing: Sequence[str]) -> None:
    for name in differing:
        setattr(pupil, name, getattr(row, name))
    pupil.set_name(pupil.full_name)
    pupil.is_active = True
    pupil.save()


def _create(rows: Sequence[RosterRow], school: School, at: datetime) -> list[User]:
    people = []
    for row in rows:
        pupil = User(
            username=f"hs-{get_random_string(12, 'abcdefghjkmnpqrstuvwxyz23456789')}",
            role=Role.PUPIL,
            school=school,
            birth_date=row.birth_date,
            sex=row.sex,
            pupil_code=row.pupil_code,
            ministry_id=row.ministry_id,
            is_demo=school.is_demo,
            created_at=at,
        )
        pupil.set_name(names.clean(row.full_name))
        pupil.set_unusable_password()
        people.append(pupil)
    return User.objects.bulk_create(people, batch_size=BATCH)


def _move(pupils: Sequence[User], school: School, year: int, on: date) -> None:
    """Ends the year's open enrolments of those who are placed anew, the day before; never before it began.

    Who leaves a class by it signs in again: an open page was opened as a pupil of the old one.
    """
    first, last = years.span(year)
    day = min(max(on, first), last)
    rows = Enrolment.objects.filter(pupil__in=pupils, school_class__school=school, school_class__year=year)
    left = list(rows.filter(Q(to_day__isnull=True) | Q(to_day__gte=day)))
    for row in left:
        row.to_day = max(day - timedelta(days=1), row.from_day)
        row.save(update_fields=["to_day"])
    moved = {row.pupil_id for row in left}
    User.objects.filter(pk__in=moved).update(session_version=F("session_version") + 1)


def _enrol(placed: Iterable[tuple[RosterRow, User]], classes: dict[str, SchoolClass], year: int, on: date) -> None:
    """Into the class for the rest of the year; from the year's first day for those who had no class in it."""
    first, last = years.span(year)
    placed = list(placed)
    before = set(
        Enrolment.objects.filter(pupil__in=[pupil for _row, pupil in placed], school_class__year=year).values_list(
            "pupil_id", flat=True
        )
    )
    rows = [
        Enrolment(
            pupil=pupil,
            school_class=classes[row.class_name],
            from_day=min(max(on, first), last) if pupil.pk in before else first,
            to_day=last,
            order=row.order,
        )
        for row, pupil in placed
    ]
    Enrolment.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pupil", "school_class"],
        update_fields=["to_day", "order"],
    )
