"""Hints: who copied is found, who did not is left alone, odds are exact."""

import random

import numpy as np
import pytest

from reports.statistics import hints
from tests.reports.statistics import independent as slow


def test_the_odds_are_those_of_every_way_it_could_have_come() -> None:
    r = random.Random(5)
    for _time in range(20):
        chances = [r.random() for _item in range(r.randint(1, 7))]
        n = r.randint(0, len(chances))
        assert hints.at_least(np.array(chances), n) == pytest.approx(slow.at_least(chances, n), abs=1e-9)


def sat(seed: int, *, persons: int = 60, items: int = 30) -> tuple[np.ndarray, np.ndarray]:
    """Answers 0 … 3 (0 is the key, -1 blank) of persons who know more or less; rooms of 20."""
    r = np.random.default_rng(seed)
    able = r.uniform(0.3, 0.9, persons)[:, None]
    wrong = r.choice([1, 2, 3], p=[0.6, 0.3, 0.1], size=(persons, items))
    choice = np.where(r.random((persons, items)) < able, 0, wrong)
    return np.where(r.random((persons, items)) < 0.05, -1, choice), np.arange(persons) // 20


def test_honest_rooms_are_left_alone() -> None:
    told = 0
    for seed in range(10):
        choice, rooms = sat(seed)
        told += bool(hints.errors_alike(choice, choice == 0, rooms))
    assert told <= 1


def test_who_copied_is_told_but_not_across_rooms() -> None:
    choice, rooms = sat(3)
    weakest = int(np.argmin((choice[:20] == 0).sum(axis=1)))
    neighbour, far = (weakest + 1) % 20, 45
    choice[neighbour] = choice[far] = choice[weakest]
    (found,) = hints.errors_alike(choice, choice == 0, rooms)
    errors = int((choice[weakest] > 0).sum())
    assert {found.first, found.second} == {weakest, neighbour}
    assert (found.alike, found.both, found.ratio) == (errors, errors, None)
    assert found.expected < errors
    assert found.p < 1e-5


def test_nobody_and_blank_papers() -> None:
    nothing = np.zeros((0, 3), dtype=int)
    assert hints.errors_alike(nothing, nothing == 0, np.zeros(0, dtype=int)) == []
    blank = np.full((4, 8), -1)
    assert hints.errors_alike(blank, blank == 0, np.zeros(4, dtype=int)) == []


def test_faster_than_can_be_read() -> None:
    time = np.array([29_000.0, 30_000.0, np.nan, 1_000.0])
    made = hints.too_fast(time, np.full(4, 300.0), np.array([30, 30, 30, 4]))
    assert made.tolist() == [True, False, False, False]
