"""An attempt through everything that can happen to it, beside a small model that shares no code with it.

The model (`attempt_model`) keeps every answer that was ever sent and works out anew what should stand.
"""

import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.refusals import Refusal
from contests.actions import late, time
from contests.actions.attempt import close_if_over, close_overdue, open_attempt, record_answers
from contests.actions.settling import count_results, settle_contest
from contests.actions.starting import start_attempt
from contests.models import Answer, Attempt, Contest, LateAnswer, Pause, Result
from contests.queries import keys, paper
from contests.queries import time as times
from contests.rules.packets import Given, Packet
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.contests.actions.attempt_model import CLOSES, CLOSING, GRACE, ITEMS, Model, Sent, instant
from tests.factories import make_class, make_enrolment, make_school, make_user


class AttemptMachine(RuleBasedStateMachine):
    """Rules are what people and time do; `same` compares after each."""

    @initialize(started=st.sampled_from([True, True, True, False]))
    def world(self, started: bool) -> None:
        school = make_school()
        self.contest = contests.make_contest(school=school, by=make_user("teacher", school=school))
        contests.make_paper(self.contest, bank.make_questions(ITEMS))
        self.items = list(self.contest.papers.get().items.all())
        self.pupil: User = make_user("pupil", school=school)
        make_enrolment(self.pupil, make_class(school))
        self.model = Model()
        self.first_values: dict[tuple[int, int, int], bool] = {}
        if started:
            self.start()

    @property
    def attempt(self) -> Attempt:
        return Attempt.objects.select_related("contest", "paper").get()

    @property
    def at(self) -> datetime:
        return instant(self.model.now)

    @rule(step=st.sampled_from([1, 3_000, 60_000, 500_000]), loop=st.booleans())
    def time_passes(self, step: int, loop: bool) -> None:
        self.model.now += step
        if loop:
            self.the_loop_closes()

    @precondition(lambda self: self.model.started is not None)
    @rule(after=st.sampled_from([-1, 0, GRACE, GRACE + 1, CLOSING, CLOSING + 1, 90_000]), loop=st.booleans())
    def the_deadline_comes(self, after: int, loop: bool) -> None:
        """To one side of a border, or the other."""
        self.model.now = max(self.model.now, self.model.due() + after)
        if loop:
            self.the_loop_closes()

    @rule(by_reading=st.booleans())
    def the_loop_closes(self, by_reading: bool = False) -> None:
        """The loop, or whoever looks at the attempt: to the same effect."""
        model = self.model
        closes = model.sitting and not model.stopped and model.now >= model.due() + CLOSING
        if by_reading and model.started is not None:
            assert close_if_over(attempt=self.attempt, at=self.at) == closes
        else:
            assert close_overdue(at=self.at) == int(closes)
        if closes:
            model.closed_at = model.due()

    @rule()
    def restart(self) -> None:
        """The process begins anew: it knows nothing but what is stored."""
        keys.keys.cache_clear()
        paper.frozen.cache_clear()
        paper._texts.cache_clear()
        self.contest = Contest.objects.get()

    @rule()
    def start(self) -> None:
        model = self.model
        try:
            start_attempt(contest=Contest.objects.get(), user=self.pupil, at=self.at)
        except Refusal as refused:
            over = model.settled or model.now >= CLOSES
            told = (refused.code, model.started is None, over or model.open_stop is not None)
            assert told == ("contest_over" if over else "paused", True, True)
            return
        if model.started is None:
            assert model.open_stop is None
            assert model.now < CLOSES
            model.started = model.now
        elif model.sitting and not model.stopped and model.now >= model.due() + CLOSING:
            model.closed_at = model.due()

    @precondition(lambda self: self.model.started is not None)
    @rule()
    def open_on_a_device(self) -> None:
        self.model.openings += 1
        assert open_attempt(attempt=self.attempt) == self.model.openings

    @precondition(lambda self: self.model.started is not None)
    @rule(
        item=st.integers(0, ITEMS - 1),
        order=st.tuples(st.integers(1, 2), st.integers(1, 3)),
        right=st.booleans(),
        submit=st.sampled_from([False, False, True]),
    )
    def answer(self, item: int, order: tuple[int, int], right: bool, submit: bool) -> None:
        """In any order, any number of times; a device never gives one number to two values."""
        model = self.model
        right = self.first_values.setdefault((item, *order), right)
        verdict = model.verdict(item, order, right)
        row = self.items[item]
        value = contests.right_value(row) if right else contests.wrong_value(row)
        packet = Packet(self.attempt.pk, (Given(row.pk, tuple(value), *order),), submit, self.at)
        outcome = record_answers(packets=[packet], at=self.at)[0]
        assert (outcome.verdicts[0].code or outcome.verdicts[0].verdict) == verdict
        known = any(one.item == item and one.order == order for one in model.sent)
        if verdict in {"stored", "late"} and not known:
            model.sent.append(Sent(item, order, right, "counts" if verdict == "stored" else "late"))
        if submit and model.sitting and (model.stopped or model.now <= model.due() + GRACE):
            model.handed_in = model.now
        assert outcome.submitted == (model.handed_in is not None)

    @precondition(lambda self: not self.model.settled)
    @rule(extra=st.integers(1, 600_000))
    def extend(self, extra: int) -> None:
        time.give_time(
            contest=self.contest, user=self.pupil, extra_ms=extra, shift_ms=0, reason="bù giờ", by=None, at=self.at
        )
        self.model.extra += extra
        self.after_new_times()

    @precondition(lambda self: not self.model.settled and self.model.open_stop is None)
    @rule()
    def pause(self) -> None:
        time.pause(
            contest=self.contest, school=self.contest.school, class_name="", reason="mất điện", by=None, at=self.at
        )
        self.model.stops.append([self.model.now, None])

    @precondition(lambda self: self.model.open_stop is not None)
    @rule()
    def resume(self) -> None:
        time.resume(pause=Pause.objects.get(to_at=None), by=None, at=self.at)
        stop = self.model.open_stop
        assert stop is not None
        stop[1] = self.model.now
        if not self.model.settled:
            self.after_new_times()

    @precondition(lambda self: not self.model.settled and self.model.now > 10)
    @rule(data=st.data())
    def outage(self, data: st.DataObject) -> None:
        begins = data.draw(st.integers(0, self.model.now - 1))
        ends = data.draw(st.integers(begins + 1, self.model.now))
        time.outage(
            contest=self.contest,
            school=None,
            class_name="",
            from_at=instant(begins),
            to_at=instant(ends),
            reason="mất mạng",
            by=None,
            at=self.at,
        )
        self.model.stops.append([begins, ends])
        self.after_new_times()

    def after_new_times(self) -> None:
        """Closed by time, it is open again where time is left; what is in time by now counts."""
        model = self.model
        if model.started is None or model.handed_in is not None:
            return
        if model.closed_at is not None and model.due() > model.now:
            model.closed_at = None
        for row in LateAnswer.objects.select_related("item").filter(ruling="accepted"):
            for one in model.sent:
                if self.is_same(one, row) and one.kept == "late":
                    assert row.received_at <= instant(model.due() + GRACE)
                    one.kept = "accepted"
        for row in LateAnswer.objects.filter(ruling="waiting"):
            assert row.received_at > self.attempt.due_at + timedelta(milliseconds=GRACE)

    def is_same(self, one: Sent, row: LateAnswer) -> bool:
        return (self.items[one.item].pk, *one.order) == (row.item_id, row.opening, row.seq)

    @precondition(lambda self: any(one.kept == "late" for one in self.model.sent))
    @rule(data=st.data())
    def rule_on_a_late_one(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from([one for one in self.model.sent if one.kept == "late"]))
        row = next(row for row in LateAnswer.objects.filter(ruling="waiting") if self.is_same(one, row))
        accepted = data.draw(st.booleans())
        act = late.accept if accepted else late.refuse
        for expected in (1, 0):
            assert act(late_ids=[row.pk], reason="đã xem", by=None, at=self.at) == expected
        one.kept = "accepted" if accepted else "dropped"

    @precondition(lambda self: self.model.now >= CLOSES + CLOSING)
    @rule()
    def settle(self) -> None:
        model = self.model
        settles = not model.settled and not model.sitting
        assert settle_contest(contest=self.contest, at=self.at) == settles
        model.settled = model.settled or settles

    @precondition(lambda self: self.model.settled)
    @rule()
    def count_again(self) -> None:
        made = count_results(contest=self.contest, reason="tính lại", by=None, at=self.at)
        rows = Result.objects.filter(version=made.version).values_list("attempt__user", "points", "rank")
        points = 100 * sum(one.right for one in self.model.standing().values())
        assert list(rows) == ([(self.pupil.pk, points, 1)] if self.model.started is not None else [])

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "model") or self.model.started is None:
            return
        model, attempt = self.model, self.attempt
        standing = model.standing()
        stored = {
            (row.item_id, row.opening, row.seq): json.loads(row.value) == contests.right_value(row.item)
            for row in Answer.objects.select_related("item")
        }
        assert stored == {(self.items[item].pk, *one.order): one.right for item, one in standing.items()}
        state = "submitted" if model.handed_in is not None else "closed" if model.closed_at is not None else "sitting"
        right = sum(one.right for one in standing.values()) if state != "sitting" else 0  # not summed up before
        assert (attempt.answered, attempt.points, attempt.right) == (len(standing), 100 * right, right)
        assert attempt.state == state
        assert (attempt.stands_at is None) == (state == "sitting")
        if not model.settled:
            assert times.clock_of(attempt).due_at(self.at) == instant(model.due())
        if state == "sitting" and model.open_stop is None:
            assert attempt.due_at == instant(model.due())
            assert attempt.extra_ms == model.extra
        if attempt.time_used_ms is not None:
            end = min(model.handed_in, model.due()) if model.handed_in is not None else model.closed_at
            assert attempt.ended_at == instant(end or 0)
            assert attempt.time_used_ms == sum(self.stretches_running(model.started or 0, end or 0))

    def stretches_running(self, begin: int, end: int) -> list[int]:
        """Lengths of what lies between two instants and in no stop."""
        cuts = sorted({begin, end, *(min(max(cut, begin), end) for stop in self.model.stops for cut in stop if cut)})
        return [
            last - first
            for first, last in pairwise(cuts)
            if not any((b or 0) <= first and last <= (self.model.now if e is None else e) for b, e in self.model.stops)
        ]


class AttemptInShort(TestCase):
    def test_histories(self) -> None:
        play(examples=60, steps=30)


class AttemptAtLength(TestCase):
    @pytest.mark.long
    def test_histories(self) -> None:
        play(examples=1_000, steps=40)


def play(*, examples: int, steps: int) -> None:
    """Each history in a transaction of its own that is rolled back."""
    run_state_machine_as_test(
        InTransaction,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class InTransaction(AttemptMachine):
    """The world goes when the history ends."""

    def __init__(self) -> None:
        from django.db import transaction

        self._block: Any = transaction.atomic()
        self._block.__enter__()
        super().__init__()

    def teardown(self) -> None:
        from django.db import transaction

        transaction.set_rollback(True)
        self._block.__exit__(None, None, None)
        super().teardown()
