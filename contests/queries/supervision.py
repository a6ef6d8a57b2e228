"""What a supervisor reads beside the rows: one person's turns and time, schools of a big contest, the room's log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from contests.models import Allowance, Attempt, AttemptState, Contest, Notice, Pause, RoomStart, Signal
from contests.queries import expected
from schools.models import School, User


def signals_of(attempt_id: int) -> list[Signal]:
    """Newest first; at most a hundred."""
    return list(Signal.objects.filter(attempt_id=attempt_id).order_by("-at", "-pk")[:100])


def allowances_of(contest: Contest, user_id: int) -> list[Allowance]:
    """Time given to one person, newest first, with who gave it."""
    return list(Allowance.objects.filter(contest=contest, user_id=user_id).select_related("by").order_by("-at", "-pk"))


def attempts_of_person(contest: Contest, user_id: int) -> list[Attempt]:
    """All turns of one person, the first first."""
    return list(Attempt.objects.filter(contest=contest, user_id=user_id).order_by("number"))


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school of a contest that invites many."""

    school: int
    name: str
    expected: int
    begun: int
    sitting: int
    ended: int


def school_lines(contest: Contest) -> list[SchoolLine]:
    """How it goes in each school that is expected or has come, by name."""
    people = expected.expected_by_school(contest)
    begun = (
        Attempt.objects.filter(contest=contest)
        .order_by()
        .values_list("school_id")
        .annotate(
            persons=Count("user_id", distinct=True),
            sitting=Count("user_id", filter=Q(state=AttemptState.SITTING), distinct=True),
        )
    )
    come = {school: (persons, sitting) for school, persons, sitting in begun}
    schools = expected.schools_named({*people, *come})
    return [
        SchoolLine(
            school.pk,
            school.name,
            people.get(school.pk, 0),
            come.get(school.pk, (0, 0))[0],
            come.get(school.pk, (0, 0))[1],
            come.get(school.pk, (0, 0))[0] - come.get(school.pk, (0, 0))[1],
        )
        for school in schools
    ]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the room's log: a word to all, a pause, an outage, a start."""

    at: datetime
    kind: str
    text: str
    by: str
    school: str = ""
    class_name: str = ""
    to_at: datetime | None = None


def events(contest: Contest, school_id: int | None = None) -> list[Event]:
    """What was done to everybody or to a room, of one school or of all, newest first; at most thirty."""
    there = Q() if school_id is None else Q(school=school_id) | Q(school=None)
    notices = Notice.objects.filter(contest=contest).select_related("by").order_by("-at")[:30]
    pauses = Pause.objects.filter(there, contest=contest).select_related("by", "school").order_by("-from_at")[:30]
    starts = RoomStart.objects.filter(there, contest=contest).select_related("by", "school").order_by("-started_at")
    found = [Event(row.at, "notice", row.text, _name(row.by)) for row in notices]
    found += [
        Event(row.from_at, "pause", row.reason, _name(row.by), _school(row.school), row.class_name, row.to_at)
        for row in pauses
    ]
    found += [Event(row.started_at, "start", "", _name(row.by), row.school.name, row.class_name) for row in starts[:30]]
    return sorted(found, key=lambda event: event.at, reverse=True)[:30]


def _name(user: User | None) -> str:
    return user.full_name if user else ""


def _school(school: School | None) -> str:
    return school.name if school else ""


def rooms_started(contest: Contest) -> set[tuple[int, str]]:
    """School and class of the rooms whose start was called."""
    return set(RoomStart.objects.filter(contest=contest).values_list("school_id", "class_name"))
