"""Contests: by code, by who runs them, and who is invited."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from backend import clock
from contests.models import (
    Allowance,
    Attempt,
    Confirmation,
    Contest,
    ContestState,
    MultipleScoring,
    OpensAt,
    Paper,
    PaperItem,
    ResultList,
)
from contests.queries.eligibility import InvitedAs, asked
from contests.rules.drawing import shuffled
from contests.rules.scoring import Scoring
from quiz import queries as bank
from schools.models import User

LIVE = (ContestState.PUBLISHED, ContestState.SETTLED)


def contest_by_code(code: str) -> Contest | None:
    """An announced contest; drafts and cancelled ones are not found by their code."""
    return Contest.objects.filter(code=code.upper(), state__in=LIVE).select_related("school").first()


def was_called_off(code: str) -> bool:
    """Whether an announced contest of this code was cancelled."""
    return Contest.objects.filter(code=code.upper(), state=ContestState.CANCELLED, published_at__isnull=False).exists()


def invited_as(contest: Contest, user: User, *, on: datetime) -> InvitedAs | None:
    """The school, class and grade in which this person may take part, or None (`eligibility.asked` says why)."""
    return asked(contest, user, on=on).place


def papers_to_draw(contest: Contest) -> list[Paper]:
    """Its parallel papers by number; none before publishing."""
    return list(contest.papers.order_by("number"))


def paper_for(papers: Sequence[Paper], seed: str, *, had: Collection[int] = ()) -> Paper:
    """Which of a contest's papers an attempt with this seed has: each as likely, if there is one another than those
    which the person has `had`."""
    fresh = [paper for paper in papers if paper.pk not in had] or papers
    if not fresh:
        raise Paper.DoesNotExist
    return shuffled(fresh, f"{seed}:paper")[0]


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
    """Each with `begun` and `ended`, the numbers of people; newest first (grouping would forget the order)."""
    counted = contests.select_related("school").annotate(
        begun=Count("attempts__user", distinct=True),
        ended=Count("attempts__user", filter=~Q(attempts__state="sitting"), distinct=True),
    )
    return counted.order_by("-opens_at", "-pk")


def contests_on(user: User | None, at: datetime) -> list[Contest]:
    """For the home page: what runs or comes soon, for this person or (board open to all) for a visitor."""
    rows = Contest.objects.filter(state=ContestState.PUBLISHED, closes_at__gt=at).order_by("opens_at")
    if user is not None and user.is_authenticated and user.school_id:
        return list(rows.filter(invitations__school_id=user.school_id, is_demo=user.is_demo).distinct()[:20])
    return list(rows.filter(board_to="everybody")[:10])


def sat_by(user: User, *, most: int = 5) -> list[Attempt]:
    """The person's newest attempt that has ended in each contest, the newest first; for the home page."""
    rows = Attempt.objects.filter(user=user, contest__state__in=LIVE).exclude(state="sitting")
    newest: dict[int, Attempt] = {}
    for row in rows.select_related("contest").order_by("-started_at", "-pk")[: 4 * most]:
        newest.setdefault(row.contest_id, row)
    return list(newest.values())[:most]


def progress(contest: Contest) -> dict[str, int]:
    """`{"begun", "sitting", "submitted", "closed", "late"}` of a contest, in one query: people, and late answers."""
    return Attempt.objects.filter(contest=contest).aggregate(
        begun=Count("user", distinct=True),
        sitting=Count("user", filter=Q(state="sitting"), distinct=True),
        submitted=Count("user", filter=Q(state="submitted"), distinct=True),
        closed=Count("user", filter=Q(state="closed"), distinct=True),
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


def keeping_questions(*, is_demo: bool) -> QuerySet[Contest]:
    """Announced contests whose questions and answers nobody outside is told yet: until results are published, and
    where the rule sheet keeps them, for good. What leaves the house names none of their questions."""
    listed = Exists(ResultList.objects.filter(contest=OuterRef("pk"), published_at__isnull=False))
    told = Q(state=ContestState.SETTLED) & (Q(confirmation=Confirmation.AT_ONCE) | listed)
    kept = Q(keys_open=OpensAt.NEVER) | Q(results_open=OpensAt.NEVER)
    announced = Contest.objects.filter(state__in=(ContestState.PUBLISHED, ContestState.SETTLED), is_demo=is_demo)
    return announced.filter(~told | kept)


def unsettled(at: datetime) -> QuerySet[Contest]:
    """Published contests whose window is over."""
    return Contest.objects.filter(state=ContestState.PUBLISHED, closes_at__lte=at)


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


def scoring_of(contest: Contest) -> Scoring:
    """How this contest's answers are scored."""
    return Scoring(contest.multiple_scoring == MultipleScoring.PARTIAL, contest.negative_percent)


def latest_shift_ms(contest_id: int) -> int:
    """By how much the latest window of a single person begins later than the contest's; 0 where nobody's does."""
    shifts = Allowance.objects.filter(contest_id=contest_id).order_by().values("user_id").annotate(all=Sum("shift_ms"))
    return max((row["all"] for row in shifts), default=0)


def holder_of(contest: Contest) -> str:
    """The name under which the bank holds its items."""
    return f"contest:{contest.code}"
