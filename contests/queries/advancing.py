"""Who goes on to a contest: the rows that compete, what was decided about ties, and what a run would change."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Subquery

from contests.models import Attempt, Contest, ContestState, Entry, EntryKind, Result, ResultList
from contests.queries import eligible, rounds
from contests.rules.advancing import select
from contests.rules.eligibility import Why
from contests.rules.rounds import LOTS, Candidate, Decision, Line, Outcome, Reason, Selected
from schools.models import Trail, User

RULE_SET, ADVANCED = "round_rule_set", "round_advanced"
TIE_DECIDED, CALLED_UP, WITHDRAWN = "round_tie_decided", "entry_called_up", "entry_withdrawn"
FROM_ROUNDS = (EntryKind.ADVANCED, EntryKind.RESERVE)


@dataclass(frozen=True)
class Change:
    """One person: kinds of entry before and after ("" for none). `line` is None for who is in no round any more."""

    person: int
    before: str
    after: str
    line: Line | None


@dataclass(frozen=True)
class Difference:
    """What a run would change, and the `kept`: who would lose the place but sits already or was called up."""

    changes: tuple[Change, ...]
    kept: tuple[Change, ...]
    same: int
    mark: str = field(default="", compare=False)


def selection(contest: Contest, decisions: Mapping[str, Decision] | None = None) -> Selected:
    """By the published results of the rounds, the rule, and what was decided about ties (newer ones may be told)."""
    rule = rounds.rule_of(contest)
    if rule is None:
        return Selected((), ())
    return select(candidates_of(contest), rule, {**decisions_of(contest), **(decisions or {})})


def candidates_of(contest: Contest) -> list[Candidate]:
    """Every row of the published results of the rounds that lead here."""
    published = ResultList.objects.filter(contest=OuterRef("contest"), published_at__isnull=False).order_by("-version")
    rows = Result.objects.filter(contest__leads_to=contest).exclude(contest__state=ContestState.CANCELLED)
    rows = rows.annotate(in_force=Subquery(published.values("version")[:1])).filter(version=F("in_force"))
    found = list(rows.select_related("attempt__user").order_by("contest_id", "rank", "pk"))
    barred = _barred(contest, {row.attempt.user for row in found})
    return [
        Candidate(
            person=row.attempt.user_id,
            round=row.contest_id,
            rank=row.rank,
            points=row.points,
            school=row.attempt.school_id,
            grade=row.attempt.grade,
            lot=row.lot if row.tied else None,
            barred=barred.get(row.attempt.user_id, ""),
        )
        for row in found
    ]


def _barred(contest: Contest, people: Collection[User]) -> dict[int, str]:
    """Who could not take part even from the list. Practice can still be done."""
    entered = Entry(contest=contest, kind=EntryKind.ADVANCED)
    reasons = eligible.reasons(contest, people, {}, {one.pk: entered for one in people})
    found = {person: why.value for person, why in reasons.items() if why is not Why.PRACTICE}
    return {**{one.pk: "gone" for one in people if not one.is_active}, **found}


def decisions_of(contest: Contest) -> dict[str, Decision]:
    """What was decided about ties, the newest of each; a draw of many stands in several rows of one moment."""
    found: dict[str, tuple[object, Decision]] = {}
    for row in Trail.objects.filter(subject=contest.code, act=TIE_DECIDED).order_by("at", "pk"):
        key, way, *people = row.note.split()
        drawn = frozenset(map(int, people))
        if way == LOTS and key in found and found[key][0] == row.at:
            drawn |= found[key][1].people
        found[key] = row.at, Decision(way, drawn)
    return {key: decision for key, (_at, decision) in found.items()}


def called_up(contest: Contest) -> set[int]:
    """Reserves who were called up, as users."""
    notes = Trail.objects.filter(subject=contest.code, act=CALLED_UP).values_list("note", flat=True)
    return {int(note.split()[1]) for note in notes}


def withdrawal_reasons(contest: Contest) -> dict[int, str]:
    """By user, the newest."""
    rows = Trail.objects.filter(subject=contest.code, act=WITHDRAWN).order_by("at", "pk")
    notes = [note.split(" ", 2) for note in rows.values_list("note", flat=True)]
    return {int(user.rstrip(":")): reason for _user, user, reason in notes}


def difference(contest: Contest, selected: Selected) -> Difference:
    """Against the entries as they stand. People on the list by name, and those who withdrew, stay as they are."""
    wanted = {line.row.person: line for line in selected.lines if line.outcome is not Outcome.OUT}
    entries = {entry.user_id: entry for entry in Entry.objects.filter(contest=contest)}
    begun = Attempt.objects.filter(contest=contest).order_by().values_list("user_id", flat=True)
    safe = {*begun, *called_up(contest)}
    changes, kept, same = [], [], 0
    for person in sorted({*wanted, *entries}):
        entry, line = entries.get(person), wanted.get(person)
        if entry is not None and (entry.kind not in FROM_ROUNDS or entry.withdrawn_at is not None):
            continue
        change = Change(person, entry.kind if entry else "", line.outcome.value if line else "", line)
        if entry is not None and line is not None and _as_it_is(entry, line):
            same += 1
        elif change.before == EntryKind.ADVANCED and change.after != EntryKind.ADVANCED and person in safe:
            kept.append(change)
        else:
            changes.append(change)
    return Difference(tuple(changes), tuple(kept), same, _mark(changes))


def _as_it_is(entry: Entry, line: Line) -> bool:
    return (entry.kind, entry.from_contest_id, entry.from_rank) == (line.outcome.value, line.row.round, line.row.rank)


def _mark(changes: Collection[Change]) -> str:
    """Of these changes and no others."""
    told = [
        f"{one.person}:{one.before}:{one.after}:{one.line.row.round if one.line else ''}:"
        f"{one.line.row.rank if one.line else ''}"
        for one in changes
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def is_stale(contest: Contest) -> bool:
    """Whether the rule, or the results of a round, are newer than the latest run. False before the first."""
    acts = Trail.objects.filter(subject=contest.code)
    run = acts.filter(act=ADVANCED).order_by("-at").values_list("at", flat=True).first()
    if run is None:
        return False
    newer = ResultList.objects.filter(contest__leads_to=contest, published_at__gt=run)
    return newer.exists() or acts.filter(act=RULE_SET, at__gt=run).exists()


def entry_in(contest: Contest, entry_id: int) -> Entry | None:
    """One that came from a round."""
    rows = Entry.objects.filter(contest=contest, kind__in=FROM_ROUNDS, pk=entry_id)
    return rows.select_related("user", "contest").first()


@dataclass(frozen=True)
class Queue:
    """`free` places of a pool that were given back; the `first` reserve who stands better and still waits."""

    free: int
    first: User | None


def queue(contest: Contest, person: int) -> Queue:
    """Where a reserve stands."""
    lines = {line.row.person: line for line in selection(contest).lines if line.place and line.reason != Reason.TWICE}
    own = lines.get(person)
    if own is None:
        return Queue(0, None)
    of_pool = {who: line for who, line in lines.items() if line.pool == own.pool}
    entries = {entry.user_id: entry for entry in Entry.objects.filter(contest=contest).select_related("user")}
    here = {who: entries[who] for who in of_pool if who in entries}
    by_right = {who for who, line in of_pool.items() if line.outcome is Outcome.ADVANCED}
    given_back = sum(here[who].withdrawn_at is not None for who in by_right & set(here))
    taken = sum(here[who].withdrawn_at is None for who in (called_up(contest) & set(here)) - by_right)
    better = [
        (of_pool[who].place, who)
        for who, entry in here.items()
        if entry.kind == EntryKind.RESERVE and entry.withdrawn_at is None and of_pool[who].place < own.place
    ]
    return Queue(given_back - taken, here[min(better)[1]].user if better else None)
