"""A plausible crowd: the same for the same seed, inside the window, of different abilities."""

from statistics import pstdev

import pytest

from contests.management.simulation.behaviour import Manners, Plan, difficulties, plan
from contests.management.simulation.cast import Item

ITEMS = (
    *(Item(number, "single", ("a", "b", "c", "d"), ("a",)) for number in range(1, 19)),
    Item(19, "multiple", ("a", "b", "c"), ("a", "c")),
    Item(20, "multiple", ("a", "b", "c"), ("b",)),
)


def crowd(manners: Manners, seed: str = "1", people: int = 300) -> list[Plan]:
    hard = difficulties(ITEMS, seed)
    return [plan(ITEMS, hard, seed, number, manners) for number in range(people)]


def test_the_same_seed_gives_the_same_crowd_and_another_seed_another() -> None:
    assert crowd(Manners(120)) == crowd(Manners(120))
    assert crowd(Manners(120)) != crowd(Manners(120), seed="2")


def test_everybody_is_done_before_the_window_ends() -> None:
    for each in crowd(Manners(120)):
        moments = [tap.at for tap in each.taps] + [each.submits or 0, each.starts]
        assert 0 < max(moments) < 120
        assert each.arrives < each.starts < each.taps[0].at


def test_a_window_of_days_is_answered_within_the_seconds_given() -> None:
    plans = crowd(Manners(7 * 86400, all_submit=True, answer_within=40, shift=1000))
    assert all(1000 < each.starts < (each.submits or 0) < 1040 for each in plans)
    assert not any(each.too_late for each in plans)


def test_abilities_and_hand_ins_are_spread() -> None:
    plans = crowd(Manners(120))
    key = {item.id: sorted(item.key) for item in ITEMS}
    rights = [sum(tap.value == key[tap.item] for tap in each.taps) for each in plans]
    assert pstdev(rights) > 2.5
    submits = [each.submits for each in plans if each.submits]
    assert max(submits) - min(submits) > 40
    assert 0.9 < len(submits) / len(plans) < 1


def test_some_drop_their_line_some_change_their_mind_some_have_no_socket() -> None:
    plans = crowd(Manners(120))
    assert any(each.drops for each in plans)
    assert any(each.comes_back_anew for each in plans)
    assert any(each.by_http for each in plans)
    assert any(each.too_late for each in plans)
    assert any(len({tap.item for tap in each.taps}) < len(each.taps) for each in plans)


def test_every_value_is_a_valid_answer_of_its_kind() -> None:
    kinds = {item.id: item for item in ITEMS}
    for tap in [tap for each in crowd(Manners(120), people=60) for tap in each.taps]:
        assert set(tap.value) <= set(kinds[tap.item].options)
        assert len(tap.value) == 1 or kinds[tap.item].kind == "multiple"
        assert tap.value


@pytest.mark.parametrize("burst", [2.0, 3.0])
def test_bursts_go_out_together(burst: float) -> None:
    assert all(tap.at % burst == 0 for each in crowd(Manners(120, burst=burst), people=50) for tap in each.taps)
