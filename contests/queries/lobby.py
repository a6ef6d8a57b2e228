"""What one person waits for before a paper: the own window, the room's start, the time there will be, the last word."""

from dataclasses import dataclass
from datetime import datetime

from backend import clock as calendar
from contests.models import Attempt, Contest, Notice, RuleVersion
from contests.queries import attempt as attempts
from contests.queries import time
from contests.rules import timing
from contests.rules.timing import Mode, Phase
from schools import queries as people
from schools.models import User

MINUTE_MS = 60_000


@dataclass(frozen=True)
class Waiting:
    """`opens_at`, `closes_at` and `length_ms` as they are for this person. `left_ms`: what one who starts now has.

    `waits_for_room`: the window is open, but the own room has not been told to begin. `attempt` is the newest.
    """

    contest: Contest
    phase: Phase
    opens_at: datetime
    closes_at: datetime
    length_ms: int
    left_ms: int
    waits_for_room: bool
    paused: bool
    attempt: Attempt | None
    attempts_left: bool
    notice: Notice | None

    @property
    def minutes(self) -> int:
        return self.length_ms // MINUTE_MS

    @property
    def short_minutes(self) -> int | None:
        """Minutes that one who starts now really has, where that is less than the length."""
        starts = self.phase is Phase.OPEN and not self.waits_for_room
        return self.left_ms // MINUTE_MS if starts and self.left_ms < self.length_ms else None

    @property
    def turn(self) -> int:
        """The number of the attempt that would be begun now."""
        return self.attempt.number + 1 if self.attempt else 1

    @property
    def stamp(self) -> str:
        """Differs when the page would say something else."""
        sat = f"{self.attempt.pk}{self.attempt.state}{self.attempts_left}" if self.attempt else ""
        window = f"{self.opens_at.timestamp():.0f}-{self.closes_at.timestamp():.0f}-{self.length_ms}"
        rules = f"{self.contest.state}{self.contest.rules_version}"
        return f"{rules}.{self.phase.value}.{window}.{self.waits_for_room:d}{self.paused:d}.{sat}"


def waiting(contest: Contest, user: User | None, at: datetime) -> Waiting:
    """How it stands for this person (None: a visitor); some eight queries at most."""
    person = user.pk if user else 0
    clocks = time.Clocks(contest, [person])
    attempt = attempts.attempt_of(contest.pk, person) if user else None
    school, class_name = _place(user, attempt, at)
    opens_at, closes_at = clocks.window(person)
    its = clocks.clock(user_id=person, school_id=school, class_name=class_name, started_at=at)
    phase = timing.phase_of(opens_at, closes_at, at)
    room_at = clocks.room_at(person, school, class_name)
    return Waiting(
        contest=contest,
        phase=phase,
        opens_at=opens_at,
        closes_at=closes_at,
        length_ms=contest.length_ms + its.extra_ms,
        left_ms=its.left_ms(at),
        waits_for_room=clocks.mode is Mode.SUPERVISED and phase is Phase.OPEN and (room_at is None or at < room_at),
        paused=phase is Phase.OPEN and its.stands(at),
        attempt=attempt,
        attempts_left=attempt is not None and attempts.has_one_left(attempt, at),
        notice=Notice.objects.filter(contest=contest).first(),
    )


def _place(user: User | None, attempt: Attempt | None, at: datetime) -> tuple[int | None, str]:
    if attempt is not None:
        return attempt.school_id, attempt.class_name
    if user is None:
        return None, ""
    school_class = people.current_class(user, calendar.day_of(at))
    return (school_class.school_id, school_class.name) if school_class else (user.school_id, "")


def rules_changed(contest: Contest) -> RuleVersion | None:
    """The newest change of the rules after they were published."""
    if contest.rules_version == 1:
        return None
    return RuleVersion.objects.filter(contest=contest).exclude(changed="").order_by("-version").first()


def items_count(contest: Contest) -> int:
    """How many items a paper of it has."""
    paper = contest.papers.order_by("number").first()
    return paper.items.count() if paper else 0
