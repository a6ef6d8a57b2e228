"""Random histories of a contest: whatever happened, board and results are what an independent count says."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.refusals import Refusal
from contests.actions import disqualify, late, recording, regrade, standing, time
from contests.actions.attempt import close_overdue, open_attempt, record_answers
from contests.actions.board import freeze_board, unfreeze_board
from contests.actions.regrade import Ruling
from contests.actions.settling import settle_contest
from contests.actions.starting import start_attempt
from contests.live.current import board_worked_out
from contests.models import (
    Allowance,
    Attempt,
    Contest,
    LateAnswer,
    PaperItem,
    Pause,
    Result,
    ResultList,
)
from contests.queries import ranked
from contests.queries.board import rows_served
from contests.queries.verification import differences
from contests.rules import ranking
from contests.rules.packets import Given, Packet
from contests.rules.scoring import Score, graded
from quiz.models import Question
from schools.models import User
from tests import factories_contests as contests
from tests import factories_quiz as bank
from tests.cast import Cast, make_cast
from tests.factories import make_enrolment, make_user

pytestmark = pytest.mark.django_db

#: The people and the questions stay the same; what a history writes is undone.
KEPT = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PUPILS, ITEMS = 4, 3
MINUTE = timedelta(minutes=1)
CHAINS = (
    "points,time_used,submitted_at",
    "right,prediction,time_used",
    "points,prediction,submitted_at",
    "points,hardest,right",
    "points",
)
RULES = st.fixed_dictionaries(
    {
        "attempts_most": st.sampled_from([1, 1, 2, None]),
        "counts": st.sampled_from(["best", "last", "first"]),
        "chain": st.sampled_from(CHAINS),
        "prediction": st.sampled_from(["entrants", "all_right"]),
        "negative_percent": st.sampled_from([0, 25]),
        "speed_most": st.sampled_from([0, 150]),
        "confirmation": st.sampled_from(["at_once", "school"]),
    }
)
WHO = st.integers(0, PUPILS - 1)
STEPS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 9)),
    st.tuples(st.just("start"), WHO),
    st.tuples(st.just("answer"), WHO, st.integers(0, ITEMS - 1), st.integers(0, 3)),
    st.tuples(st.just("hand_in"), WHO, st.integers(0, 5)),
    st.tuples(st.just("give_time"), WHO, st.integers(1, 5)),
    st.tuples(st.just("pause"), st.integers(1, 4)),
    st.tuples(st.just("accept_late")),
    st.tuples(st.just("regrade"), st.integers(0, ITEMS - 1), st.sampled_from(["key", "any", "all_right", "void"])),
    st.tuples(st.just("disqualify"), WHO),
    st.tuples(st.just("lift"), WHO),
    st.tuples(st.just("freeze")),
    st.tuples(st.just("unfreeze")),
    st.tuples(st.just("settle")),
)


@dataclass
class History:
    """One contest and the acts upon it; `at` is its clock."""

    contest: Contest
    pupils: list[User]
    teacher: User
    at: datetime
    seq: int = 0
    given_ms: dict[int, int] = field(default_factory=dict)

    @cached_property
    def items(self) -> list[PaperItem]:
        return list(PaperItem.objects.filter(paper__contest=self.contest).order_by("position"))

    def newest(self, who: int) -> Attempt | None:
        return Attempt.objects.filter(contest=self.contest, user=self.pupils[who]).order_by("-number").first()

    def wait(self, minutes: int) -> None:
        self.at += minutes * MINUTE
        close_overdue(at=self.at)

    def start(self, who: int) -> None:
        attempt = start_attempt(contest=self.contest, user=self.pupils[who], at=self.at)
        open_attempt(attempt=attempt)

    def answer(self, who: int, item: int, choice: int) -> None:
        """Choice 0 is the key, the others are wrong: the codes themselves are drawn, and say nothing."""
        revision = self.items[item].revision
        key = json.loads(revision.key.value)
        codes = sorted(revision.options.values_list("code", flat=True), key=lambda code: code not in key)
        self._packet(who, ((self.items[item].pk, (codes[choice % len(codes)],)),))

    def hand_in(self, who: int, guess: int) -> None:
        self._packet(who, (), submit=True, prediction=guess)

    def _packet(self, who: int, values: tuple[tuple[int, tuple[str, ...]], ...], **more: object) -> None:
        attempt = self.newest(who)
        if attempt is None:
            return
        self.seq += 1
        self.at += timedelta(milliseconds=137)  # nobody hands in at the very same moment unless it is by time
        given_now = tuple(Given(item, value, attempt.openings, self.seq) for item, value in values)
        packet = Packet(attempt.pk, given_now, bool(more.pop("submit", False)), self.at, **more)  # type: ignore[arg-type]  # prediction
        record_answers(packets=[packet], at=self.at)

    def give_time(self, who: int, minutes: int) -> None:
        user = self.pupils[who]
        its = Attempt.objects.filter(contest=self.contest, user=user)
        # a clock that had run out may, with more on it, meet a stop that came after
        before = {one.pk: one.due_at for one in its.exclude(state="closed")}
        extra = {"extra_ms": minutes * 60_000, "shift_ms": 0}
        time.give_time(contest=self.contest, user=user, reason="r", by=self.teacher, at=self.at, **extra)
        self.given_ms[who] = self.given_ms.get(who, 0) + extra["extra_ms"]
        for attempt in Attempt.objects.filter(pk__in=before):
            assert attempt.due_at - before[attempt.pk] == timedelta(milliseconds=extra["extra_ms"])

    def pause(self, minutes: int) -> None:
        made = time.pause(contest=self.contest, school=None, class_name="", reason="r", by=self.teacher, at=self.at)
        its = Attempt.objects.filter(contest=self.contest, state="sitting", due_at__gt=self.at)
        sitting = {one.pk: one.due_at for one in its}
        self.wait(minutes)
        time.resume(pause=made, by=self.teacher, at=self.at)
        for attempt in Attempt.objects.filter(pk__in=sitting):
            assert attempt.due_at - sitting[attempt.pk] == minutes * MINUTE

    def accept_late(self) -> None:
        ids = LateAnswer.objects.filter(attempt__contest=self.contest).values_list("pk", flat=True)
        late.accept(late_ids=list(ids), reason="r", by=self.teacher, at=self.at, contest=self.contest)

    def regrade(self, item: int, ruling: str) -> None:
        codes = sorted(self.items[item].revision.options.values_list("code", flat=True))
        wanted = Ruling(ruling, ((codes[-1],),) if ruling in {"key", "any"} else ())
        regrade.apply(
            contest=self.contest, item_id=self.items[item].pk, ruling=wanted, reason="r", by=self.teacher, at=self.at
        )

    def disqualify(self, who: int) -> None:
        disqualify.disqualify(contest=self.contest, user=self.pupils[who], reason="r", by=self.teacher, at=self.at)

    def lift(self, who: int) -> None:
        disqualify.lift(contest=self.contest, user=self.pupils[who], reason="r", by=self.teacher, at=self.at)

    def freeze(self) -> None:
        freeze_board(contest=self.contest, by=self.teacher, at=self.at)

    def unfreeze(self) -> None:
        unfreeze_board(contest=self.contest, by=self.teacher, at=self.at)

    def settle(self) -> None:
        """The window ends and what must be closed is closed."""
        ends = [*Attempt.objects.filter(contest=self.contest).values_list("due_at", flat=True), self.contest.closes_at]
        self.at = max(self.at, *ends) + MINUTE
        close_overdue(at=self.at)
        settle_contest(contest=self.contest, at=self.at)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def questions() -> list[Question]:
    return bank.make_questions(ITEMS)


@pytest.fixture
def pupils(cast: Cast) -> list[User]:
    people = [make_user(school=cast.own.school, full_name=f"Danh Thị {name}") for name in "ABCD"[:PUPILS]]
    return [make_enrolment(person, cast.own.school_class).pupil for person in people]


@contextmanager
def undone() -> Iterator[None]:
    """What one history writes is gone before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lived(history: History, steps: list[tuple[object, ...]]) -> None:
    """Every step that is not refused; a refusal leaves nothing behind."""
    for name, *arguments in steps:
        act: Callable[..., None] = getattr(history, str(name))
        try:
            with transaction.atomic():
                act(*arguments)
        except Refusal:
            continue
        history.contest.refresh_from_db()


def wrong_in(history: History) -> list[str]:
    contest = Contest.objects.get(pk=history.contest.pk)
    rows = [row.as_dict() for row in rows_served(contest, history.at)]
    return differences(contest, rows, json.loads(board_worked_out(contest, history.at).text))


def deciding_steps_are_true(contest: Contest) -> None:
    """Each row names the first step in which it differs from those ranked just above (the first: just below)."""
    listed = ResultList.objects.filter(contest=contest).first()
    rows = list(
        Result.objects.filter(contest=contest, version=listed.version if listed else 0).select_related("attempt")
    )
    steps = contest.chain.split(",")
    groups = sorted({row.rank for row in rows})
    for row in rows:
        at = groups.index(row.rank)
        other_rank = groups[at - 1] if at else groups[1] if len(groups) > 1 else None
        others = [one for one in rows if one.rank == other_rank]
        should = next((step for step in steps if others and value(row, step) != value(others[0], step)), "")
        assert row.decided_by == should
        assert row.tied == (sum(one.rank == row.rank for one in rows) > 1)


def value(row: Result, step: str) -> object:
    return {
        "points": row.points,
        "right": row.right,
        "prediction": row.prediction_gap,
        "time_used": row.time_used_ms,
        "submitted_at": row.attempt.ended_at,
        "hardest": row.hardest,
        "lots": row.lot,
    }[step]


def lives(
    cast: Cast, questions: list[Question], pupils: list[User], rules: dict[str, object], steps: list[tuple[object, ...]]
) -> None:
    with undone():
        contest = contests.make_contest(school=cast.own.school, by=cast.own.teacher, **rules)
        contests.make_paper(contest, questions)
        history = History(contest, pupils, cast.own.teacher, contest.opens_at + MINUTE)
        lived(history, steps)
        assert wrong_in(history) == []
        history.settle()
        assert wrong_in(history) == []
        deciding_steps_are_true(Contest.objects.get(pk=contest.pk))
        assert not Pause.objects.filter(contest=contest, to_at=None).exists()
        for who, extra in history.given_ms.items():
            given_to = Allowance.objects.filter(contest=contest, user=pupils[who])
            assert sum(given_to.values_list("extra_ms", flat=True)) == extra


@settings(max_examples=300, deadline=None, suppress_health_check=KEPT)
@given(rules=RULES, steps=st.lists(STEPS, min_size=4, max_size=22))
def test_board_and_results_are_what_the_answers_come_to(
    cast: Cast, questions: list[Question], pupils: list[User], rules: dict[str, object], steps: list[tuple[object, ...]]
) -> None:
    lives(cast, questions, pupils, rules, steps)


PLAYED = [
    ("start", 0), ("answer", 0, 0, 0), ("answer", 0, 1, 1), ("answer", 0, 2, 1), ("hand_in", 0, 0),
    ("start", 1), ("answer", 1, 0, 0), ("answer", 1, 1, 1), ("answer", 1, 2, 1), ("give_time", 1, 3), ("hand_in", 1, 3),
    ("start", 2), ("answer", 2, 0, 0), ("answer", 2, 1, 0), ("answer", 2, 2, 0), ("pause", 2), ("hand_in", 2, 0),
    ("regrade", 1, "all_right"), ("disqualify", 2), ("settle",),
]  # fmt: skip
LIVED_BY = {"chain": "points,prediction,time_used", "prediction": "entrants", "negative_percent": 25}


def _never_less(score: Score) -> Score:
    return Score(max(0, score.points), score.right)


MUTANTS: dict[str, tuple[object, str, object]] = {
    "who is out stands all the same": (standing, "_out", lambda *_: set()),
    "a wrong answer costs nothing": (recording.scoring, "graded", lambda *told: _never_less(graded(*told))),
    "any prediction is as near as it is small": (ranked, "_gap", lambda guess, _outcome: guess),
    "a tie is decided by the id": (ranking, "chain", lambda _names: (ranking.STEPS["points"],)),
}


def test_a_whole_history_is_lived_without_a_refusal(cast: Cast, questions: list[Question], pupils: list[User]) -> None:
    contest = contests.make_contest(school=cast.own.school, by=cast.own.teacher, **LIVED_BY)
    contests.make_paper(contest, questions)
    history = History(contest, pupils, cast.own.teacher, contest.opens_at + MINUTE)
    for name, *arguments in PLAYED:
        getattr(history, str(name))(*arguments)
    assert Result.objects.filter(contest=contest).count() == 2
    assert wrong_in(history) == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_is_caught(cast: Cast, questions: list[Question], pupils: list[User], mutant: str) -> None:
    place, name, changed = MUTANTS[mutant]
    with patch.object(place, name, changed), pytest.raises(AssertionError):
        lives(cast, questions, pupils, LIVED_BY, list(PLAYED))


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=KEPT)
@given(rules=RULES, steps=st.lists(STEPS, min_size=4, max_size=40))
def test_ten_thousand_histories(
    cast: Cast, questions: list[Question], pupils: list[User], rules: dict[str, object], steps: list[tuple[object, ...]]
) -> None:
    lives(cast, questions, pupils, rules, steps)
