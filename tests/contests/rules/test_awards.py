"""Prizes: never more than the quota by chance, never a tie that is not named."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.rules.awards import ALL, LOTS, NONE, TIES, Placed, Quota, share

rows_in_ranks = st.lists(st.integers(1, 4), min_size=0, max_size=12).map(
    lambda sizes: [
        Placed(id=10 * group + place, rank=1 + sum(sizes[:group]))
        for group, size in enumerate(sizes)
        for place in range(size)
    ]
)
quotas = st.lists(st.integers(0, 5), max_size=4).map(lambda many: [Quota(n, q) for n, q in enumerate(many)])


@given(rows=rows_in_ranks, quotas=quotas, ties=st.sampled_from(TIES))
def test_prizes_follow_the_ranks_and_the_quota(rows: list[Placed], quotas: list[Quota], ties: str) -> None:
    shared = share(rows, quotas, ties)
    rank = {row.id: row.rank for row in rows}
    prize = {one.row: one.prize for one in shared.given}
    assert len(prize) == len(shared.given), "one prize a person"
    many = Counter(prize.values())
    cut = {one.prize: one for one in shared.cuts}
    for quota in quotas:
        extra = len(cut[quota.prize].rows) - cut[quota.prize].left if ties == ALL and quota.prize in cut else 0
        assert many[quota.prize] <= quota.many + extra, "more than the quota only where all of a tie get it"
    # nobody with a better rank has a worse prize, or none
    best_first = sorted(prize, key=lambda row: rank[row])
    assert [prize[row] for row in best_first] == sorted(prize.values())
    last = max((rank[row] for row in prize), default=0)
    named = {row for one in shared.cuts for row in one.rows}
    assert all(row in prize or row in named for row, its in rank.items() if its < last)
    # equals are treated as equals, for there were no lots
    for one in shared.cuts:
        assert len({prize.get(row) for row in one.rows}) == 1
        assert len(one.rows) > one.left > 0


@given(rows=rows_in_ranks, quotas=quotas)
def test_drawn_lots_cut_exactly_at_the_quota(rows: list[Placed], quotas: list[Quota]) -> None:
    drawn = [Placed(row.id, row.rank, lot=100 - row.id) for row in rows]
    shared = share(drawn, quotas, LOTS)
    assert not shared.waits
    assert len(shared.given) == min(len(rows), sum(quota.many for quota in quotas))
    assert {one.row for one in shared.given if one.at_cut} <= {row for cut in shared.cuts for row in cut.rows}


def test_three_ways_with_a_tie_at_the_end_of_a_quota() -> None:
    rows = [Placed(1, 1), Placed(2, 2), Placed(3, 2), Placed(4, 4)]
    prizes = [Quota(1, 2), Quota(2, 2)]
    assert [(one.row, one.prize) for one in share(rows, prizes, ALL).given] == [(1, 1), (2, 1), (3, 1), (4, 2)]
    assert [(one.row, one.prize) for one in share(rows, prizes, NONE).given] == [(1, 1), (2, 2), (3, 2)]
    waiting = share(rows, prizes, LOTS)
    assert waiting.waits
    assert [one.row for one in waiting.given] == [1], "what comes behind the draw waits for it"
    drawn = [Placed(1, 1), Placed(2, 2, lot=2), Placed(3, 2, lot=1), Placed(4, 4)]
    given_now = share(drawn, prizes, LOTS).given
    assert [(one.row, one.prize, one.at_cut) for one in given_now] == [
        (1, 1, False),
        (3, 1, True),
        (2, 2, False),
        (4, 2, False),
    ]
    with pytest.raises(ValueError):
        share(rows, prizes, "oldest")
