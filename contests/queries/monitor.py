"""Who sits a contest and how it goes with them: the supervisor's rows, in the same few queries at any size."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Max, Q, QuerySet, Sum

from contests.models import (
    Allowance,
    Attempt,
    AttemptState,
    Contest,
    Disqualification,
    LateAnswer,
    PaperItem,
    Pause,
    Ruling,
    Signal,
)
from contests.queries import expected
from contests.queries.expected import Person
from schools.rules import names


class Show(StrEnum):
    """Which rows a supervisor wants to see."""

    ALL = ""
    HEED = "heed"
    ABSENT = "absent"
    SITTING = "sitting"
    OFFLINE = "offline"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    LATE = "late"
    SIGNALS = "signals"


ABSENT = "absent"
#: What has been left or moved so often is worth a look; a hint, no verdict.
MANY_SIGNALS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One person with the newest attempt, if there is one. `online` is put in by who knows the sockets."""

    user: int
    name: str
    sort: str
    school: int | None
    class_name: str
    attempt: int | None = None
    number: int = 0
    state: str = ABSENT
    answered: int = 0
    items: int = 0
    predicted: bool = False
    started_at: datetime | None = None
    due_at: datetime | None = None
    extra_ms: int = 0
    lost_ms: int = 0
    openings: int = 0
    late: int = 0
    signals: int = 0
    signal_at: datetime | None = None
    receipt: str = ""
    channel: str = ""
    paused: bool = False
    out: bool = False
    online: bool = False

    @property
    def offline(self) -> bool:
        """Sitting without an open socket: the answers wait on the device."""
        return self.state == AttemptState.SITTING and not self.online

    @property
    def heed(self) -> bool:
        """Worth a look now."""
        return self.offline or self.late > 0 or self.signals >= MANY_SIGNALS or self.openings > 1

    def is_in(self, show: Show) -> bool:
        """Whether it belongs to what is to be shown."""
        match show:
            case Show.ALL:
                return True
            case Show.HEED:
                return self.heed
            case Show.OFFLINE:
                return self.offline
            case Show.LATE:
                return self.late > 0
            case Show.SIGNALS:
                return self.signals > 0
        return self.state == show.value


@dataclass(frozen=True, slots=True)
class Sums:
    """The strip above the rows; `begun` are persons, late answers are answers."""

    expected: int
    begun: int
    sitting: int
    submitted: int
    closed: int
    late: int
    offline: int


def sums_of(rows: Iterable[Row]) -> Sums:
    """Counted from all rows of the contest (or school), whatever is shown of them."""
    rows = list(rows)
    count = {state: sum(row.state == state for row in rows) for state in (ABSENT, *AttemptState.values)}
    return Sums(
        expected=len(rows),
        begun=len(rows) - count[ABSENT],
        sitting=count[AttemptState.SITTING],
        submitted=count[AttemptState.SUBMITTED],
        closed=count[AttemptState.CLOSED],
        late=sum(row.late for row in rows),
        offline=sum(row.offline for row in rows),
    )


def chosen(rows: Iterable[Row], *, show: Show, class_name: str, words: str) -> list[Row]:
    """Those of a class, in a state, and with every word in the name, whatever its marks."""
    wanted = names.fold(words).split()
    return [
        row
        for row in rows
        if row.is_in(show)
        and (not class_name or row.class_name == class_name)
        and all(word in names.fold(row.name) for word in wanted)
    ]


def classes(rows: Iterable[Row]) -> list[str]:
    """The classes among these rows, 6A2 before 6A10."""
    return sorted({row.class_name for row in rows if row.class_name}, key=names.natural)


def monitored(
    contest: Contest, school_id: int | None, at: datetime, user_ids: Collection[int] | None = None
) -> list[Row]:
    """Everybody who is expected or has come, by class and name the Vietnamese way; of a school, or of these people."""
    people = {person.user: person for person in expected.people_expected(contest, school_id, user_ids)}
    attempts = _newest_attempts(contest, school_id, user_ids)
    for attempt in attempts.values():
        if attempt.user_id not in people:  # came without being on the roll of the day: moved, or invited no more
            who = attempt.user
            people[who.pk] = Person(who.pk, who.full_name, who.sort_key, attempt.school_id, attempt.class_name)
    around = _Around(contest, attempts.values(), at)
    rows = (_row(person, attempts.get(person.user), around) for person in people.values())
    return sorted(rows, key=lambda row: (names.natural(row.class_name), row.sort, row.name, row.user))


def _newest_attempts(contest: Contest, school_id: int | None, user_ids: Collection[int] | None) -> dict[int, Attempt]:
    rows = Attempt.objects.filter(contest=contest).select_related("user").order_by("number")
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    if user_ids is not None:
        rows = rows.filter(user_id__in=user_ids)
    return {attempt.user_id: attempt for attempt in rows}


class _Around:
    """What stands beside the attempts of one contest, each by one query."""

    def __init__(self, contest: Contest, attempts: Collection[Attempt], at: datetime) -> None:
        ids = [attempt.pk for attempt in attempts]
        papers = PaperItem.objects.filter(paper__contest=contest).order_by()
        self.items = dict(papers.values_list("paper_id").annotate(n=Count("pk")))
        late = LateAnswer.objects.filter(attempt__contest=contest, ruling=Ruling.WAITING).order_by()
        self.late = dict(late.values_list("attempt__user_id").annotate(n=Count("pk")))
        self.signals = _signals(contest, ids)
        self.pauses = list(pauses_now(contest, at))
        given = Allowance.objects.filter(contest=contest).order_by()
        self.given = dict(given.values_list("user_id").annotate(ms=Sum("extra_ms")))
        out = Disqualification.objects.filter(contest=contest, lifted_at=None)
        self.out = set(out.values_list("user_id", flat=True))

    def paused(self, attempt: Attempt) -> bool:
        return attempt.state == AttemptState.SITTING and any(
            pause.school_id is None
            or (pause.school_id == attempt.school_id and pause.class_name in {"", attempt.class_name})
            for pause in self.pauses
        )


def _signals(contest: Contest, ids: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    rows = Signal.objects.filter(attempt__contest=contest).order_by()
    counted = rows.values_list("attempt_id").annotate(n=Count("pk"), last=Max("at"))
    newest = set(ids)
    return {attempt: (n, last) for attempt, n, last in counted if attempt in newest}


def _row(person: Person, attempt: Attempt | None, around: _Around) -> Row:
    common = {
        "user": person.user,
        "name": person.name,
        "sort": person.sort,
        "late": around.late.get(person.user, 0),
        "out": person.user in around.out,
    }
    if attempt is None:
        given = around.given.get(person.user, 0)
        return Row(**common, school=person.school, class_name=person.class_name, extra_ms=given)
    signals, signal_at = around.signals.get(attempt.pk, (0, None))
    return Row(
        **common,
        school=attempt.school_id,
        class_name=attempt.class_name,
        attempt=attempt.pk,
        number=attempt.number,
        state=attempt.state,
        answered=attempt.answered,
        items=around.items.get(attempt.paper_id, 0),
        predicted=attempt.prediction is not None,
        started_at=attempt.started_at,
        due_at=attempt.due_at,
        extra_ms=attempt.extra_ms,
        lost_ms=attempt.lost_ms,
        openings=attempt.openings,
        signals=signals,
        signal_at=signal_at,
        receipt=attempt.receipt,
        channel=attempt.channel,
        paused=around.paused(attempt),
    )


def pauses_now(contest: Contest, at: datetime, school_id: int | None = None) -> QuerySet[Pause]:
    """Pauses that go on, the earliest first, each with its school; those of one school, or all."""
    rows = Pause.objects.filter(Q(to_at=None) | Q(to_at__gt=at), contest=contest, from_at__lte=at)
    if school_id is not None:
        rows = rows.filter(school=school_id)
    return rows.select_related("school")
