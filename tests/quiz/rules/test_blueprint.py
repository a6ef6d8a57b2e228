"""Which cell of a blueprint the bank cannot fill."""

from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.blueprint import Shortage, availability, shortages

STOCK = {("charter", "recall"): 3, ("charter", "apply"): 1, ("economic", "recall"): 5}


def test_a_cell_without_level_counts_its_whole_topic() -> None:
    assert availability({("charter", ""): 2}, STOCK) == {("charter", ""): 4}


def test_a_cell_of_any_level_gets_what_the_named_levels_leave() -> None:
    found = availability({("charter", ""): 2, ("charter", "recall"): 3}, STOCK)
    assert found == {("charter", "recall"): 3, ("charter", ""): 1}


def test_a_short_cell_is_named_with_what_there_is() -> None:
    wanted = {("charter", "apply"): 2, ("economic", "recall"): 5}
    assert shortages(wanted, STOCK) == [Shortage(("charter", "apply"), wanted=2, available=1)]


def test_an_unknown_topic_has_nothing() -> None:
    assert shortages({("ca_mau", ""): 1}, STOCK) == [Shortage(("ca_mau", ""), wanted=1, available=0)]


cells = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["", "x", "y"]))


@given(
    blueprint=st.dictionaries(cells, st.integers(0, 5)),
    stock=st.dictionaries(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])), st.integers(0, 5)),
)
def test_a_blueprint_without_shortage_asks_for_no_more_than_there_is(blueprint: dict, stock: dict) -> None:
    for topic in ("a", "b"):
        wanted = {cell: n for cell, n in blueprint.items() if cell[0] == topic}
        fits = sum(wanted.values()) <= sum(n for place, n in stock.items() if place[0] == topic) and all(
            n <= stock.get(cell, 0) for cell, n in wanted.items() if cell[1]
        )
        assert fits == (not shortages(wanted, stock))
