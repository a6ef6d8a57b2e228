"""People of the rounds as a list: who went on to a contest, who waits as a reserve, who did not and why."""

from dataclasses import dataclass

from backend import clock
from contests.models import Contest, Entry, EntryKind, Result
from contests.queries import advancing, rounds
from contests.rules.rounds import Line, Outcome, Reason
from schools import queries as schools
from schools.models import School, User

#: How a person stands to the contest, in the order of the list; `planned`: would be on it after the next run.
ADVANCED, RESERVE, WITHDRAWN, LISTED, PLANNED, OUT = "advanced", "reserve", "withdrawn", "listed", "planned", "out"
ORDER = (ADVANCED, RESERVE, WITHDRAWN, LISTED, PLANNED, OUT)


@dataclass(frozen=True)
class Row:
    """One person. `why` is the rule's reason; `withdrawn_because` is what was told when the name was taken off."""

    entry: int | None
    user: User
    class_name: str
    round_title: str
    rank: int | None
    status: str
    why: Reason | None
    called_up: bool
    withdrawn_because: str


def people(contest: Contest, school: School | None = None) -> list[Row]:
    """Of one school everybody in the results of its rounds, of all those on the list; by school, then standing."""
    entries = {entry.user_id: entry for entry in _entries(contest, school)}
    lines = _best_lines(contest, school, set(entries))
    users = User.objects.select_related("school").in_bulk({*entries, *lines})
    classes = schools.roll(list(users), clock.day_of(contest.opens_at))
    titles = dict(rounds.feeders(contest).values_list("pk", "title"))
    called, because = advancing.called_up(contest), advancing.withdrawal_reasons(contest)
    rows = []
    for pk, user in users.items():
        entry, line = entries.get(pk), lines.get(pk)
        source = entry.from_contest_id if entry and entry.from_contest_id else line.row.round if line else 0
        rank = entry.from_rank if entry and entry.from_rank else line.row.rank if line else None
        row = Row(
            entry=entry.pk if entry and entry.kind in advancing.FROM_ROUNDS else None,
            user=user,
            class_name=classes[pk].name if pk in classes else "",
            round_title=titles.get(source or 0, ""),
            rank=rank,
            status=_status(entry, line),
            why=line.reason if line else None,
            called_up=pk in called,
            withdrawn_because=because.get(pk, ""),
        )
        rows.append(row)
    return sorted(rows, key=_in_order)


def _in_order(row: Row) -> tuple[str, int, int, str, int]:
    school = row.user.school.name_fold if row.user.school else ""
    return school, ORDER.index(row.status), row.rank or 0, row.user.sort_key, row.user.pk


def _entries(contest: Contest, school: School | None) -> list[Entry]:
    rows = Entry.objects.filter(contest=contest)
    if school is not None:
        return list(rows.filter(user__school=school))
    return list(rows.filter(kind__in=advancing.FROM_ROUNDS))


def _best_lines(contest: Contest, school: School | None, on_list: set[int]) -> dict[int, Line]:
    """A line each, the most favourable; without a school of those on the list only."""
    order = {Outcome.ADVANCED: 0, Outcome.RESERVE: 1, Outcome.OUT: 2}
    found: dict[int, Line] = {}
    for line in advancing.selection(contest).lines:
        person = line.row.person
        if person not in on_list and (school is None or line.row.school != school.pk):
            continue
        if person not in found or _rank_of(line, order) < _rank_of(found[person], order):
            found[person] = line
    return found


def _rank_of(line: Line, order: dict[Outcome, int]) -> tuple[int, bool, int]:
    return order[line.outcome], line.reason is Reason.TWICE, line.row.rank


def _status(entry: Entry | None, line: Line | None) -> str:
    if entry is not None and entry.withdrawn_at is not None:
        return WITHDRAWN
    if entry is not None:
        return {EntryKind.ADVANCED: ADVANCED, EntryKind.RESERVE: RESERVE}.get(EntryKind(entry.kind), LISTED)
    return PLANNED if line is not None and line.outcome is not Outcome.OUT else OUT


def schools_in(contest: Contest) -> list[School]:
    """Schools with results in the rounds that lead here, or with people on the list; by name, never by standing."""
    came = Result.objects.filter(contest__leads_to=contest).order_by().values_list("attempt__school_id", flat=True)
    listed = Entry.objects.filter(contest=contest).order_by().values_list("user__school_id", flat=True)
    found = {*came.distinct(), *listed.distinct()} - {None}
    return list(School.objects.filter(pk__in=found).order_by("name_fold", "pk"))
