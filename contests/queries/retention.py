"""Whose names have been kept long enough: contests past their time, and pupils who left and have no trace of late."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from backend import clock
from contests.models import (
    Allowance,
    Attempt,
    AttemptState,
    Certificate,
    Contest,
    ContestState,
    Disqualification,
    Entry,
    Exclusion,
)
from contests.rules.retention import PERSON_MONTHS, months_later
from schools.models import Enrolment, Role, Trail, User

#: The trail's word for a hold; its note begins with the day.
HELD = "identities_held"
#: Contests are shown so long before their names go, so that they can still be held back.
SHOWN_DAYS = 90
#: Rows that say who somebody is in a contest.
SAT = (Attempt, Certificate, Disqualification)
LISTED = (Entry, Exclusion, Allowance)


@dataclass(frozen=True)
class Kept:
    """A contest that still knows its people, since when there are results, and the day on which it forgets them.

    `held`: the newest hold in the trail's words, empty for none.
    """

    contest: Contest
    since: date
    due_on: date
    people: int = 0
    attempts: int = 0
    certificates: int = 0
    held: str = ""


def is_due(contest: Contest, at: datetime) -> bool:
    """Whether its time is over. Never while somebody sits it, nor for demonstrations: nobody in them is real."""
    row = _ended().filter(pk=contest.pk).first()
    return row is not None and _is_over(row, at)


def kept(contest: Contest) -> Kept | None:
    """One contest's days; None where it has no results or has forgotten its people already."""
    row = _ended().filter(pk=contest.pk).first()
    return _kept(row) if row else None


def due(at: datetime) -> Iterator[Contest]:
    """Contests past their time, the oldest first."""
    return (contest for contest in _ended() if _is_over(contest, at))


def shown(at: datetime) -> list[Kept]:
    """Those that are due or soon will be, with what they hold, the next one first."""
    last = clock.day_of(at).toordinal() + SHOWN_DAYS
    near = [found for found in map(_kept, _ended()) if found.due_on.toordinal() <= last]
    held = _held(found.contest.code for found in near)
    return [_counted(found, held) for found in sorted(near, key=lambda one: (one.due_on, one.contest.pk))]


def _ended() -> QuerySet[Contest]:
    over = (ContestState.SETTLED, ContestState.CANCELLED)
    dated = Q(settled_at__isnull=False) | Q(cancelled_at__isnull=False)
    rows = Contest.objects.filter(dated, state__in=over, deidentified_at=None, is_demo=False)
    rows = rows.annotate(published=Max("result_lists__published_at"))
    return rows.select_related("school").order_by("settled_at", "pk")


def _kept(row: Any) -> Kept:
    """From the day of the last results that were published; else of the settling, or of the cancelling."""
    since = clock.day_of(max(at for at in (row.settled_at or row.cancelled_at, row.published) if at is not None))
    return Kept(row, since, months_later(since, max(1, row.retention_months)))


def _is_over(row: Contest, at: datetime) -> bool:
    sitting = Attempt.objects.filter(contest=row, state=AttemptState.SITTING)
    return _kept(row).due_on <= clock.day_of(at) and not sitting.exists()


def _held(codes: Iterable[str]) -> dict[str, str]:
    rows = Trail.objects.filter(act=HELD, subject__in=list(codes)).order_by("at", "pk")
    return dict(rows.values_list("subject", "note"))


def _counted(found: Kept, held: dict[str, str]) -> Kept:
    contest = found.contest
    sums = Attempt.objects.filter(contest=contest).aggregate(n=Count("pk"), people=Count("user", distinct=True))
    certificates = Certificate.objects.filter(contest=contest).count()
    return Kept(contest, found.since, found.due_on, sums["people"], sums["n"], certificates, held.get(contest.code, ""))


def people_of(contest: Contest) -> QuerySet[User]:
    """Everybody whom it still knows: who sat it, was listed or shut out, was given time or a certificate."""
    linked = Q()
    for model in (*SAT, *LISTED):
        linked |= Q(pk__in=model.objects.filter(contest=contest).values("user"))
    return User.objects.filter(linked, deidentified_at=None).select_related("school", "card").order_by("pk")


def people_due(at: datetime) -> QuerySet[User]:
    """Pupils in no class for a year, not seen since, to whom no contest points any more."""
    last = months_later(clock.day_of(at), -PERSON_MONTHS)
    since = clock.days_as_instants(last, last)[1]
    enrolled = Enrolment.objects.filter(Q(to_day=None) | Q(to_day__gte=last), pupil=OuterRef("pk"))
    listed = Entry.objects.filter(user=OuterRef("pk"), contest__closes_at__gte=since)
    traces = [~Exists(model.objects.filter(user=OuterRef("pk"))) for model in SAT]
    rows = User.objects.filter(role=Role.PUPIL, deidentified_at=None, is_demo=False, created_at__lt=since)
    rows = rows.filter(Q(last_login=None) | Q(last_login__lt=since))
    return rows.filter(~Exists(enrolled), ~Exists(listed), *traces).order_by("pk")
