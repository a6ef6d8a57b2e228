"""Parallel papers: other items, the same cells, equally hard; and what cannot be had is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.rules.parallel import Candidate, Drawn, draw_papers, expected_of, prove
from contests.rules.proof import BOUND
from quiz.rules.blueprint import Cell
from quiz.rules.drawing import ShortCell, draw

LEVELS = ("recall", "understand", "apply", "analyse")
BLUEPRINT: dict[Cell, int] = {("one", ""): 6, ("two", "recall"): 2, ("two", ""): 3, ("three", "apply"): 2}


@st.composite
def stocks(draw_: st.DrawFn, each: int = 6) -> dict[Cell, list[Candidate]]:
    """`each` items of every topic and level, with or without a record."""
    shares = st.one_of(st.none(), st.floats(0, 1, allow_nan=False))
    found: dict[Cell, list[Candidate]] = {cell: [] for cell in BLUEPRINT}
    number = 0
    for topic in ("one", "two", "three"):
        for level in LEVELS:
            for _unused in range(each):
                number += 1
                item = Candidate(number, topic, level, *expected_of(level, 40, draw_(shares)))
                for cell in ((topic, level), (topic, "")):
                    if cell in found:
                        found[cell].append(item)
    return found


def fills(drawn: Drawn, stock: dict[Cell, list[Candidate]]) -> bool:
    return all(item in stock[cell] for paper in drawn.papers for item, cell in zip(paper, drawn.cells, strict=True))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stock=stocks(), count=st.integers(2, 3), seed=st.text(max_size=4))
def test_papers_fill_the_same_cells_with_other_items_and_hold_their_bounds_or_say_so(
    stock: dict[Cell, list[Candidate]], count: int, seed: str
) -> None:
    drawn = draw_papers(BLUEPRINT, stock, count, seed)
    assert fills(drawn, stock)
    assert {cell: drawn.cells.count(cell) for cell in BLUEPRINT} == BLUEPRINT
    assert all(len({item.id for item in paper}) == 13 for paper in drawn.papers)
    assert drawn.proof.shared == 0  # the bank has enough
    assert drawn.proof.levels_alike
    means = [sum(item.expected for item in paper) / 13 for paper in drawn.papers]
    assert drawn.proof.equally_hard == (max(means) - min(means) <= BOUND + 1e-9)
    assert drawn == draw_papers(dict(reversed(BLUEPRINT.items())), stock, count, seed)


def test_balancing_brings_easy_and_hard_papers_together() -> None:
    """Items with records from 0.20 to 0.95; a plain draw leaves the papers further apart than the bound."""
    items = [Candidate(number, "one", "apply", 200 + number * 15 % 750, measured=True) for number in range(60)]
    apart = 0
    for seed in map(str, range(20)):
        proof = draw_papers({("one", "apply"): 12}, {("one", "apply"): items}, 4, seed).proof
        assert proof.within_bounds
        assert proof.shared == 0
        plain = [draw({"x": 12}, {"x": items}, f"{seed}{paper}") for paper in range(4)]
        apart += not prove(plain).equally_hard
    assert apart > 15


def test_one_paper_is_what_was_drawn_before_there_were_several() -> None:
    items = {("one", ""): [Candidate(number, "one", LEVELS[number % 4], 500) for number in range(12)]}
    items[("one", "recall")] = [item for item in items["one", ""] if item.level == "recall"]
    cells = {("one", ""): 4, ("one", "recall"): 2}
    for seed in ("a", "b", "c"):
        assert list(draw_papers(cells, items, 1, seed).papers[0]) == draw(cells, items, seed)


def test_a_small_bank_is_shared_as_little_as_it_allows_and_the_proof_says_it() -> None:
    items = [Candidate(number, "one", "recall", 800) for number in range(5)]
    drawn = draw_papers({("one", "recall"): 3}, {("one", "recall"): items}, 2, "s")
    assert drawn.proof.shared == 1
    with pytest.raises(ShortCell):
        draw_papers({("one", "recall"): 6}, {("one", "recall"): items}, 2, "s")


def test_a_narrow_cell_is_served_in_every_paper_before_a_wide_one_takes_its_items() -> None:
    recall = [Candidate(number, "one", "recall", 800) for number in range(4)]
    others = [Candidate(number, "one", "apply", 500) for number in range(4, 8)]
    stock = {("one", "recall"): recall, ("one", ""): recall + others}
    for seed in map(str, range(10)):
        assert draw_papers({("one", "recall"): 2, ("one", ""): 2}, stock, 2, seed).proof.shared == 0


def test_items_that_answer_each_other_stay_apart_through_every_exchange() -> None:
    items = [
        Candidate(number, "one", LEVELS[number % 4], 100 + 37 * number % 800, apart=frozenset({f"fact {number % 20}"}))
        for number in range(40)
    ]
    for seed in map(str, range(10)):
        assert draw_papers({("one", ""): 10}, {("one", ""): items}, 2, seed).proof.clashes == 0


def test_a_record_counts_from_thirty_turns_on() -> None:
    assert expected_of("recall", 29, 0.42) == (800, False)
    assert expected_of("recall", 30, 0.42) == (420, True)
    assert expected_of("analyse", 0, None) == (350, False)
