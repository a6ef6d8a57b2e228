"""Contests: by code, by who runs them, and who is invited."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from backend import clock
from contests.models import Answer, Attempt, AttemptState, Audience, Contest, ContestState, Paper, PaperItem
from quiz import queries as bank
from schools import queries as people
from schools.models import School, User

LIVE = (ContestState.PUBLISHED, ContestState.SETTLED)


@dataclass(frozen=True)
class InvitedAs:
    """The place in which a person takes part, as it is on the day."""

    school: School | None
    class_name: str = ""
    grade: int | None = None


def contest_by_code(code: str) -> Contest | None:
    """An announced contest; drafts and cancelled ones are not found by their code."""
    return Contest.objects.filter(code=code.upper(), state__in=LIVE).select_related("school").first()


def invited_as(contest: Contest, user: User, *, on: datetime) -> InvitedAs | None:
    """The school, class and grade in which this person is invited, or None."""
    if user.is_demo != contest.is_demo or user.school_id is None:
        return None
    invitations = contest.invitations.filter(school_id=user.school_id)
    if contest.audience == Audience.TEACHERS:
        staff = user.role in {"teacher", "leader"}
        return InvitedAs(user.school) if staff and invitations.exists() else None
    school_class = people.current_class(user, clock.day_of(on)) if user.role == "pupil" else None
    if school_class is None or not invitations.filter(Q(grade=None) | Q(grade=school_class.grade)).exists():
        return None
    return InvitedAs(school_class.school, school_class.name, school_class.grade)


def paper_for(contest: Contest) -> Paper:
    """The paper that is sat (one per contest until parallel papers come)."""
    return contest.papers.get(number=1)


def contests_run_by(user: User) -> QuerySet[Contest]:
    """What this person may run or oversee: own school's for teachers and leaders, the province for the Department."""
    if user.role in {"officer", "admin"}:
        return Contest.objects.filter(is_demo=user.is_demo) if user.is_demo else Contest.objects.all()
    if user.role in {"teacher", "leader"} and user.school_id:
        return Contest.objects.filter(school_id=user.school_id)
    return Contest.objects.none()


def contests_inviting(user: User) -> QuerySet[Contest]:
    """Announced contests of others (the Department's) that invite this person's school."""
    if not user.school_id:
        return Contest.objects.none()
    invited = Contest.objects.filter(state__in=LIVE, invitations__school_id=user.school_id, is_demo=user.is_demo)
    return invited.exclude(school_id=user.school_id).distinct()


def with_counts(contests: QuerySet[Contest]) -> QuerySet[Contest]:
    """Each with `begun` and `ended`, the numbers of attempts."""
    return contests.select_related("school").annotate(
        begun=Count("attempts", distinct=True),
        ended=Count("attempts", filter=~Q(attempts__state="sitting"), distinct=True),
    )


def contests_on(user: User | None, at: datetime) -> list[Contest]:
    """For the home page: what runs or comes soon, for this person or (board open to all) for a visitor."""
    rows = Contest.objects.filter(state=ContestState.PUBLISHED, closes_at__gt=at).order_by("opens_at")
    if user is not None and user.is_authenticated and user.school_id:
        return list(rows.filter(invitations__school_id=user.school_id, is_demo=user.is_demo).distinct()[:20])
    return list(rows.filter(board_to="everybody")[:10])


def progress(contest: Contest) -> dict[str, int]:
    """`{"begun", "sitting", "submitted", "closed", "late"}` of a contest, in one query."""
    return Attempt.objects.filter(contest=contest).aggregate(
        begun=Count("pk", distinct=True),
        sitting=Count("pk", filter=Q(state="sitting"), distinct=True),
        submitted=Count("pk", filter=Q(state="submitted"), distinct=True),
        closed=Count("pk", filter=Q(state="closed"), distinct=True),
        late=Count("late_answers", distinct=True),
    )


def stays_published(contest_id: int) -> bool:
    """Whether it stands open in the database now and will until this transaction ends, whatever was read earlier.

    A shared lock: those who start do not wait for each other, only for one who settles or cancels. (SQLite needs none:
    its transactions write one after the other.)
    """
    share = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM contests_contest WHERE id = %s AND state = %s{share}", [contest_id, "published"])  # noqa: S608 - two constants
        return cursor.fetchone() is not None


def unsettled(at: datetime) -> QuerySet[Contest]:
    """Published contests whose window is over."""
    return Contest.objects.filter(state=ContestState.PUBLISHED, closes_at__lte=at)


@dataclass(frozen=True)
class ItemSum:
    """An item of a contest's papers: `n` turns ended with it, `earned` of `possible` hundredths of a point."""

    question: int
    revision: int
    n: int
    earned: int
    possible: int


def item_sums(contest_id: int) -> list[ItemSum]:
    """Every item of the contest's papers with what its turns earned; three queries."""
    turns = dict(
        Attempt.objects.filter(contest_id=contest_id)
        .exclude(state=AttemptState.SITTING)
        .order_by()
        .values_list("paper_id")
        .annotate(n=Count("pk"))
    )
    earned = dict(
        Answer.objects.filter(attempt__contest_id=contest_id)
        .exclude(attempt__state=AttemptState.SITTING)
        .order_by()
        .values_list("item_id")
        .annotate(earned=Sum("points"))
    )
    items = PaperItem.objects.filter(paper__contest_id=contest_id)
    rows = items.values_list("pk", "revision__question_id", "revision_id", "paper_id", "points")
    return [
        ItemSum(question, revision, turns.get(paper, 0), earned.get(item) or 0, turns.get(paper, 0) * points)
        for item, question, revision, paper, points in rows
    ]


def paper_sources(contest: Contest) -> bank.Sources | None:
    """Where the items of the frozen paper come from; None before publishing."""
    revisions = PaperItem.objects.filter(paper__contest=contest).values_list("revision_id", flat=True)
    return bank.sources_of(list(revisions)) if contest.state != ContestState.DRAFT else None


def window_days(contest: Contest) -> tuple[date, date]:
    """First and last day (of the settings' zone) on which somebody may sit."""
    return clock.day_of(contest.opens_at), clock.day_of(contest.closes_at)


def revisions_used(code: str) -> tuple[list[int], date, date] | None:
    """The revisions a contest's papers hold and the days of its window; None for an unknown code."""
    contest = Contest.objects.filter(code=code.upper()).first()
    if contest is None:
        return None
    rows = contest.papers.values_list("items__revision_id", flat=True)
    return sorted({row for row in rows if row is not None}), *window_days(contest)
