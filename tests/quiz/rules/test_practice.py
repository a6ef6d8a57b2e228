"""What comes next in practice, how an answer counts, and a visitor's day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.practice import (
    AHEAD,
    BATCH,
    FRESH_A_DAY,
    OLDEST,
    Allowance,
    Candidate,
    Outcome,
    counts,
    moment_of,
    new_in_order,
    next_items,
    number_sent,
    outcome_of,
    rating_of,
)

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fresh(number: int, topic: str = "charter", group: str = "") -> list[Candidate]:
    start = abs(hash(topic)) % 10**6 * 1000
    return [Candidate(start + place, topic, group) for place in range(number)]


def chosen(candidates: list[Candidate], number: int = BATCH, fresh: int = BATCH, seed: str = "s") -> list[int]:
    return [one.revision for one in next_items(candidates, at=AT, number=number, fresh=fresh, seed=seed)]


@pytest.mark.parametrize(
    ("share", "outcome", "rating"),
    [
        (Fraction(1), Outcome.RIGHT, 3),
        (Fraction(2, 3), Outcome.PARTLY, 2),
        (Fraction(1, 100), Outcome.PARTLY, 2),
        (Fraction(0), Outcome.WRONG, 1),
    ],
)
def test_only_the_full_share_is_right(share: Fraction, outcome: Outcome, rating: int) -> None:
    assert outcome_of(share) is outcome
    assert rating_of(outcome) == rating


def test_due_comes_before_new_and_new_before_what_is_not_due_yet() -> None:
    long_due = Candidate(1, "charter", due_at=AT - 5 * HOUR)
    just_due = Candidate(2, "charter", due_at=AT)
    new = Candidate(3, "charter")
    soon = Candidate(4, "charter", due_at=AT + HOUR)
    later = Candidate(5, "charter", due_at=AT + 9 * HOUR)
    assert chosen([later, new, just_due, soon, long_due]) == [1, 2, 3, 4, 5]
    assert chosen([later, new, just_due, soon, long_due], number=2) == [1, 2]


def test_new_items_come_from_weak_topics_first_and_twice_as_often() -> None:
    weak = [Candidate(1, "economic", due_at=AT + HOUR), *fresh(6, "economic")]
    strong = [Candidate(2, "history", due_at=AT + HOUR, last_right=True), *fresh(6, "history")]
    unknown = fresh(6, "members")
    order = [one.topic for one in new_in_order([*strong, *unknown, *weak], "s")]
    assert order[:2] == ["economic", "economic"]
    assert order[:8].count("economic") == 4
    assert set(order[2:4]) == {"history", "members"}
    assert len(order) == 18


def test_the_weakest_topic_comes_first() -> None:
    candidates = [
        Candidate(1, "a", due_at=AT + HOUR, last_right=True),
        Candidate(2, "a", due_at=AT + HOUR),
        Candidate(3, "b", due_at=AT + HOUR),
        *fresh(1, "a"),
        *fresh(1, "b"),
    ]
    assert [one.topic for one in new_in_order(candidates, "s")] == ["b", "a"]


def test_another_seed_draws_another_order_and_the_same_seed_the_same() -> None:
    many = fresh(40)
    assert chosen(many, seed="one") == chosen(many, seed="one")
    assert chosen(many, seed="one") != chosen(many, seed="two")


def test_one_of_a_group_comes_and_the_others_only_when_nothing_else_is_left() -> None:
    group = fresh(3, "charter", group="emblem")
    others = [replace(one, group="") for one in fresh(2, "history")]
    order = next_items([*group, *others], at=AT, number=BATCH, fresh=BATCH, seed="s")
    assert sum(one.group == "emblem" for one in order[:3]) == 1
    assert [one.group for one in order[3:]] == ["emblem", "emblem"]


def test_no_more_new_items_come_than_are_left_but_met_ones_do() -> None:
    met = [Candidate(7, "charter", due_at=AT + HOUR)]
    assert len(chosen([*fresh(9), *met], fresh=4)) == 5
    assert chosen([*fresh(9), *met], fresh=0) == [7]


@given(
    st.lists(
        st.builds(
            Candidate,
            st.integers(1, 10**6),
            st.sampled_from("abc"),
            st.sampled_from(["", "x", "y"]),
            st.none() | st.integers(-99, 99).map(lambda hours: AT + hours * HOUR),
            st.booleans(),
        ),
        unique_by=lambda one: one.revision,
        max_size=30,
    ),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_nothing_comes_twice_nothing_is_made_up_and_no_limit_is_passed(
    candidates: list[Candidate], number: int, most_fresh: int
) -> None:
    found = next_items(candidates, at=AT, number=number, fresh=most_fresh, seed="s")
    assert len({one.revision for one in found}) == len(found)
    assert set(found) <= set(candidates)
    news = sum(one.due_at is None for one in candidates)
    assert len(found) == min(number, len(candidates) - news + min(news, most_fresh))
    assert sum(one.due_at is None for one in found) <= most_fresh


def test_an_answer_counts_once_however_often_it_is_sent() -> None:
    shown = AT - HOUR
    assert counts(shown, at=AT, reviewed_at=None)
    assert not counts(shown, at=AT + HOUR, reviewed_at=shown), "the same answer again"
    assert not counts(shown - HOUR, at=AT, reviewed_at=shown), "an answer to an older page"
    assert counts(shown + timedelta(seconds=1), at=AT, reviewed_at=shown), "the next page"


def test_a_moment_that_no_page_of_ours_can_have_counts_nothing() -> None:
    assert counts(AT - OLDEST, at=AT, reviewed_at=None)
    assert not counts(AT - OLDEST - HOUR, at=AT, reviewed_at=None)
    assert counts(AT + AHEAD, at=AT, reviewed_at=None)
    assert not counts(AT + AHEAD + HOUR, at=AT, reviewed_at=None)


def test_a_visitor_may_answer_so_many_different_items_a_day() -> None:
    session: dict[str, object] = {}
    for item in range(1, FRESH_A_DAY + 1):
        allowance = Allowance.kept_in(session, "2026-11-22")
        assert allowance.left == FRESH_A_DAY - item + 1
        assert allowance.allows(item)
        allowance.keep(item, session)
        Allowance.kept_in(session, "2026-11-22").keep(item, session)  # the same one again costs nothing
    full = Allowance.kept_in(session, "2026-11-22")
    assert full.left == 0
    assert not full.allows(999)
    assert full.allows(1)
    assert Allowance.kept_in(session, "2026-11-23").left == FRESH_A_DAY


@pytest.mark.parametrize("kept", [None, "x", [], {"day": "2026-11-22", "met": ["1", None]}, {"met": [1]}])
def test_a_session_that_holds_something_else_is_a_new_day(kept: object) -> None:
    assert Allowance.kept_in({"practice": kept}, "2026-11-22").left == FRESH_A_DAY


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (7, 7),
        ("7", 7),
        (0, 0),
        (-1, 0),
        ("", 0),
        ("-1", 0),
        ("x", 0),
        ("٣", 0),
        (None, 0),
        (1.5, 0),
        (True, 0),
        ("9" * 40, 0),
    ],
)
def test_a_number_that_comes_from_outside_is_a_number_or_nothing(given: object, number: int) -> None:
    assert number_sent(given) == number


def test_a_moment_is_read_to_the_millisecond_and_nonsense_is_none() -> None:
    assert moment_of(int(AT.timestamp() * 1000) + 7) == AT + timedelta(milliseconds=7)
    assert moment_of(10**18 - 1) is None
