import statistics

import pytest

from reports.statistics import scores
from tests.reports.statistics.worlds import TURN, frame, world


@pytest.mark.parametrize("seed", range(40))
def test_summary_and_bands_agree_with_the_standard_library(seed: int) -> None:
    rows = [row for row in world(seed).turns if row[7]]
    percents = [100 * row[6] / row[7] for row in rows]
    made = scores.summary(frame(world(seed).turns, TURN))
    assert made["n"] == len(percents)
    if percents:
        assert made["mean"] == pytest.approx(statistics.fmean(percents))
        assert made["median"] == pytest.approx(statistics.median(percents))
    if len(percents) > 1:
        assert made["sd"] == pytest.approx(statistics.stdev(percents), abs=1e-9)
    bands = [0] * 10
    for row in rows:
        bands[min(9, 10 * row[6] // row[7])] += 1
    assert scores.distribution(frame(world(seed).turns, TURN))["n"].tolist() == bands


def test_edges_belong_to_the_band_above_and_hundred_to_the_last() -> None:
    rows = [(1, 1, 1, 10, "f", 1, points, 1000, 0, 1) for points in (0, 99, 100, 899, 900, 1000)]
    assert scores.distribution(frame(rows, TURN))["n"].tolist() == [2, 1, 0, 0, 0, 0, 0, 0, 1, 2]


def test_nothing_known_is_none_and_one_turn_has_no_deviation() -> None:
    assert scores.summary(frame([], TURN)) == {"n": 0, "mean": None, "median": None, "sd": None}
    one = [(1, 1, 1, 10, "f", 1, 500, 1000, 0, 1)]
    assert scores.summary(frame(one, TURN)) == {"n": 1, "mean": 50.0, "median": 50.0, "sd": None}


def test_right_share_sums_by_scope() -> None:
    rows = [
        (1, 7, 1, 10, "f", 1, 0, 100, 3, 4),
        (2, 7, 1, 10, "f", 1, 0, 100, 1, 4),
        (3, 8, 1, 10, "f", 1, 0, 100, 2, 4),
    ]
    assert scores.right_share(frame(rows, TURN), "school").to_dict("index") == {
        7: {"right": 4, "items": 8},
        8: {"right": 2, "items": 4},
    }
