"""Drawing by seed: the same for ever, and what answers each other kept apart where that can be."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.rules.blueprint import apart_words
from quiz.rules.drawing import ShortCell, draw, shuffled

WORDS = st.frozensets(st.sampled_from("abcd"), max_size=2)


def test_the_same_seed_draws_the_same_paper() -> None:
    stock = {"a": list(range(10)), "b": list(range(10, 20))}
    first = draw({"a": 3, "b": 2}, stock, "seed")
    assert first == draw({"a": 3, "b": 2}, stock, "seed")
    assert first != draw({"a": 3, "b": 2}, stock, "other")
    assert sum(thing < 10 for thing in first) == 3


def test_what_a_seed_drew_it_draws_for_ever() -> None:
    """A paper that was frozen is drawn again when it is audited."""
    stock = {"a": list(range(10)), "b": list(range(10, 20))}
    assert draw({"a": 3, "b": 2}, stock, "seed") == [1, 18, 12, 7, 4]
    assert shuffled([1, 2, 3, 4, 5], "seed") == [3, 5, 4, 1, 2]


def test_a_short_cell_is_named() -> None:
    with pytest.raises(ShortCell, match=r"^a: 2 of 3$") as short:
        draw({"a": 3}, {"a": [1, 2]}, "seed")
    assert (short.value.cell, short.value.wanted, short.value.there) == ("a", 3, 2)
    with pytest.raises(ShortCell):
        draw({"nowhere": 1}, {}, "seed")


def test_an_item_of_two_cells_is_drawn_once() -> None:
    assert sorted(draw({"any": 2, "hard": 1}, {"any": [1, 2, 3], "hard": [3]}, "s")) == [1, 2, 3]


def test_items_share_a_word_by_group_or_by_fact() -> None:
    assert apart_words("", []) == frozenset()
    assert apart_words("g", ["f", "h"]) == {"group g", "fact f", "fact h"}
    assert not apart_words("same", []) & apart_words("", ["same"])


def clashes(drawn: list[int], words: list[frozenset[str]]) -> bool:
    return any(words[one] & words[other] for one, other in combinations(drawn, 2))


def test_one_that_clashes_with_two_gives_way_to_both() -> None:
    """Taking what comes first would take the middle one, and then one of its neighbours."""
    words = [frozenset("ab"), frozenset("a"), frozenset("b")]
    for seed in range(20):
        assert sorted(draw({"x": 2}, {"x": [0, 1, 2]}, str(seed), words.__getitem__)) == [1, 2]


@settings(max_examples=300, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=7), data=st.data(), seed=st.text(max_size=3))
def test_a_cell_holds_a_clash_only_if_it_cannot_be_filled_without(
    words: list[frozenset[str]], data: st.DataObject, seed: str
) -> None:
    things = list(range(len(words)))
    number = data.draw(st.integers(1, len(words)))
    drawn = draw({"x": number}, {"x": things}, seed, words.__getitem__)
    assert len(set(drawn)) == number
    possible = any(not clashes(list(some), words) for some in combinations(things, number))
    assert clashes(drawn, words) == (not possible)


@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(WORDS, min_size=12, max_size=12),
    cells=st.dictionaries(st.sampled_from("xyz"), st.integers(0, 4), min_size=1),
    seed=st.text(max_size=3),
)
def test_every_cell_is_filled_from_its_own_and_the_same_seed_gives_the_same(
    words: list[frozenset[str]], cells: dict[str, int], seed: str
) -> None:
    stock = {"x": [0, 1, 2, 3], "y": [4, 5, 6, 7], "z": [8, 9, 10, 11]}
    drawn = draw(cells, stock, seed, words.__getitem__)
    assert {cell: len(set(drawn) & set(stock[cell])) for cell in cells} == cells
    assert len(drawn) == len(set(drawn)) == sum(cells.values())
    assert drawn == draw(dict(reversed(cells.items())), stock, seed, words.__getitem__)


@given(st.lists(st.integers(), unique=True, max_size=8), st.text(max_size=3))
def test_without_words_the_draw_is_what_it_was_before_there_were_any(things: list[int], seed: str) -> None:
    number = len(things) // 2
    assert draw({"x": number}, {"x": things}, seed) == shuffled(shuffled(things, f"{seed}:x")[:number], seed)


def test_a_search_without_end_is_given_up_and_the_cell_filled_all_the_same() -> None:
    """Sixty pairs of which each thing clashes with one other: sixty can be drawn apart, sixty-one cannot."""
    things = list(range(120))

    def pair(thing: int) -> frozenset[str]:
        return frozenset({str(thing % 60)})

    assert len({thing % 60 for thing in draw({"x": 60}, {"x": things}, "s", pair)}) == 60
    drawn = draw({"x": 61}, {"x": things}, "s", pair)
    assert len(set(drawn)) == 61
    assert len({thing % 60 for thing in drawn}) == 60
