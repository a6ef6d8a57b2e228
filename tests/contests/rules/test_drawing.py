"""The order of one attempt; how a paper is drawn is tested in `tests/quiz/rules/test_drawing.py`."""

from hypothesis import given
from hypothesis import strategies as st

from contests.rules import drawing


@given(st.sets(st.text(min_size=1, max_size=6), max_size=8), st.randoms())
def test_the_order_shown_does_not_depend_on_the_order_written(codes: set[str], chance: object) -> None:
    written = sorted(codes)
    chance.shuffle(written)  # type: ignore[attr-defined]  # hypothesis' random
    assert drawing.options_in_order(written, "seed", 4) == drawing.options_in_order(sorted(codes), "seed", 4)


@given(st.integers(0, 30), st.text(max_size=4))
def test_every_position_is_met_once_whatever_order_they_come_in(number: int, seed: str) -> None:
    order = drawing.items_in_order(range(number), seed)
    assert sorted(order) == list(range(number))
    assert order == drawing.items_in_order(list(range(number))[::-1], seed)
