"""What importing a class list would do: each row with its pupil, and what stands in the way. Nothing is written."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from schools.models import Enrolment, Role, School, User
from schools.queries.sitting import sitting
from schools.rules import names, years
from schools.rules.roster import Problem, RosterRow

FIELDS = ("full_name", "birth_date", "sex", "pupil_code", "ministry_id")
BATCH = 500


@dataclass
class Plan:
    """What importing these rows would do. `problems` stop it; `absent` are pupils of these classes not on the list,
    `left` are rows of pupils who have left the school: they stay away until somebody takes them back.
    """

    created: list[RosterRow] = field(default_factory=list)
    changed: list[tuple[RosterRow, User, list[str]]] = field(default_factory=list)
    moved: list[tuple[RosterRow, User]] = field(default_factory=list)
    left: list[tuple[RosterRow, User]] = field(default_factory=list)
    same: int = 0
    absent: list[User] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.changed) + len(self.moved)


def plan_import(*, rows: Sequence[RosterRow], school: School, year: int, on: date, take_back: bool = False) -> Plan:
    """Compares a list with what is known; writes nothing. `take_back`: who has left comes back by this list."""
    plan = Plan()
    known = _Known(rows, school, year)
    for row, pupil in _matched(rows, known, plan):
        if pupil is None:
            plan.created.append(row)
            continue
        if not pupil.is_active and not take_back:
            plan.left.append((row, pupil))
            continue
        differing = [name for name in FIELDS if getattr(row, name) and getattr(row, name) != getattr(pupil, name)]
        enrolled = known.class_of.get(pupil.pk) == row.class_name
        if not enrolled:
            plan.moved.append((row, pupil))
        if differing or not pupil.is_active:
            plan.changed.append((row, pupil, differing))
        if enrolled and not differing and pupil.is_active:
            plan.same += 1
    _not_while_sitting(plan)
    plan.warnings += _known_by_name(plan.created, known)
    listed = {pupil.pk for pupil in known.taken}
    classes = {row.class_name for row in rows}
    plan.absent = [
        pupil
        for pupil in sorted(known.pupils, key=lambda one: one.sort_key)
        if pupil.pk not in listed and known.class_of.get(pupil.pk) in classes
    ]
    return plan


def _not_while_sitting(plan: Plan) -> None:
    """Whoever is moved signs in again, so nobody is moved out of a paper; `transfers` holds the same."""
    now = sitting([pupil.pk for _row, pupil in plan.moved])
    plan.problems += [_problem("pupil_is_sitting", row) for row, pupil in plan.moved if pupil.pk in now]


def _known_by_name(rows: Sequence[RosterRow], known: "_Known") -> list[Problem]:
    """New pupils of a name that somebody of the school has who is not on the list: perhaps the same child, who would
    stand there twice, without card and results. Only a person can tell."""
    by_name: dict[str, list[User]] = defaultdict(list)
    for pupil in known.pupils:
        if pupil not in known.taken and pupil.is_active:
            by_name[names.fold(pupil.full_name)].append(pupil)
    found = []
    for row in rows:
        for pupil in by_name[names.fold(row.full_name)]:
            births_differ = row.birth_date and pupil.birth_date and row.birth_date != pupil.birth_date
            if not births_differ and not _ids_differ(row, pupil):
                found.append((row, pupil))
                break
    classes = _last_classes([pupil for _row, pupil in found])
    return [
        _problem("known_by_name", row, value=classes.get(pupil.pk, "–"), other=pupil.full_name) for row, pupil in found
    ]


def _last_classes(pupils: Collection[User]) -> dict[int, str]:
    rows = Enrolment.objects.filter(pupil__in=pupils).order_by("from_day", "pk")
    return dict(rows.values_list("pupil_id", "school_class__name"))


def _problem(code: str, row: RosterRow, *, value: str = "", other: str = "") -> Problem:
    return Problem(code, row.row, value=value or row.full_name, sheet=row.sheet, name=row.full_name, other=other)


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
        return _problem("ids_disagree", row)
    for pupil in hits:
        if pupil.school_id != known.school.pk or pupil.role != Role.PUPIL:
            return _problem("pupil_of_other_school", row, value=row.ministry_id)
        if pupil in known.taken:
            return _problem("id_twice", row, value=row.ministry_id or row.pupil_code)
        if _is_another(row, pupil, known):
            return _problem("id_of_another", row, value=row.ministry_id or row.pupil_code, other=pupil.full_name)
    return None


def _is_another(row: RosterRow, pupil: User, known: _Known) -> bool:
    """Whether an identifier names somebody else than the row does, as in a list that was numbered anew: else one
    child's card, papers and consents would become another's. A name is only changed for who was born that day; marks
    and letters' case are no other name."""
    others = known.by_name_and_birth.get((row.full_name, row.birth_date), []) if row.birth_date else []
    if any(other != pupil for other in others) and pupil not in others:
        return True
    same_name = names.fold(row.full_name) == names.fold(pupil.full_name)
    same_birth = row.birth_date is not None and row.birth_date == pupil.birth_date
    return not (same_name or same_birth)


def _met_again(row: RosterRow, ids: set[tuple[str, str]]) -> Problem | None:
    """An identifier that an earlier row of the same list has."""
    for name in ("ministry_id", "pupil_code"):
        value = getattr(row, name)
        if value and (name, value) in ids:
            return _problem("id_twice", row, value=value)
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
