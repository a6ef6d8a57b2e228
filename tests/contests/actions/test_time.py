"""Time given and lost: deadlines exact to the millisecond, in attempts that run, that have ended, that were closed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from backend.refusals import Refusal
from contests.actions import time
from contests.actions.attempt import close_overdue, record_answers
from contests.actions.settling import settle_contest
from contests.actions.starting import start_attempt
from contests.live import publish
from contests.models import Answer, Attempt, AttemptState, Contest, Disqualification, LateAnswer, Pause, Ruling
from contests.queries import time as reads
from contests.rules.packets import Given, Outcome, Packet
from schools.models import Trail, User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
OPENS = contests.OPENS
CLOSES = OPENS + timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school))
    contests.make_paper(contest, bank.make_questions(2))
    return contest


def a_pupil(contest: Contest, name: str = "10A1") -> User:
    pupil = make_user("pupil", school=contest.school)
    there = contest.school.classes.filter(name=name).first()
    make_enrolment(pupil, there or make_class(contest.school, name=name))
    return pupil


def begun(contest: Contest, name: str = "10A1", at: datetime = OPENS) -> Attempt:
    return start_attempt(contest=contest, user=a_pupil(contest, name), at=at)


def answer(attempt: Attempt, at: datetime, *, number: int = 0, seq: int = 1, submit: bool = False) -> Outcome:
    item = attempt.paper.items.all()[number]
    given = Given(item.pk, tuple(contests.right_value(item)), 1, seq)
    return record_answers(packets=[Packet(attempt.pk, (given,), submit, at)], at=at)[0]


def give(attempt: Attempt, extra_ms: int, at: datetime, shift_ms: int = 0, reason: str = "khiếm thị") -> None:
    time.give_time(
        contest=attempt.contest, user=attempt.user, extra_ms=extra_ms, shift_ms=shift_ms, reason=reason, by=None, at=at
    )
    attempt.refresh_from_db()


def paused(contest: Contest, at: datetime, name: str = "") -> Pause:
    school = contest.school if name else None
    return time.pause(contest=contest, school=school, class_name=name, reason="mất điện", by=None, at=at)


def lost(contest: Contest, start: datetime, end: datetime, at: datetime, name: str = "") -> Pause:
    return time.outage(
        contest=contest, school=None, class_name=name, from_at=start, to_at=end, reason="mất mạng", by=None, at=at
    )


def test_extra_time_in_a_running_attempt_is_exact_told_and_written_down(
    contest: Contest, django_capture_on_commit_callbacks: Callable
) -> None:
    attempt, other = begun(contest), begun(contest)
    with django_capture_on_commit_callbacks() as told:
        give(attempt, 300_001, OPENS + MINUTE)
    assert (attempt.due_at, attempt.extra_ms) == (OPENS + 25 * MINUTE + timedelta(milliseconds=1), 300_001)
    messages = [(call.func, call.args) for call in told if hasattr(call, "func")]
    assert (publish.attempts_told, ([attempt.pk], {"type": "standing"})) in messages
    note = Trail.objects.get(act="time_given").note
    assert note.startswith(f"{attempt.user.username}: extra 300.001 s, window 0.000 s later")
    other.refresh_from_db()
    assert other.due_at == OPENS + 20 * MINUTE
    give(attempt, -300_001, OPENS + 2 * MINUTE)
    assert (attempt.due_at, attempt.extra_ms) == (OPENS + 20 * MINUTE, 0)
    assert [row.extra_ms for row in reads.allowances_of(contest)] == [-300_001, 300_001]


def test_a_later_window_moves_the_deadline_that_the_window_had_cut(contest: Contest) -> None:
    attempt = begun(contest, at=CLOSES - 5 * MINUTE)
    assert attempt.due_at == CLOSES
    give(attempt, 0, CLOSES - 4 * MINUTE, shift_ms=600_000)
    assert attempt.due_at == CLOSES + 10 * MINUTE


def test_who_was_closed_goes_on_where_the_new_deadline_lies_ahead(contest: Contest) -> None:
    attempt = begun(contest)
    close_overdue(at=OPENS + 21 * MINUTE)
    give(attempt, 120_000, OPENS + 23 * MINUTE)  # over all the same
    assert (attempt.state, attempt.ended_at) == (AttemptState.CLOSED, OPENS + 20 * MINUTE)
    assert attempt.time_used_ms == 20 * 60_000
    give(attempt, 180_000, OPENS + 23 * MINUTE)
    assert (attempt.state, attempt.due_at, attempt.stands_at) == (AttemptState.SITTING, OPENS + 25 * MINUTE, None)
    assert answer(attempt, OPENS + 24 * MINUTE, submit=True).submitted
    attempt.refresh_from_db()
    assert (attempt.time_used_ms, attempt.stands_at) == (24 * 60_000, OPENS + 24 * MINUTE)


def test_a_closed_attempt_stays_closed_when_its_person_has_gone_on_or_is_out(contest: Contest) -> None:
    Contest.objects.update(attempts_most=2)
    contest.refresh_from_db()
    first, out = begun(contest), begun(contest)
    close_overdue(at=OPENS + 21 * MINUTE)
    second = start_attempt(contest=contest, user=first.user, at=OPENS + 22 * MINUTE)
    Disqualification.objects.create(contest=contest, user=out.user, reason="thi hộ", at=OPENS)
    for attempt in (second, out):
        give(attempt, 600_000, OPENS + 23 * MINUTE)
    first.refresh_from_db()
    assert (first.state, second.state, out.state) == ("closed", "sitting", "closed")
    assert second.due_at == OPENS + 52 * MINUTE


@pytest.mark.parametrize(
    ("extra_ms", "at", "code"),
    [
        (0, OPENS, "invalid"),
        (25 * 3_600_000, OPENS, "invalid"),
        (-300_001, OPENS, "too_much_taken_back"),
        (-300_000, OPENS + 21 * MINUTE, "too_much_taken_back"),
    ],
)
def test_what_cannot_be_given_or_taken_back(contest: Contest, extra_ms: int, at: datetime, code: str) -> None:
    attempt = begun(contest)
    give(attempt, 300_000, OPENS)
    with pytest.raises(Refusal, match=code):
        give(attempt, extra_ms, at)
    attempt.refresh_from_db()
    assert attempt.due_at == OPENS + 25 * MINUTE


def test_strangers_missing_reasons_and_contests_that_are_over_are_refused(contest: Contest) -> None:
    attempt = begun(contest)
    pause = paused(contest, OPENS, "10A9")
    with pytest.raises(Refusal, match="reason_needed"):
        give(attempt, 1_000, OPENS, reason=" ")
    with pytest.raises(Refusal, match="not_found"):
        time.give_time(
            contest=contest, user=make_user("pupil"), extra_ms=1, shift_ms=0, reason="nhầm", by=None, at=OPENS
        )
    for state, code in (("settled", "already_settled"), ("cancelled", "contest_cancelled")):
        Contest.objects.update(state=state)
        acts: list[Callable[[], object]] = [
            lambda: give(attempt, 1_000, OPENS),
            lambda: paused(contest, OPENS),
            lambda: lost(contest, OPENS, OPENS + MINUTE, OPENS + MINUTE),
            lambda: time.start_room(contest=contest, school=contest.school, class_name="10A1", by=None, at=OPENS),
        ]
        for act in acts:
            with pytest.raises(Refusal, match=code):
                act()
    assert time.resume(pause=pause, by=None, at=OPENS + MINUTE).to_at == OPENS + MINUTE  # nothing hangs for ever


def test_a_pause_of_a_room_gives_back_exactly_what_it_took(contest: Contest) -> None:
    attempt, other = begun(contest), begun(contest, "10A2")
    pause = paused(contest, OPENS + 5 * MINUTE, "10A1")
    assert paused(contest, OPENS + 6 * MINUTE, "10A1") == pause
    assert list(reads.pauses_now(contest)) == [pause]
    assert reads.clock_of(attempt).left_ms(OPENS + 30 * MINUTE) == 15 * 60_000
    # long after its deadline: not closed, answers are taken, a hand-in uses no time of the pause
    assert close_overdue(at=OPENS + 40 * MINUTE) == 1
    assert answer(attempt, OPENS + 40 * MINUTE).verdicts[0].verdict == "stored"
    pause = time.resume(pause=pause, by=None, at=OPENS + 40 * MINUTE + timedelta(milliseconds=7))
    assert time.resume(pause=pause, by=None, at=CLOSES).to_at == pause.to_at
    for one in (attempt, other):
        one.refresh_from_db()
    assert attempt.due_at == OPENS + 55 * MINUTE + timedelta(milliseconds=7)
    assert (attempt.lost_ms, other.lost_ms) == (35 * 60_000 + 7, 0)
    assert (other.state, attempt.state) == (AttemptState.CLOSED, AttemptState.SITTING)
    assert answer(attempt, OPENS + 45 * MINUTE, number=1, submit=True).submitted
    attempt.refresh_from_db()
    assert attempt.time_used_ms == 10 * 60_000 - 7
    assert "2100.007 s (1 attempts, 0 reopened, 0 late answers taken)" in Trail.objects.get(act="resumed").note


def test_who_hands_in_during_a_pause_has_used_no_time_of_it(contest: Contest) -> None:
    attempt = begun(contest)
    pause = paused(contest, OPENS + 5 * MINUTE)
    assert answer(attempt, OPENS + 30 * MINUTE, submit=True).submitted
    time.resume(pause=pause, by=None, at=OPENS + 40 * MINUTE)
    attempt.refresh_from_db()
    assert (attempt.ended_at, attempt.time_used_ms) == (OPENS + 30 * MINUTE, 5 * 60_000)


def test_an_outage_told_afterwards_reopens_and_takes_what_had_come_in_late(contest: Contest) -> None:
    attempt, early, over = begun(contest), begun(contest), begun(contest)
    assert answer(early, OPENS + 2 * MINUTE, submit=True).submitted
    assert answer(attempt, OPENS + 22 * MINUTE).verdicts[0].verdict == "late"
    new_end = OPENS + 30 * MINUTE + 5 * SECOND  # with the grace
    assert answer(over, new_end).verdicts[0].verdict == "late"
    assert answer(over, new_end + timedelta(milliseconds=1), number=1).verdicts[0].verdict == "late"
    close_overdue(at=OPENS + 23 * MINUTE)
    lost(contest, OPENS + 5 * MINUTE, OPENS + 15 * MINUTE, OPENS + 24 * MINUTE)
    for one in (attempt, early, over):
        one.refresh_from_db()
    assert (attempt.state, attempt.due_at, attempt.points) == (AttemptState.SITTING, OPENS + 30 * MINUTE, 0)
    assert (early.state, early.time_used_ms) == (AttemptState.SUBMITTED, 2 * 60_000)
    assert (over.state, Answer.objects.get(attempt=over).points) == (AttemptState.SITTING, 100)
    assert LateAnswer.objects.get(attempt=attempt).ruling == Ruling.ACCEPTED
    rulings = LateAnswer.objects.filter(attempt=over).values_list("ruling", flat=True)
    assert list(rulings) == [Ruling.ACCEPTED, Ruling.WAITING]
    assert Trail.objects.get(act="outage").note.startswith("everybody 600.000 s (2 attempts, 2 reopened, 2 late")


@pytest.mark.parametrize(("start", "end"), [(10, 10), (10, 9), (10, 31), (-20, -10)])
def test_an_outage_lies_in_the_past_of_the_contest(contest: Contest, start: int, end: int) -> None:
    with pytest.raises(Refusal, match="invalid"):
        lost(contest, OPENS + start * MINUTE, OPENS + end * MINUTE, OPENS + 30 * MINUTE)


def test_results_wait_for_a_paused_room(contest: Contest) -> None:
    attempt = begun(contest, at=CLOSES - MINUTE)
    pause = paused(contest, CLOSES - 30 * SECOND)
    later = CLOSES + timedelta(hours=3)
    close_overdue(at=later)
    assert not settle_contest(contest=contest, at=later)
    time.resume(pause=pause, by=None, at=later)
    close_overdue(at=later + MINUTE)
    attempt.refresh_from_db()
    assert (attempt.ended_at, attempt.time_used_ms) == (later + 30 * SECOND, 60_000)
    assert settle_contest(contest=contest, at=later + MINUTE)


def test_where_all_begin_together_a_pause_counts_for_those_who_come_later(contest: Contest) -> None:
    Contest.objects.update(mode="same")
    contest.refresh_from_db()
    early = begun(contest)
    time.resume(pause=paused(contest, OPENS + MINUTE), by=None, at=OPENS + 4 * MINUTE)
    late_one = begun(contest, at=OPENS + 5 * MINUTE)
    early.refresh_from_db()
    assert early.due_at == late_one.due_at == OPENS + 23 * MINUTE


def test_many_attempts_are_recomputed_in_batches_with_few_queries(
    contest: Contest, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Callable
) -> None:
    monkeypatch.setattr("contests.actions.deadlines.BATCH", 10)
    pupils = [make_user("pupil", school=contest.school) for _ in range(25)]
    for pupil in pupils:
        contests.make_attempt(contest, pupil)
    with django_assert_max_num_queries(48):
        lost(contest, OPENS + MINUTE, OPENS + 2 * MINUTE, OPENS + 3 * MINUTE)
    assert Attempt.objects.filter(due_at=OPENS + 21 * MINUTE, lost_ms=60_000).count() == 25
