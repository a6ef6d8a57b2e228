"""The rehearsal before the day: which rooms there are, how their devices did, and the question that is tried."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from contests.models import Contest, Entry, RehearsalCheck
from contests.queries import entrants, expected
from contests.queries.eligibility import asked
from contests.rules.rehearsal import Check, Sum, summed
from quiz.queries import ShownItem
from quiz.queries.practice import open_questions, question_again
from schools.models import School, User


@dataclass(frozen=True)
class Place:
    """Where a device is tried: the rooms that may be chosen, `own` where there is nothing to choose."""

    school: School
    rooms: Sequence[str]
    own: str = ""

    def room(self, wanted: str) -> str:
        """The room that was chosen; the own one where nothing was. Empty where there is none such."""
        chosen = wanted or self.own
        return chosen if chosen in self.rooms else ""


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room with the number of devices it should have and what is known of them."""

    name: str
    wanted: int
    sum: Sum
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """All devices of a school."""

    school: School
    wanted: int
    sum: Sum
    last_at: datetime | None


def rooms_in(contest: Contest, school: School) -> list[str]:
    """Rooms of a school in which the contest is sat."""
    return list(_sizes(contest, school.pk))


def own_place(contest: Contest, user: User, at: datetime) -> Place | None:
    """The room of somebody who takes part, None for those who do not."""
    place = asked(contest, user, on=at).place
    if place is None or place.school is None:
        return None
    room = place.room or place.class_name
    return Place(place.school, [room], room) if room else None


def room_lines(contest: Contest, school_id: int, devices: int = 0) -> list[RoomLine]:
    """The rooms of a school, 6A2 before 6A10; `devices`: how many each should have, 0 for as many as it has people."""
    sizes = _sizes(contest, school_id)
    checks: dict[str, list[RehearsalCheck]] = {}
    for row in checks_of(contest).filter(school=school_id):
        checks.setdefault(row.room, []).append(row)
    names = sorted({*sizes, *checks}, key=entrants.by_class)
    return [_room(name, devices or sizes.get(name, 0), checks.get(name, [])) for name in names]


def _room(name: str, wanted: int, rows: Sequence[RehearsalCheck]) -> RoomLine:
    return RoomLine(name, wanted, summed(map(check_of, rows), wanted), _last(rows))


def school_lines(contest: Contest) -> list[SchoolLine]:
    """Every school that takes part, by name."""
    sizes = expected.expected_by_school(contest)
    checks: dict[int, list[RehearsalCheck]] = {}
    for row in checks_of(contest).exclude(school=None):
        checks.setdefault(row.school_id or 0, []).append(row)
    return [
        SchoolLine(
            school,
            sizes[school.pk],
            summed(map(check_of, checks.get(school.pk, [])), sizes[school.pk]),
            _last(checks.get(school.pk, [])),
        )
        for school in expected.schools_named(sizes)
    ]


def checks_of(contest: Contest) -> QuerySet[RehearsalCheck]:
    return RehearsalCheck.objects.filter(contest=contest)


def check_of(row: RehearsalCheck) -> Check:
    """As the rules judge it."""
    return Check(row.socket, row.saved, row.storage, row.round_trip_ms)


def sample(at: datetime, language: str) -> ShownItem | None:
    """One question that anybody may practise, the same on every device; None from an empty bank."""
    question = open_questions(at).filter(kind="single").order_by("pk").first()
    if question is None or question.current_id is None:
        return None
    return question_again(question.current_id, 0, language=language).items[0]


def _sizes(contest: Contest, school_id: int) -> dict[str, int]:
    """How many sit in each room of a school, in the rooms' order."""
    people = expected.people_expected(contest, school_id)
    named = dict(
        Entry.objects.filter(contest=contest, user__school_id=school_id, withdrawn_at=None)
        .exclude(room="")
        .values_list("user_id", "room")
    )
    sizes = Counter(named.get(one.user) or one.class_name for one in people)
    return {name: sizes[name] for name in sorted(sizes, key=entrants.by_class) if name}


def _last(rows: Sequence[RehearsalCheck]) -> datetime | None:
    return max((row.at for row in rows), default=None)
