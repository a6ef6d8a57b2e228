import random
from statistics import correlation

import pytest

from contests.rules.discrimination import Sums, discrimination

WORTH, MOST = 100, 600


def drawn(seed: int, n: int = 40) -> list[tuple[int, int]]:
    """Points on the item and on the whole paper."""
    draw = random.Random(seed)
    return [(x := draw.choice([0, 50, 100, -25]), x + 100 * draw.randint(0, 5)) for _person in range(n)]


def sums(turns: list[tuple[int, int]]) -> Sums:
    return Sums(
        n=len(turns), x=sum(x for x, _p in turns), xx=sum(x * x for x, _p in turns), px=sum(x * p for x, p in turns),
        p=sum(p for _x, p in turns), pp=sum(p * p for _x, p in turns), worth=WORTH, most=MOST,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_it_is_pearsons_correlation_with_the_rest(seed: int) -> None:
    turns = drawn(seed)
    expected = correlation([x for x, _p in turns], [p - x for x, p in turns])
    assert discrimination([sums(turns)]) == pytest.approx(expected, abs=1e-9)


def test_papers_are_compared_within_themselves() -> None:
    """An easier paper lifts all its turns; that says nothing of the item."""
    turns = drawn(7)
    easier = [(x, p + 100) for x, p in turns]
    assert discrimination([sums(turns), sums(easier)]) == pytest.approx(discrimination([sums(turns)]), abs=1e-9)


@pytest.mark.parametrize("turns", [[], [(100, 300)], [(100, 300), (100, 500)], [(0, 300), (100, 400)]])
def test_nothing_is_said_where_nothing_differs(turns: list[tuple[int, int]]) -> None:
    assert discrimination([sums(turns)]) is None


def test_an_item_that_is_the_whole_paper_has_no_rest() -> None:
    assert discrimination([Sums(n=9, x=500, xx=50_000, px=50_000, p=500, pp=50_000, worth=100, most=100)]) is None
