"""Two at once on a real database: whoever cancels or settles, and whoever starts or answers meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from backend.refusals import Refusal
from contests.actions.attempt import close_overdue, record_answers
from contests.actions.contest import cancel_contest
from contests.actions.settling import settle_contest
from contests.actions.starting import start_attempt
from contests.models import Attempt, AttemptState, Contest, LateAnswer, Result
from contests.rules.packets import Given, Packet
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school))
    contests.make_paper(contest, bank.make_questions(1))
    return contest


@pytest.fixture
def pupil(contest: Contest) -> User:
    pupil = make_user("pupil", school=contest.school)
    make_enrolment(pupil, make_class(contest.school))
    return pupil


@contextmanager
def uncommitted(act: Callable[[], object], seconds: float = 0.4) -> Iterator[None]:
    """`act` is done in another connection and stays uncommitted for a while after the block has begun."""
    done = threading.Event()
    failures: list[Exception] = []

    def run() -> None:
        try:
            with transaction.atomic():
                act()
                done.set()
                threading.Event().wait(seconds)
        except Exception as failure:  # noqa: BLE001 - told to the test below
            failures.append(failure)
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert done.wait(10)
    yield
    thread.join(10)
    assert failures == []


def closed_with_an_answer_on_its_way(
    contest: Contest, pupil: User, *, submit: bool
) -> tuple[Attempt, Packet, datetime]:
    """An attempt closed by time, a right answer received just before that, and the moment at which results are due."""
    attempt = contests.make_attempt(contest, pupil)
    at = contest.closes_at + timedelta(seconds=8)
    assert close_overdue(at=at) == 1
    item = attempt.paper.items.get()
    given = Given(item.pk, tuple(contests.right_value(item)), 1, 1)
    return attempt, Packet(attempt.pk, (given,), submit, attempt.due_at - timedelta(seconds=1)), at


def test_a_start_waits_for_one_who_cancels_and_is_then_refused(contest: Contest, pupil: User) -> None:
    def cancel() -> None:
        cancel_contest(contest=contest, by=contest.created_by, at=contest.opens_at)

    with uncommitted(cancel), pytest.raises(Refusal, match="contest_over"):
        start_attempt(contest=contest, user=pupil, at=contest.opens_at)
    assert not Attempt.objects.exists()


def test_an_answer_that_meets_the_settling_counts_nowhere_and_is_kept(contest: Contest, pupil: User) -> None:
    attempt, packet, at = closed_with_an_answer_on_its_way(contest, pupil, submit=True)
    with uncommitted(lambda: settle_contest(contest=contest, at=at)):
        outcome = record_answers(packets=[packet], at=at)[0]
    assert [one.verdict for one in outcome.verdicts] == ["late"]
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points, Result.objects.get().points) == (AttemptState.CLOSED, 0, 0)
    assert LateAnswer.objects.count() == 1


def test_a_settling_waits_for_an_answer_that_is_being_recorded(contest: Contest, pupil: User) -> None:
    _attempt, packet, at = closed_with_an_answer_on_its_way(contest, pupil, submit=False)
    with uncommitted(lambda: record_answers(packets=[packet], at=at)):
        assert settle_contest(contest=contest, at=at)
    assert Result.objects.get().points == 100
