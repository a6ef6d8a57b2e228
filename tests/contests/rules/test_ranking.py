"""Ranks by a stated chain: what parts two rows, what ties them, and that every order of arrival gives the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contests.rules.ranking import Row, chain, rank

START = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
DEFAULT = chain("points,time_used,submitted_at")


def row(number: int, points: int, time_used_ms: int | None = 1000, ended: int | None = 0) -> Row:
    ended_at = None if ended is None else START + timedelta(seconds=ended)
    return Row(id=number, points=points, time_used_ms=time_used_ms, ended_at=ended_at)


def places(*rows: Row, steps: str = "points,time_used,submitted_at") -> list[tuple[int, int, bool, str]]:
    standings = rank(rows, chain(steps))
    return [(one.row.id, one.rank, one.tied, one.decided_by) for one in standings]


def test_nobody_is_ranked_on_an_empty_board() -> None:
    assert rank([], DEFAULT) == []


def test_one_alone_is_first_and_nothing_decided_it() -> None:
    assert places(row(1, 500)) == [(1, 1, False, "")]


def test_points_come_before_time() -> None:
    assert places(row(1, 500, 10), row(2, 600, 99)) == [(2, 1, False, "points"), (1, 2, False, "points")]


def test_equal_points_are_parted_by_time_then_by_the_moment_of_handing_in() -> None:
    found = places(row(1, 500, 10, ended=9), row(2, 500, 10, ended=8), row(3, 500, 11, ended=1))
    assert found == [(2, 1, False, "submitted_at"), (1, 2, False, "submitted_at"), (3, 3, False, "time_used")]


def test_rank_is_shared_when_all_tie_breaks_are_equal_and_the_next_one_skips() -> None:
    found = places(row(1, 900), row(2, 500), row(3, 500), row(4, 100))
    assert [(rank, tied) for _, rank, tied, _ in found] == [(1, False), (2, True), (2, True), (4, False)]


def test_tied_rows_name_the_step_that_parted_them_from_those_above() -> None:
    found = places(row(1, 900), row(2, 500), row(3, 500))
    assert [decided for *_, decided in found] == ["points", "points", "points"]


def test_all_equal_are_all_first() -> None:
    assert [(rank, tied, why) for _, rank, tied, why in places(row(1, 5), row(2, 5), row(3, 5))] == [(1, True, "")] * 3


def test_a_shorter_chain_ties_what_the_longer_parts() -> None:
    assert [(rank, tied) for _, rank, tied, _ in places(row(1, 5, 1), row(2, 5, 2), steps="points")] == [(1, True)] * 2


def test_unknown_time_and_end_come_last_among_equal_points() -> None:
    assert [one for one, *_ in places(row(1, 5, None, None), row(2, 5, 99_999, ended=99))] == [2, 1]


def test_a_chain_names_known_steps_only() -> None:
    with pytest.raises(KeyError):
        chain("points,luck")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), max_size=9),
    st.randoms(use_true_random=False),
)
def test_ranks_do_not_depend_on_the_order_of_rows(columns: list[tuple[int, int, int]], dice) -> None:
    rows = [row(number, points, used, ended) for number, (points, used, ended) in enumerate(columns)]
    shuffled = list(rows)
    dice.shuffle(shuffled)
    found = {one.row.id: (one.rank, one.tied) for one in rank(shuffled, DEFAULT)}
    for mine in rows:
        better = sum(
            (-other.points, other.time_used_ms, other.ended_at) < (-mine.points, mine.time_used_ms, mine.ended_at)
            for other in rows
        )
        equal = sum(columns[other.id] == columns[mine.id] for other in rows)
        assert found[mine.id] == (better + 1, equal > 1)
