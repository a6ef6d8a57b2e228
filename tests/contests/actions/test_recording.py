"""Answers on their way into the database: newest stands, once, in time, and nobody else is hurt."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.refusals import Refusal
from contests.actions.attempt import close_overdue, record_answers
from contests.actions.contest import cancel_contest
from contests.actions.settling import settle_contest
from contests.actions.starting import start_attempt
from contests.models import Answer, Attempt, AttemptState, Contest, LateAnswer, PaperItem, PaperKey, Result
from contests.queries import judging as reads
from contests.queries import keys
from contests.queries.attempt import sums_of
from contests.rules.packets import Given, Outcome, Packet
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    return an_attempt()


def an_attempt() -> Attempt:
    school = make_school()
    pupil = make_user(role="pupil", school=school)
    contest = contests.make_contest(school=school, by=make_user(role="teacher", school=school))
    contests.make_paper(contest, [bank.make_question() for _ in range(3)])
    return contests.make_attempt(contest, pupil)


def items(attempt: Attempt) -> list[PaperItem]:
    return list(attempt.paper.items.all())


def send(attempt: Attempt, *given: Given, after_s: float = 60, submit: bool = False) -> Outcome:
    received_at = attempt.started_at + timedelta(seconds=after_s)
    packet = Packet(attempt.pk, given, submit, received_at)
    return record_answers(packets=[packet], at=received_at)[0]


def summed(attempt: Attempt) -> tuple[int, int, int]:
    """Answered, and what the stored answers earn: the attempt itself is told only when it ends."""
    attempt.refresh_from_db()
    if attempt.state == "sitting":
        assert (attempt.points, attempt.right) == (0, 0)
    return attempt.answered, *sums_of([attempt.pk]).get(attempt.pk, (0, 0))


def answer(item: PaperItem, value: list[str], opening: int = 1, seq: int = 1) -> Given:
    return Given(item.pk, tuple(value), opening, seq)


def verdicts(outcome: Outcome) -> list[str]:
    return [one.code or one.verdict for one in outcome.verdicts]


def test_a_right_answer_is_stored_graded_and_summed(attempt: Attempt) -> None:
    one, two, _ = items(attempt)
    outcome = send(attempt, answer(one, contests.right_value(one)), answer(two, contests.wrong_value(two)))
    assert verdicts(outcome) == ["stored", "stored"]
    assert summed(attempt) == (2, 100, 1)
    stored = Answer.objects.get(attempt=attempt, item=one)
    assert (json.loads(stored.value), stored.right, stored.key_version) == (contests.right_value(one), True, 1)


def test_a_change_of_mind_takes_the_points_away_again(attempt: Attempt) -> None:
    one = items(attempt)[0]
    send(attempt, answer(one, contests.right_value(one), seq=1))
    send(attempt, answer(one, contests.wrong_value(one), seq=2))
    assert summed(attempt) == (1, 0, 0)


def test_an_answer_taken_back_counts_as_not_answered(attempt: Attempt) -> None:
    one = items(attempt)[0]
    send(attempt, answer(one, contests.right_value(one), seq=1))
    assert verdicts(send(attempt, answer(one, [], seq=2))) == ["stored"]
    assert summed(attempt) == (0, 0, 0)


def test_an_older_sequence_never_replaces_a_newer_one(attempt: Attempt) -> None:
    one = items(attempt)[0]
    send(attempt, answer(one, contests.right_value(one), opening=2, seq=1))
    assert verdicts(send(attempt, answer(one, contests.wrong_value(one), opening=1, seq=9))) == ["superseded"]
    assert summed(attempt) == (1, 100, 1)


def test_the_same_sending_again_is_answered_the_same_even_after_hand_in(attempt: Attempt) -> None:
    one = items(attempt)[0]
    sending = answer(one, contests.right_value(one))
    send(attempt, sending, submit=True)
    assert verdicts(send(attempt, sending)) == ["stored"]
    assert verdicts(send(attempt, answer(one, contests.wrong_value(one), seq=2))) == ["attempt_closed"]
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points) == ("submitted", 100)


def test_the_same_number_with_another_value_is_refused(attempt: Attempt) -> None:
    one = items(attempt)[0]
    send(attempt, answer(one, contests.right_value(one)))
    assert verdicts(send(attempt, answer(one, contests.wrong_value(one)))) == ["key_reused"]


def test_after_the_grace_an_answer_is_kept_aside_and_never_scored(attempt: Attempt) -> None:
    one = items(attempt)[0]
    outcome = send(attempt, answer(one, contests.right_value(one)), after_s=20 * 60 + 5.1, submit=True)
    assert (verdicts(outcome), outcome.submitted, outcome.state) == (["late"], False, "closed")
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.points, attempt.state) == (0, 0, "sitting")
    assert LateAnswer.objects.filter(attempt=attempt, item=one).count() == 1


def test_within_the_grace_it_counts_but_earns_no_time(attempt: Attempt) -> None:
    one = items(attempt)[0]
    outcome = send(attempt, answer(one, contests.right_value(one)), after_s=20 * 60 + 4.9, submit=True)
    assert (verdicts(outcome), outcome.submitted) == (["stored"], True)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.time_used_ms, attempt.ended_at) == (100, 20 * 60_000, attempt.due_at)


def test_an_attempt_closed_by_time_still_takes_what_was_received_before(attempt: Attempt) -> None:
    one = items(attempt)[0]
    Attempt.objects.filter(pk=attempt.pk).update(state="closed", ended_at=attempt.due_at)
    assert verdicts(send(attempt, answer(one, contests.right_value(one)))) == ["stored"]


def test_what_an_attempt_closed_by_time_still_takes_is_added_to_its_sums(attempt: Attempt) -> None:
    one, two, _ = items(attempt)
    send(attempt, answer(one, contests.right_value(one)))
    assert close_overdue(at=attempt.due_at + timedelta(seconds=8)) == 1
    assert verdicts(send(attempt, answer(two, contests.right_value(two)))) == ["stored"]
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.points, attempt.right) == (2, 200, 2)


def test_foreign_items_and_shapes_are_refused_and_the_rest_is_stored(attempt: Attempt) -> None:
    other = items(an_attempt())[0]
    one, two, _ = items(attempt)
    outcome = send(
        attempt,
        answer(other, ["x"]),
        answer(one, contests.right_value(other)),
        answer(two, contests.right_value(two)),
    )
    assert verdicts(outcome)[0] == "not_in_attempt"
    assert verdicts(outcome)[2] == "stored"
    assert Answer.objects.filter(attempt=attempt).count() <= 2
    assert verdicts(send(attempt, answer(one, ["nosuch"], seq=5))) == ["bad_value"]
    assert verdicts(send(attempt, answer(one, [*contests.right_value(one), *contests.wrong_value(one)], seq=6))) == [
        "bad_value"
    ]


def test_an_answer_whose_grading_fails_is_stored_flagged_and_others_are_unharmed(attempt: Attempt) -> None:
    one, two, _ = items(attempt)
    right = contests.right_value(one), contests.right_value(two)
    PaperKey.objects.filter(item=one).delete()
    outcome = send(attempt, answer(one, right[0]), answer(two, right[1]))
    assert verdicts(outcome) == ["stored", "stored"]
    assert Answer.objects.get(attempt=attempt, item=one).key_version is None
    assert summed(attempt) == (2, 100, 1)


def test_packets_of_many_pupils_share_one_transaction_and_few_queries(
    attempt: Attempt, django_assert_max_num_queries: object
) -> None:
    others = [contests.make_attempt(attempt.contest, make_user(role="pupil", school=attempt.school)) for _ in range(5)]
    one = items(attempt)[0]
    right = contests.right_value(one)
    at = attempt.started_at + timedelta(seconds=30)
    packets = [Packet(each.pk, (answer(one, right),), False, at) for each in [attempt, *others]]
    keys.keys_of(attempt.paper)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # pytest-django's context manager
        outcomes = record_answers(packets=packets, at=at)
    assert [verdicts(outcome) for outcome in outcomes] == [["stored"]] * 6


class AnyOrderOfDelivery(TestCase):
    """However often and in whatever order answers arrive, the greatest number stands and counts once."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.booleans()), min_size=1, max_size=12), st.data())
    def test_newest_stands(self, sendings: list[tuple[int, int, bool]], data: st.DataObject) -> None:
        attempt = an_attempt()
        one = items(attempt)[0]
        values = {True: contests.right_value(one), False: contests.wrong_value(one)}
        firsts: dict[tuple[int, int], bool] = {}
        for opening, seq, right in sendings:
            firsts.setdefault((opening, seq), right)
        arrivals = [(*order, right) for order, right in firsts.items()]
        again = data.draw(st.lists(st.sampled_from(arrivals), max_size=6))
        for opening, seq, right in data.draw(st.permutations(arrivals + again)):
            outcome = send(attempt, answer(one, values[right], opening, seq))
            assert verdicts(outcome)[0] in {"stored", "superseded"}
        newest = firsts[max(firsts)]
        assert summed(attempt) == (1, 100 if newest else 0, int(newest))
        assert Answer.objects.filter(attempt=attempt).count() == 1


def settled(attempt: Attempt) -> Contest:
    at = attempt.contest.closes_at + timedelta(seconds=8)
    assert close_overdue(at=at) == 1
    assert settle_contest(contest=attempt.contest, at=at)
    return Contest.objects.get(pk=attempt.contest_id)


def test_what_comes_in_once_results_stand_is_kept_aside_however_early_it_was_received(attempt: Attempt) -> None:
    one, two, _ = items(attempt)
    send(attempt, answer(one, contests.right_value(one)))
    settled(attempt)
    outcome = send(attempt, answer(two, contests.right_value(two)), submit=True)
    assert (verdicts(outcome), outcome.submitted, outcome.state) == (["late"], False, "closed")
    attempt.refresh_from_db()
    assert attempt.points == Result.objects.get(attempt=attempt).points == 100
    assert LateAnswer.objects.get().item == two


def test_a_start_that_was_overtaken_by_the_results_is_refused(attempt: Attempt) -> None:
    contest = Contest.objects.get(pk=attempt.contest_id)  # as read while it was open
    settled(attempt)
    late = make_user(role="pupil", school=contest.school)
    make_enrolment(late, make_class(contest.school))
    with pytest.raises(Refusal, match="contest_over"):
        start_attempt(contest=contest, user=late, at=contest.closes_at - timedelta(seconds=1))
    assert not Attempt.objects.filter(user=late).exists()


def test_cancelling_ends_open_attempts_and_their_devices_are_told(attempt: Attempt) -> None:
    one = items(attempt)[0]
    at = attempt.started_at + timedelta(seconds=30)
    cancel_contest(contest=attempt.contest, by=attempt.contest.created_by, at=at)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_at) == (AttemptState.CLOSED, at)
    outcome = send(attempt, answer(one, contests.right_value(one)), submit=True)
    assert (verdicts(outcome), outcome.submitted, outcome.state) == (["late"], False, "cancelled")


def test_more_answers_at_once_than_a_statement_takes(attempt: Attempt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MOST_PAIRS", 2)
    send(attempt, *(answer(item, contests.right_value(item), seq=2) for item in items(attempt)))
    outcome = send(attempt, *(answer(item, contests.wrong_value(item)) for item in items(attempt)))
    assert verdicts(outcome) == ["superseded"] * 3


@pytest.mark.parametrize(("opening", "state"), [(1, "sitting"), (2, "submitted"), (0, "submitted")])
def test_a_hand_in_of_an_older_opening_ends_nothing_and_its_answers_count(
    attempt: Attempt, opening: int, state: str
) -> None:
    Attempt.objects.update(openings=2)
    received_at = attempt.started_at + timedelta(seconds=60)
    given = (answer(items(attempt)[0], ["x"]),)
    packet = Packet(attempt.pk, given, submit=True, received_at=received_at, opening=opening)
    assert record_answers(packets=[packet], at=received_at)[0].state == state
    assert Attempt.objects.get(pk=attempt.pk).state == state
