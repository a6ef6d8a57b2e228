"""Appeals: until when they may be made, a pupil's own, and the desk's list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, QuerySet, Value, When

from contests.models import Appeal, AppealState, Attempt, Contest
from contests.queries import results


@dataclass(frozen=True)
class Window:
    """From the publication of the results that stand, for so many hours."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def window(contest: Contest) -> Window | None:
    """None where the rule sheet gives no time for appeals, or nothing is published yet.

    A corrected list opens it again: whoever lost a place by it may ask, too.
    """
    published = results.published_list(contest)
    if not contest.appeal_h or published is None or published.published_at is None:
        return None
    return Window(published.published_at, published.published_at + timedelta(hours=contest.appeal_h))


def appeals_of(attempt: Attempt) -> QuerySet[Appeal]:
    """A pupil's own, the newest first."""
    return attempt.appeals.select_related("item").order_by("-at", "-pk")


def appeals_in(contest: Contest, state: str = "") -> QuerySet[Appeal]:
    """The desk's list: those that wait first, in the order they came."""
    open_first = Case(When(state=AppealState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Appeal.objects.filter(attempt__contest=contest)
    if state:
        rows = rows.filter(state=state)
    people = ("attempt__user", "attempt__school", "item", "answered_by")
    return rows.select_related(*people).order_by(open_first, "at", "pk")


def appeal_in(contest: Contest, appeal_id: int) -> Appeal | None:
    """One of this contest's."""
    return appeals_in(contest).filter(pk=appeal_id).first()
