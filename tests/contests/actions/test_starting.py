"""Starting: who, when, how often, on which paper, and by which clock."""

import re
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.refusals import Refusal
from contests.actions import time
from contests.actions.attempt import close_if_over, close_overdue, open_attempt
from contests.actions.starting import Press, start_attempt, start_attempts
from contests.models import Attempt, AttemptState, Contest, Disqualification, Entry, Exclusion, Paper
from contests.queries.contest import paper_for, papers_to_draw
from schools.models import User
from tests import factories_contests as contests
from tests.factories import make_class, make_enrolment, make_school, make_user

MINUTE = timedelta(minutes=1)
OPENS = contests.OPENS
CLOSES = OPENS + timedelta(hours=1)

pytestmark = pytest.mark.django_db


def a_contest(**fields: object) -> Contest:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school), **fields)
    Paper.objects.create(contest=contest, number=1, seed="1")
    return contest


def a_pupil(contest: Contest, name: str = "10A1") -> User:
    pupil = make_user("pupil", school=contest.school, birth_date=date(2010, 5, 1))
    there = contest.school.classes.filter(name=name).first()
    make_enrolment(pupil, there or make_class(contest.school, name=name))
    return pupil


def refusal(contest: Contest, user: User, at: datetime = OPENS) -> str:
    with pytest.raises(Refusal) as refused:
        start_attempt(contest=contest, user=user, at=at)
    assert str(refused.value.detail)
    return refused.value.code


def ended(attempt: Attempt, at: datetime) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(state=AttemptState.SUBMITTED, submitted_at=at, ended_at=at)


def test_a_start_gives_a_deadline_a_receipt_and_the_place_of_the_day() -> None:
    contest = a_contest()
    attempt = start_attempt(contest=contest, user=a_pupil(contest), at=OPENS + MINUTE)
    assert (attempt.number, attempt.due_at, attempt.class_name) == (1, OPENS + 21 * MINUTE, "10A1")
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", attempt.receipt)
    assert start_attempt(contest=contest, user=attempt.user, at=OPENS + 2 * MINUTE) == attempt


def test_the_window_is_kept_on_both_sides() -> None:
    contest = a_contest()
    pupil = a_pupil(contest)
    assert refusal(contest, pupil, OPENS - timedelta(milliseconds=1)) == "not_started"
    assert refusal(contest, pupil, CLOSES) == "contest_over"
    for state in ("cancelled", "settled"):
        contest.state = state
        contest.save()
        assert refusal(contest, pupil) == "contest_over"


def test_a_third_attempt_of_two_is_refused_and_the_second_is_on_another_paper() -> None:
    contest = a_contest(attempts_most=2)
    for number in (2, 3):
        Paper.objects.create(contest=contest, number=number, seed=str(number))
    pupil = a_pupil(contest)
    first = start_attempt(contest=contest, user=pupil, at=OPENS)
    assert start_attempt(contest=contest, user=pupil, at=OPENS + MINUTE) == first
    ended(first, OPENS + 2 * MINUTE)
    second = start_attempt(contest=contest, user=pupil, at=OPENS + 3 * MINUTE)
    assert (second.number, second.paper_id != first.paper_id) == (2, True)
    ended(second, OPENS + 4 * MINUTE)
    assert refusal(contest, pupil, OPENS + 5 * MINUTE) == "no_attempts_left"


def test_without_a_limit_one_may_go_on_and_what_time_has_ended_is_closed_first() -> None:
    contest = a_contest(attempts_most=None)
    pupil = a_pupil(contest)
    begun = [start_attempt(contest=contest, user=pupil, at=OPENS + start * MINUTE) for start in (0, 21, 42)]
    assert [attempt.number for attempt in begun] == [1, 2, 3]
    assert Attempt.objects.filter(state=AttemptState.CLOSED, stands_at=None).count() == 2


def test_papers_are_spread_evenly_by_the_seed() -> None:
    contest = a_contest()
    for number in (2, 3, 4):
        Paper.objects.create(contest=contest, number=number, seed=str(number))
    drawn = [paper_for(papers_to_draw(contest), f"seed {n}").number for n in range(200)]
    assert drawn == [paper_for(papers_to_draw(contest), f"seed {n}").number for n in range(200)]
    assert all(30 <= drawn.count(number) <= 70 for number in (1, 2, 3, 4))


def test_where_all_begin_together_the_late_have_what_is_left() -> None:
    contest = a_contest(mode="same")
    attempt = start_attempt(contest=contest, user=a_pupil(contest), at=OPENS + 5 * MINUTE)
    assert (attempt.started_at, attempt.due_at) == (OPENS + 5 * MINUTE, OPENS + 20 * MINUTE)
    assert refusal(contest, a_pupil(contest), OPENS + 20 * MINUTE) == "contest_over"
    assert close_if_over(attempt=attempt, at=attempt.due_at + timedelta(seconds=7))
    assert (attempt.state, attempt.time_used_ms) == (AttemptState.CLOSED, 15 * 60_000)


def test_a_supervised_room_begins_at_its_own_word() -> None:
    contest = a_contest(mode="supervised")
    pupil, other, guest = a_pupil(contest), a_pupil(contest, "10A2"), a_pupil(contest, "10A3")
    Entry.objects.create(contest=contest, user=guest, room="P1", at=OPENS)
    assert refusal(contest, pupil) == "room_not_started"
    assert contest.school is not None
    told = {"contest": contest, "school": contest.school, "by": contest.created_by}
    with pytest.raises(Refusal, match="not_started"):
        time.start_room(**told, class_name="10A1", at=OPENS - MINUTE)
    started = time.start_room(**told, class_name="10A1", at=OPENS + 2 * MINUTE)
    assert time.start_room(**told, class_name="10A1", at=OPENS + 9 * MINUTE) == started
    assert start_attempt(contest=contest, user=pupil, at=OPENS + 4 * MINUTE).due_at == OPENS + 22 * MINUTE
    assert refusal(contest, other, OPENS + 4 * MINUTE) == refusal(contest, guest, OPENS) == "room_not_started"
    time.start_room(**told, class_name="P1", at=OPENS + 5 * MINUTE)
    assert start_attempt(contest=contest, user=guest, at=OPENS + 6 * MINUTE).due_at == OPENS + 25 * MINUTE
    with pytest.raises(Refusal, match="contest_over"):
        time.start_room(**told, class_name="10A2", at=CLOSES)
    with pytest.raises(Refusal, match="not_supervised"):
        time.start_room(**{**told, "contest": a_contest()}, class_name="10A1", at=OPENS)


def test_what_was_given_before_the_start_holds_from_the_start() -> None:
    contest = a_contest()
    pupil = a_pupil(contest)
    time.give_time(
        contest=contest,
        user=pupil,
        extra_ms=300_001,
        shift_ms=600_000,
        reason="bị tật ở tay",
        by=contest.created_by,
        at=OPENS - timedelta(days=1),
    )
    assert refusal(contest, pupil, OPENS + 9 * MINUTE) == "not_started"
    attempt = start_attempt(contest=contest, user=pupil, at=CLOSES + 5 * MINUTE)
    assert attempt.due_at == CLOSES + 15 * MINUTE + timedelta(milliseconds=1)
    assert attempt.extra_ms == 300_001


def test_nobody_starts_in_a_paused_room() -> None:
    contest = a_contest()
    pupil = a_pupil(contest)
    pause = time.pause(contest=contest, school=None, class_name="", reason="mất điện", by=None, at=OPENS)
    assert refusal(contest, pupil, OPENS + MINUTE) == "paused"
    time.resume(pause=pause, by=None, at=OPENS + 2 * MINUTE)
    assert start_attempt(contest=contest, user=pupil, at=OPENS + 3 * MINUTE).due_at == OPENS + 23 * MINUTE


def test_who_may_not_start_is_told_why_in_as_many_queries_at_any_size(django_assert_num_queries: Callable) -> None:
    contest = a_contest(attempts_most=2, age_from=14)
    pupil, young, out, gone = (a_pupil(contest) for _ in range(4))
    User.objects.filter(pk=young.pk).update(birth_date=date(2015, 1, 1))
    Exclusion.objects.create(contest=contest, user=out, reason="ban tổ chức", at=OPENS)
    Disqualification.objects.create(contest=contest, user=gone, reason="thi hộ", at=OPENS)
    young.refresh_from_db()
    assert [refusal(contest, one) for one in (young, out, gone)] == ["too_young", "excluded", "disqualified"]
    assert refusal(contest, make_user("pupil")) == "not_allowed"
    for _ in range(3):
        Exclusion.objects.create(contest=contest, user=a_pupil(contest), reason="ban tổ chức", at=OPENS)
    with django_assert_num_queries(14):
        start_attempt(contest=contest, user=pupil, at=OPENS)


def test_an_opening_closes_what_is_over_even_if_no_loop_runs() -> None:
    contest = a_contest()
    attempt = start_attempt(contest=contest, user=a_pupil(contest), at=OPENS)
    open_attempt(attempt=attempt, at=attempt.due_at + timedelta(seconds=6))
    assert attempt.state == AttemptState.SITTING
    open_attempt(attempt=attempt, at=attempt.due_at + timedelta(seconds=7))
    assert (attempt.state, attempt.openings) == (AttemptState.CLOSED, 2)
    assert attempt.stands_at == attempt.ended_at == attempt.due_at
    assert not close_if_over(attempt=attempt, at=CLOSES)
    assert close_overdue(at=CLOSES) == 0


def test_closed_by_time_nobody_stands_who_is_out() -> None:
    contest = a_contest()
    attempt = start_attempt(contest=contest, user=a_pupil(contest), at=OPENS)
    Disqualification.objects.create(contest=contest, user=attempt.user, reason="thi hộ", at=OPENS)
    assert close_overdue(at=CLOSES) == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.stands_at) == (AttemptState.CLOSED, None)


def test_those_who_start_together_have_each_what_they_would_have_alone() -> None:
    contest = a_contest()
    begun, first, out, guest = (a_pupil(contest, f"10A{number}") for number in range(4))
    sits = start_attempt(contest=contest, user=begun, at=OPENS)
    Disqualification.objects.create(contest=contest, user=out, reason="thi hộ", at=OPENS)
    elsewhere = make_user("pupil", school=make_school())
    people = [begun, first, out, elsewhere, guest, first]
    presses = [Press(user, OPENS + n * MINUTE, opens=user is not guest) for n, user in enumerate(people)]
    came = start_attempts(contest=contest, presses=presses)
    codes = [one.code if isinstance(one, Refusal) else (one.attempt.user_id, one.opened) for one in came]
    own = (first.pk, True)
    assert codes == [(begun.pk, True), own, "disqualified", "not_allowed", (guest.pk, False), (first.pk, False)]
    mine = Attempt.objects.get(user=first)
    assert (mine.class_name, mine.started_at, mine.openings) == ("10A1", OPENS + MINUTE, 1)
    assert Attempt.objects.get(user=guest).openings == 0
    sits.refresh_from_db()
    assert (Attempt.objects.count(), sits.openings) == (3, 1)
    assert len(set(Attempt.objects.values_list("receipt", flat=True))) == 3


def test_twelve_who_start_together_cost_as_many_queries_as_one() -> None:
    contest = a_contest()
    counts = []
    for number in (1, 12):
        presses = [Press(a_pupil(contest), OPENS, opens=True) for _pupil in range(number)]
        with CaptureQueriesContext(connection) as queries:
            assert not [one for one in start_attempts(contest=contest, presses=presses) if isinstance(one, Refusal)]
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("most", [1, 3])
def test_of_twenty_starts_at_once_as_many_are_made_as_are_allowed(most: int) -> None:
    contest = a_contest(attempts_most=most)
    pupil = a_pupil(contest)
    codes: list[str] = []
    ready = threading.Barrier(20)

    def again_and_again() -> None:
        ready.wait(20)
        try:
            for _ in range(most + 1):
                attempt = start_attempt(contest=contest, user=pupil, at=OPENS)
                ended(attempt, timezone.now())
        except Refusal as refused:
            codes.append(refused.code)
        except Exception as failure:  # noqa: BLE001 - told below
            codes.append(repr(failure))
        finally:
            connection.close()

    threads = [threading.Thread(target=again_and_again) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(codes) <= {"no_attempts_left"}
    assert sorted(Attempt.objects.values_list("number", flat=True)) == list(range(1, most + 1))


@pytest.mark.django_db(transaction=True)
def test_twenty_starts_at_once_are_one_attempt() -> None:
    contest = a_contest(attempts_most=3)
    pupil = a_pupil(contest)
    made: list[object] = []
    ready = threading.Barrier(20)

    def start() -> None:
        ready.wait(20)
        try:
            made.append(start_attempt(contest=contest, user=pupil, at=OPENS).pk)
        except Exception as failure:  # noqa: BLE001 - told below
            made.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert made == [Attempt.objects.get().pk] * 20
