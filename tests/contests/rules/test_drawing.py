import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.rules import drawing


def test_the_same_seed_draws_the_same_paper() -> None:
    stock = {"a": list(range(10)), "b": list(range(10, 20))}
    first = drawing.draw({"a": 3, "b": 2}, stock, "seed")
    assert first == drawing.draw({"a": 3, "b": 2}, stock, "seed")
    assert first != drawing.draw({"a": 3, "b": 2}, stock, "other")
    assert sum(thing < 10 for thing in first) == 3


def test_a_short_cell_is_named() -> None:
    with pytest.raises(drawing.ShortCell) as short:
        drawing.draw({"a": 3}, {"a": [1, 2]}, "seed")
    assert (short.value.cell, short.value.wanted, short.value.there) == ("a", 3, 2)


def test_an_item_of_two_cells_is_drawn_once() -> None:
    assert sorted(drawing.draw({"any": 2, "hard": 1}, {"any": [1, 2, 3], "hard": [3]}, "s")) == [1, 2, 3]


@given(st.sets(st.text(min_size=1, max_size=6), max_size=8), st.randoms())
def test_the_order_shown_does_not_depend_on_the_order_written(codes: set[str], chance: object) -> None:
    written = sorted(codes)
    chance.shuffle(written)  # type: ignore[attr-defined]  # hypothesis' random
    assert drawing.options_in_order(written, "seed", 4) == drawing.options_in_order(sorted(codes), "seed", 4)
