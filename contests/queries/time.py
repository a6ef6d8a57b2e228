"""Time given and time lost: what the clocks of attempts are made of, and what a supervisor sees of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from contests.models import Allowance, Attempt, Contest, Disqualification, Entry, Pause, RoomStart, SittingMode
from contests.rules import timing
from contests.rules.timing import Clock, Mode, Stop
from schools.models import School


@dataclass(frozen=True, slots=True)
class Given:
    """The sum of what one person was given, in ms."""

    extra_ms: int = 0
    shift_ms: int = 0


def pauses_now(contest: Contest) -> QuerySet[Pause]:
    """Pauses that go on, the earliest first, each with its school and who said it."""
    return Pause.objects.filter(contest=contest, to_at=None).select_related("school", "by")


def pauses_of(contest: Contest) -> QuerySet[Pause]:
    """Every pause and outage of the contest in the order of time."""
    return Pause.objects.filter(contest=contest).select_related("school", "by")


def allowances_of(contest: Contest) -> QuerySet[Allowance]:
    """Every allowance with whose it is and who gave it, the newest first."""
    return Allowance.objects.filter(contest=contest).select_related("user", "user__school", "by").order_by("-at", "-pk")


def room_starts_of(contest: Contest) -> QuerySet[RoomStart]:
    """Rooms that have been told to begin."""
    return RoomStart.objects.filter(contest=contest).select_related("school", "by").order_by("started_at", "pk")


def given_to(contest_id: int, user_ids: Collection[int]) -> dict[int, Given]:
    """By person; who was given nothing is not in it."""
    rows = Allowance.objects.filter(contest_id=contest_id, user_id__in=user_ids).order_by()
    sums = rows.values_list("user_id").annotate(extra=Sum("extra_ms"), shift=Sum("shift_ms"))
    return {user: Given(extra, shift) for user, extra, shift in sums}


def stops_of(contest_ids: Collection[int]) -> dict[int, list[Stop]]:
    """The pauses of these contests as the rules know them, by contest; one query."""
    stops: dict[int, list[Stop]] = {}
    rows = Pause.objects.filter(contest_id__in=contest_ids)
    for contest, start, end, school, name in rows.values_list(
        "contest_id", "from_at", "to_at", "school_id", "class_name"
    ):
        stops.setdefault(contest, []).append(Stop(start, end, school, name))
    return stops


def stopped_now() -> Exists:
    """Of the attempt that the query around this one looks at: whether its clock stands still."""
    of_school = Q(school=OuterRef("school")) & (Q(class_name="") | Q(class_name=OuterRef("class_name")))
    rows = Pause.objects.filter(Q(school=None) | of_school, contest=OuterRef("contest"), to_at=None)
    return Exists(rows.filter(from_at__lt=OuterRef("due_at")))


class Clocks:
    """The clocks of one contest: read once, in four queries at most, for as many people as are named."""

    def __init__(self, contest: Contest, user_ids: Collection[int]) -> None:
        self.contest = contest
        self.given: Mapping[int, Given] = given_to(contest.pk, user_ids)
        self.stops = stops_of([contest.pk]).get(contest.pk, [])
        self.mode = Mode(contest.mode)
        self._rooms: dict[int, str] = {}
        self._room_starts: dict[tuple[int, str], datetime] = {}
        if contest.mode == SittingMode.SUPERVISED:
            starts = RoomStart.objects.filter(contest=contest)
            self._room_starts = {(row.school_id, row.class_name): row.started_at for row in starts}
            rooms = Entry.objects.filter(contest=contest, user_id__in=user_ids).exclude(room="")
            self._rooms = dict(rooms.values_list("user_id", "room"))

    def window(self, user_id: int) -> tuple[datetime, datetime]:
        """The window of this person."""
        shift = self.given.get(user_id, Given()).shift_ms
        return timing.window(self.contest.opens_at, self.contest.closes_at, shift)

    def room_at(self, user_id: int, school_id: int | None, class_name: str) -> datetime | None:
        """When this person's room was told to begin: the own room, where one is named, else the own class."""
        room = self._rooms.get(user_id, "")
        places = [(school, room) for school in (school_id, self.contest.school_id)] if room else []
        for school, name in [*places, (school_id, class_name)]:
            if school is not None and (school, name) in self._room_starts:
                return self._room_starts[school, name]
        return None

    def stops_for(self, school_id: int | None, class_name: str) -> tuple[Stop, ...]:
        return tuple(stop for stop in self.stops if stop.covers(school_id, class_name))

    def clock(self, *, user_id: int, school_id: int | None, class_name: str, started_at: datetime) -> Clock:
        """The clock of an attempt begun then, whether or not there is a row of it."""
        opens_at, closes_at = self.window(user_id)
        room_at = self.room_at(user_id, school_id, class_name)
        return Clock(
            runs_from=timing.runs_from(self.mode, started_at=started_at, opens_at=opens_at, room_at=room_at),
            length_ms=self.contest.length_ms,
            closes_at=closes_at,
            extra_ms=self.given.get(user_id, Given()).extra_ms,
            stops=self.stops_for(school_id, class_name),
        )

    def of(self, attempt: Attempt) -> Clock:
        """The clock of an attempt."""
        return self.clock(
            user_id=attempt.user_id,
            school_id=attempt.school_id,
            class_name=attempt.class_name,
            started_at=attempt.started_at,
        )


def clock_of(attempt: Attempt) -> Clock:
    """The clock of one attempt (its contest loaded): `due_at`, `stands(at)`, `left_ms(at)`."""
    return Clocks(attempt.contest, [attempt.user_id]).of(attempt)


def attempts_in(contest: Contest, school: School | None, class_name: str) -> QuerySet[Attempt]:
    """Attempts of the contest in a place: everybody's, a school's, or those of one class of it."""
    rows = Attempt.objects.filter(contest=contest)
    if school is not None:
        rows = rows.filter(school=school, **({"class_name": class_name} if class_name else {}))
    return rows


def may_reopen(contest: Contest, attempts: Collection[Attempt]) -> set[int]:
    """Ids of those among these attempts of a contest that are their person's newest, and whose person is not out."""
    people = {attempt.user_id for attempt in attempts}
    rows = Attempt.objects.filter(contest=contest, user_id__in=people).order_by()
    last = dict(rows.values_list("user_id").annotate(last=Max("number")))
    out = Disqualification.objects.filter(contest=contest, user_id__in=people, lifted_at=None)
    gone = set(out.values_list("user_id", flat=True))
    return {row.pk for row in attempts if row.number == last.get(row.user_id) and row.user_id not in gone}
