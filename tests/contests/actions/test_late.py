"""The late box: what is accepted counts as if it had come in time, what is refused never does."""

from datetime import timedelta

import pytest

from backend.refusals import Refusal
from contests.actions import late
from contests.actions.attempt import close_overdue, record_answers
from contests.actions.settling import settle_contest
from contests.actions.tidying import tidy_up
from contests.models import (
    Answer,
    Attempt,
    Contest,
    LateAnswer,
    RehearsalCheck,
    Result,
    Ruling,
    Signal,
    SignalKind,
)
from contests.queries.attempt import late_answers
from contests.rules.packets import Given, Packet
from schools.models import Trail
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user("teacher", school=school))
    contests.make_paper(contest, bank.make_questions(2))
    return contests.make_attempt(contest, make_user("pupil", school=school))


def give(attempt: Attempt, minutes: float, *, right: bool = True, number: int = 0, opening: int = 1, seq: int) -> None:
    item = attempt.paper.items.all()[number]
    value = contests.right_value(item) if right else contests.wrong_value(item)
    at = attempt.started_at + minutes * MINUTE
    record_answers(packets=[Packet(attempt.pk, (Given(item.pk, tuple(value), opening, seq),), False, at)], at=at)


def waiting(attempt: Attempt) -> list[int]:
    return list(late_answers(attempt.contest_id, "waiting").values_list("pk", flat=True))


def test_accepted_the_newest_stands_and_is_graded(attempt: Attempt) -> None:
    give(attempt, 1, right=False, seq=1)
    give(attempt, 1, number=1, opening=3, seq=1)
    give(attempt, 25, seq=2)
    give(attempt, 26, right=False, seq=4)
    give(attempt, 27, seq=3)
    give(attempt, 27, number=1, right=False, opening=3, seq=2)
    at = attempt.started_at + 30 * MINUTE
    close_overdue(at=at)
    ids, by = waiting(attempt), attempt.contest.created_by
    assert len(ids) == 4
    assert late.accept(late_ids=ids[:1], reason="mất mạng", by=by, at=at, contest=attempt.contest) == 1
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.points, attempt.right) == (2, 200, 2)
    assert late.accept(late_ids=ids[1:2], reason="mất mạng", by=by, at=at) == 1
    assert late.accept(late_ids=ids[:3], reason="mất mạng", by=by, at=at) == 1  # what came last stands
    assert late.accept(late_ids=ids[:3], reason="mất mạng", by=by, at=at) == 0
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.points, attempt.right) == (2, 100, 1)
    stands = Answer.objects.get(attempt=attempt, item=attempt.paper.items.all()[0])
    assert (stands.opening, stands.seq, stands.right, stands.key_version) == (1, 4, False, 1)
    row = LateAnswer.objects.get(pk=ids[0])
    assert (row.ruling, row.ruled_at, row.ruled_by, row.reason) == (Ruling.ACCEPTED, at, by, "mất mạng")
    notes = Trail.objects.filter(act="late_accepted").values_list("note", flat=True)
    assert list(notes) == [f"1 answers of attempts {attempt.pk}: mất mạng"] * 3


def test_refused_nothing_counts_and_it_is_not_accepted_any_more(attempt: Attempt) -> None:
    give(attempt, 25, seq=1)
    ids, at = waiting(attempt), attempt.started_at + 30 * MINUTE
    assert late.refuse(late_ids=ids, reason="quá giờ", by=None, at=at) == 1
    assert late.refuse(late_ids=ids, reason="quá giờ", by=None, at=at) == 0
    with pytest.raises(Refusal, match="already_ruled"):
        late.accept(late_ids=ids, reason="thôi cho", by=None, at=at)
    attempt.refresh_from_db()
    assert (attempt.points, waiting(attempt), Answer.objects.count()) == (0, [], 0)


def test_all_or_nothing_of_one_contest_with_a_reason(attempt: Attempt) -> None:
    give(attempt, 25, seq=1)
    ids, at = waiting(attempt), attempt.started_at + 30 * MINUTE
    elsewhere = contests.make_contest(by=attempt.contest.created_by)
    for wanted, contest in ((ids, elsewhere), ([*ids, 10**9], None), ([], None)):
        with pytest.raises(Refusal, match="not_found"):
            late.accept(late_ids=wanted, reason="mất mạng", by=None, at=at, contest=contest)
    with pytest.raises(Refusal, match="reason_needed"):
        late.accept(late_ids=ids, reason="  ", by=None, at=at)
    Contest.objects.filter(pk=attempt.contest_id).update(state="cancelled")
    with pytest.raises(Refusal, match="contest_cancelled"):
        late.accept(late_ids=ids, reason="mất mạng", by=None, at=at)
    assert waiting(attempt) == ids


def test_accepted_after_the_results_they_are_counted_anew(attempt: Attempt) -> None:
    other = contests.make_attempt(attempt.contest, make_user("pupil", school=attempt.school))
    give(other, 1, seq=1)
    give(attempt, 25, seq=1)
    give(attempt, 26, number=1, seq=2)
    at = attempt.contest.closes_at + MINUTE
    close_overdue(at=at)
    assert settle_contest(contest=attempt.contest, at=at)
    late.accept(late_ids=waiting(attempt), reason="mất điện cả phòng", by=None, at=at + MINUTE)
    ranks = dict(Result.objects.filter(contest=attempt.contest, version=2).values_list("attempt_id", "rank"))
    assert ranks == {attempt.pk: 1, other.pk: 2}
    assert dict(Result.objects.filter(version=1).values_list("attempt_id", "rank")) == {attempt.pk: 2, other.pk: 1}


def test_traces_go_when_they_have_had_their_day(attempt: Attempt) -> None:
    contest = attempt.contest
    Signal.objects.create(attempt=attempt, kind=SignalKind.LEFT, at=contest.opens_at)
    for device in ("a", "b"):
        RehearsalCheck.objects.create(contest=contest, device=device, room="P1", at=contest.opens_at)
    assert tidy_up(at=contest.opens_at - MINUTE) == 0
    assert tidy_up(at=contest.opens_at, most=1) == 1
    Contest.objects.update(settled_at=contest.closes_at)
    assert tidy_up(at=contest.closes_at + timedelta(days=14) - MINUTE) == 1
    assert (Signal.objects.count(), RehearsalCheck.objects.count()) == (1, 0)
    assert tidy_up(at=contest.closes_at + timedelta(days=14)) == 1
