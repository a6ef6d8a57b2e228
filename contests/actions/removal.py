"""Taking demonstration data away, whole: contests with all that hangs on them, people, classes, schools."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Manager, Q
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.models import (
    Answer,
    Appeal,
    Attempt,
    Award,
    Certificate,
    Contest,
    Disqualification,
    Job,
    LateAnswer,
    Paper,
    PredictionOutcome,
    Result,
    ResultList,
)
from contests.queries.work import DEMONSTRATION
from quiz.actions import holds
from schools.models import Headcount, School, Trail, User

Counts = dict[str, int]


@transaction.atomic
def remove_contest(*, contest: Contest, at: datetime) -> None:
    """A demonstration contest with its papers, attempts and results; its items are free. Real ones are refused."""
    if not contest.is_demo:
        raise Refusal("not_demonstration", _("Chỉ xóa được cuộc thi minh họa."))
    _remove_contests([contest], at)


@transaction.atomic
def remove_demonstration(*, at: datetime) -> Counts:
    """Everything that is marked as demonstration; how many rows of each kind went."""
    people = User.objects.filter(is_demo=True)
    schools = School.objects.filter(is_demo=True)
    contests = list(Contest.objects.filter(is_demo=True))
    mixed = User.objects.filter(school__in=schools, is_demo=False)
    if mixed.exists():
        raise Refusal("mixed", _("Có tài khoản thật trong trường minh họa. Hãy chuyển các tài khoản đó trước."))
    counts = _remove_contests(contests, at)
    person_ids, school_ids = list(people.values_list("pk", flat=True)), list(schools.values_list("pk", flat=True))
    _remove_sessions({str(person) for person in person_ids})
    _in_slices(Trail.objects, "actor_id", person_ids)
    Trail.objects.filter(Q(school__in=school_ids)).delete()
    Headcount.objects.filter(school__in=school_ids).delete()
    # enrolments, cards, codes and consents go with the person; classes and placements with the school
    counts["people"] = _in_slices(User.objects, "pk", person_ids)
    counts["schools"] = School.objects.filter(pk__in=school_ids).delete()[1].get("schools.School", 0)
    Job.objects.filter(kind=DEMONSTRATION).delete()
    return counts


def _remove_contests(contests: list[Contest], at: datetime) -> Counts:
    """Bottom up: what points at an attempt or an item goes before it."""
    ids = [contest.pk for contest in contests]
    attempts = Attempt.objects.filter(contest__in=ids)
    for contest in contests:
        holds.release(holder=f"contest:{contest.code}", at=at)
    Certificate.objects.filter(contest__in=ids).delete()
    Award.objects.filter(result__contest__in=ids).delete()
    Appeal.objects.filter(attempt__in=attempts).delete()
    Result.objects.filter(contest__in=ids).delete()
    for made in (ResultList, PredictionOutcome, Disqualification):
        made.objects.filter(contest__in=ids).delete()
    LateAnswer.objects.filter(attempt__in=attempts).delete()
    answers = Answer.objects.filter(attempt__in=attempts).delete()[0]
    sat = attempts.delete()[0]
    Paper.objects.filter(contest__in=ids).delete()
    Trail.objects.filter(subject__in=[contest.code for contest in contests]).delete()
    Contest.objects.filter(pk__in=ids).delete()
    return {"contests": len(ids), "attempts": sat, "answers": answers}


def _remove_sessions(person_ids: Collection[str]) -> None:
    gone = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") in person_ids]
    _in_slices(Session.objects, "pk", gone)


def _in_slices(rows: Manager[Any], column: str, values: Sequence[object]) -> int:
    """Delete rows whose `column` is among many values, a few hundred at a time; how many there were."""
    found = 0
    for start in range(0, len(values), 500):
        part = rows.filter(**{f"{column}__in": values[start : start + 500]})
        found += part.count()
        part.delete()
    return found
