"""The answers' writer: one batch for many, nobody hurt by another's trouble, nothing acknowledged before its commit."""

import threading
import time
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection

from contests import intake
from contests.actions.attempt import record_answers
from contests.intake import Busy, Intake
from contests.models import Answer, Attempt
from contests.queries import paper
from contests.rules.packets import Given, Outcome, Packet
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempts() -> list[Attempt]:
    school = make_school()
    contest = contests.make_contest(school=school, by=make_user(role="teacher", school=school))
    contests.make_paper(contest, bank.make_questions(1))
    return [contests.make_attempt(contest, make_user(role="pupil", school=school)) for _ in range(6)]


@pytest.fixture
def writer() -> Intake:
    return Intake()


def packet(attempt: Attempt, seq: int = 1, **changes: object) -> Packet:
    item = attempt.paper.items.get()
    given = Given(item.pk, tuple(contests.right_value(item)), 1, seq)
    fields = {"attempt": attempt.pk, "given": (given,), "submit": False}
    return Packet(**{**fields, "received_at": attempt.started_at + timedelta(seconds=9), **changes})  # type: ignore[arg-type]  # by name


def sent(writer: Intake, *packets: Packet) -> list[Outcome | Busy]:
    futures: list[Future[Outcome | Busy]] = [Future() for _ in packets]
    for one, future in zip(packets, futures, strict=True):
        writer.take(one, future.set_result)
    return [future.result(timeout=20) for future in futures]


def test_packets_of_many_are_recorded_by_one_call(writer: Intake, attempts: list[Attempt]) -> None:
    packets = [packet(attempt) for attempt in attempts]
    with patch.object(intake, "record_answers", wraps=record_answers) as recorded:
        futures: list[Future[Outcome | Busy]] = [Future() for _ in packets]
        for one, future in zip(packets, futures, strict=True):
            writer.take(one, future.set_result)
        writer.start()
        outcomes = [future.result(timeout=20) for future in futures]
    assert [outcome.verdicts[0].verdict for outcome in outcomes] == ["stored"] * 6  # type: ignore[union-attr]  # none is Busy
    assert recorded.call_count == 1


def test_no_reply_comes_before_the_commit(writer: Intake, attempts: list[Attempt]) -> None:
    writer.start()
    seen: list[int] = []
    done = threading.Event()

    def reply(outcome: Outcome | Busy) -> None:
        seen.append(Answer.objects.count())
        connection.close()
        done.set()

    writer.take(packet(attempts[0]), reply)
    assert done.wait(20)
    assert seen == [1]


def test_one_whose_recording_fails_is_refused_alone(writer: Intake, attempts: list[Attempt]) -> None:
    bad = replace(packet(attempts[3]), attempt=999_999_999)
    packets = [packet(attempts[0]), packet(attempts[1]), bad, packet(attempts[2])]
    futures: list[Future[Outcome | Busy]] = [Future() for _ in packets]
    for one, future in zip(packets, futures, strict=True):
        writer.take(one, future.set_result)
    writer.start()
    outcomes = [future.result(timeout=20) for future in futures]
    said = [outcome.verdicts[0].code or outcome.verdicts[0].verdict for outcome in outcomes]  # type: ignore[union-attr]  # none is Busy
    assert said == ["stored", "stored", "server_error", "stored"]


def test_a_lost_connection_is_tried_again_and_nobody_hears_meanwhile(writer: Intake, attempts: list[Attempt]) -> None:
    calls: list[float] = []

    def failing_twice(**batch: object) -> list[Outcome]:
        calls.append(time.monotonic())
        if len(calls) < 3:
            raise OperationalError("server closed the connection unexpectedly")
        return record_answers(**batch)  # type: ignore[arg-type]  # passed on as it came

    writer.start()
    with patch.object(intake, "record_answers", failing_twice):
        outcome = sent(writer, packet(attempts[0]))[0]
    assert outcome.verdicts[0].verdict == "stored"  # type: ignore[union-attr]  # not Busy
    assert len(calls) == 3


def test_an_outage_ends_in_busy_and_the_client_keeps_its_answer(writer: Intake, attempts: list[Attempt]) -> None:
    writer.start()
    with (
        patch.object(intake, "LONGEST_OUTAGE_S", 0.1),
        patch.object(intake, "record_answers", side_effect=OperationalError("gone")),
    ):
        assert isinstance(sent(writer, packet(attempts[0]))[0], Busy)
    assert sent(writer, packet(attempts[0]))[0].verdicts[0].verdict == "stored"  # type: ignore[union-attr]  # not Busy


def test_a_reply_that_fails_stops_nobody(writer: Intake, attempts: list[Attempt]) -> None:
    writer.start()

    def broken(outcome: Outcome | Busy) -> None:
        raise RuntimeError("the socket is gone")

    writer.take(packet(attempts[0]), broken)
    assert sent(writer, packet(attempts[1]))[0].verdicts[0].verdict == "stored"  # type: ignore[union-attr]  # not Busy
    assert Answer.objects.count() == 2


def test_a_full_queue_says_busy(writer: Intake, attempts: list[Attempt]) -> None:
    with patch.object(intake, "MOST_WAITING", 2):
        for attempt in attempts[:2]:
            writer.take(packet(attempt), lambda outcome: None)
        with pytest.raises(Busy):
            writer.take(packet(attempts[2]), lambda outcome: None)


def test_the_oldest_that_waits_holds_back_the_closing(writer: Intake, attempts: list[Attempt]) -> None:
    assert writer.oldest_waiting() is None
    early = packet(attempts[0])
    writer.take(packet(attempts[1], received_at=early.received_at + timedelta(seconds=1)), lambda outcome: None)
    assert writer.oldest_waiting() == early.received_at + timedelta(seconds=1)


def test_what_is_being_written_holds_back_the_closing_too(writer: Intake, attempts: list[Attempt]) -> None:
    packets = [packet(attempt) for attempt in attempts[:2]]
    seen = []

    def recording(**kwargs: object) -> list[Outcome]:
        seen.append(writer.oldest_waiting())
        return record_answers(**kwargs)  # type: ignore[arg-type]  # passed on as they came

    with patch.object(intake, "record_answers", recording):
        writer.start()
        sent(writer, *packets)
    assert set(seen) == {packets[0].received_at}


def test_the_paper_is_read_once_a_process(attempts: list[Attempt]) -> None:
    first = paper.frozen_paper(attempts[0].paper)
    assert paper.frozen_paper(attempts[1].paper) is first
