"""Contests with people who have ended, for boards."""

import itertools
from datetime import datetime, timedelta

from contests.live.keeper import Keeper
from contests.live.pace import Pace
from contests.models import Answer, Attempt, AttemptState, Contest
from schools.models import Consent, Role, User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user

_seconds = itertools.count(1)


def make_board_contest(items: int = 3, **fields: object) -> Contest:
    """A published contest of one school with a paper of single-choice items."""
    school = fields.pop("school", None) or make_school()
    by = make_user(Role.TEACHER, school=school)
    contest = contests.make_contest(school=school, by=by, **fields)
    contests.make_paper(contest, bank.make_questions(items))
    return contest


def make_ended(contest: Contest, right: int = 0, user: User | None = None, **fields: object) -> Attempt:
    """Somebody who answered every item, the first `right` of them rightly, and handed in (a second after the last)."""
    user = user or make_user(Role.PUPIL, school=contest.school)
    ended_at = fields.pop("ended_at", contest.opens_at + timedelta(minutes=5, seconds=next(_seconds) % 60))
    assert isinstance(ended_at, datetime)
    paper = contest.papers.get()
    items = list(paper.items.order_by("position"))
    attempt = contests.make_attempt(
        contest,
        user,
        **{
            "state": AttemptState.SUBMITTED,
            "submitted_at": ended_at,
            "ended_at": ended_at,
            "time_used_ms": int((ended_at - contest.opens_at) / timedelta(milliseconds=1)),
            "answered": len(items),
            "points": right * 100,
            "right": right,
            **fields,
        },
    )
    for place, item in enumerate(items):
        good = place < right
        codes = contests.right_value(item) if good else contests.wrong_value(item)
        Answer.objects.create(
            attempt=attempt,
            item=item,
            value=str(codes).replace("'", '"'),
            opening=1,
            seq=place + 1,
            received_at=ended_at - timedelta(seconds=1),
            points=100 if good else 0,
            right=good,
            key_version=1,
        )
    return attempt


def consent_to_name(user: User, at: datetime) -> None:
    """Child and representative both allow the name on boards."""
    for given_by in ("child", "representative"):
        Consent.objects.create(user=user, purpose="show_name", given_by=given_by, given_at=at, means="giấy")


class Steady(Pace):
    """Every beat is a round, however slow the machine is on which the test runs."""

    def took(self, seconds: float) -> None:
        pass


def steady_keeper(epoch: int) -> Keeper:
    return Keeper(epoch, pace=Steady())
