"""A small world for the statistics: schools with class lists, a contest, turns with given points. Plain rows."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from contests.models import Answer, Attempt, AttemptState, Contest, Invitation, PaperItem
from schools.models import Enrolment, School, SchoolClass, User
from tests.factories import YEAR, make_class, make_user
from tests.factories_contests import make_attempt, make_contest, make_paper, right_value, wrong_value
from tests.factories_quiz import make_questions

OPENS = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FIRST_DAY = datetime(2026, 8, 1).date()


def make_open_contest(
    *, schools: Sequence[School], questions: int = 4, grade: int | None = None, **fields: Any
) -> Contest:
    """A published contest of two days with a paper, schools invited."""
    fields = {"opens_at": OPENS, "closes_at": OPENS + timedelta(days=2), **fields}
    by = fields.pop("by", None) or make_user("officer", is_demo=fields.get("is_demo", False))
    contest = make_contest(by=by, **fields)
    make_paper(contest, make_questions(questions))
    invite(contest, schools, grade)
    return contest


def invite(contest: Contest, schools: Sequence[School], grade: int | None = None) -> None:
    for school in schools:
        Invitation.objects.create(contest=contest, school=school, grade=grade)


def make_pupils(school: School, n: int, *, grade: int = 10, sexes: str = "fm", **fields: Any) -> list[User]:
    """`n` pupils of one class of the school, enrolled the whole year."""
    school_class = make_class(school=school, grade=grade)
    fields = {"is_demo": school.is_demo, **fields}
    pupils = [make_user(school=school, sex=sexes[number % len(sexes)], **fields) for number in range(n)]
    enrol(pupils, school_class)
    return pupils


def enrol(pupils: Sequence[User], school_class: SchoolClass) -> None:
    Enrolment.objects.bulk_create(
        Enrolment(pupil=pupil, school_class=school_class, from_day=FIRST_DAY, to_day=None) for pupil in pupils
    )


def make_turn(contest: Contest, user: User, right: int, *, answered: int | None = None, **fields: Any) -> Attempt:
    """An ended attempt whose first `right` items are right and the next, up to `answered`, wrong."""
    items = list(PaperItem.objects.filter(paper__contest=contest).order_by("position"))
    answered = len(items) if answered is None else answered
    attempt = make_attempt(
        contest,
        user,
        **{
            "state": AttemptState.SUBMITTED,
            "sex": user.sex,
            "answered": answered,
            "right": right,
            "points": sum(item.points for item in items[:right]),
            **fields,
        },
    )
    for number, item in enumerate(items[:answered]):
        good = number < right
        Answer.objects.create(
            attempt=attempt,
            item=item,
            value=json.dumps(right_value(item) if good else wrong_value(item)),
            opening=1,
            seq=number,
            received_at=attempt.started_at,
            points=item.points if good else 0,
            right=good,
            key_version=1,
        )
    return attempt


__all__ = ["FIRST_DAY", "OPENS", "YEAR", "enrol", "invite", "make_open_contest", "make_pupils", "make_turn"]
