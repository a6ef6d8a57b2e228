"""A contest that is over, with a class that sat it: attempts, answers graded, results counted."""

import json
from datetime import datetime, timedelta

from contests.actions.settling import settle_contest
from contests.models import Answer, Attempt, AttemptState, Contest, PaperItem
from schools.models import School, User
from tests.factories import make_school, make_user
from tests.factories_contests import make_attempt, make_contest, make_paper, right_value, wrong_value
from tests.factories_quiz import make_questions

MINUTE = 60_000


def make_over(*, rights: list[int], questions: int = 4, school: School | None = None, **fields: object) -> Contest:
    """Each pupil's number of right answers (the first items); they take 5, 6, … minutes and stand."""
    school = school or make_school()
    contest = make_contest(school=school, by=make_user("teacher", school=school), **fields)
    make_paper(contest, make_questions(questions))
    for number, right in enumerate(rights):
        make_ended(contest, make_user(school=school), right, used_ms=(5 + number) * MINUTE)
    return contest


def make_ended(contest: Contest, user: User, right: int, *, used_ms: int, **fields: object) -> Attempt:
    """An attempt that was handed in: the first `right` items right, the others wrong."""
    ended = contest.opens_at + timedelta(milliseconds=used_ms)
    items = list(PaperItem.objects.filter(paper__contest=contest, paper__number=1).order_by("position"))
    given = {
        "state": AttemptState.SUBMITTED,
        "submitted_at": ended,
        "ended_at": ended,
        "stands_at": ended,
        "time_used_ms": used_ms,
        "answered": len(items),
        "right": right,
        "points": sum(item.points for item in items[:right]),
    }
    attempt = make_attempt(contest, user, **{**given, **fields})
    for number, item in enumerate(items):
        good = number < right
        Answer.objects.create(
            attempt=attempt,
            item=item,
            value=json.dumps(right_value(item) if good else wrong_value(item)),
            opening=1,
            seq=number + 1,
            received_at=ended,
            points=item.points if good else 0,
            right=good,
            key_version=1,
        )
    return attempt


def make_counted(*, rights: list[int], **fields: object) -> Contest:
    """The same with its results counted (and published at once, unless the sheet says otherwise)."""
    contest = make_over(rights=rights, **fields)  # type: ignore[arg-type]  # fields of a contest
    assert settle_contest(contest=contest, at=over(contest))
    contest.refresh_from_db()
    return contest


def over(contest: Contest, *, hours: float = 0) -> datetime:
    """A moment after the last answer has had its time, and so many hours."""
    return contest.closes_at + timedelta(minutes=1, hours=hours)
