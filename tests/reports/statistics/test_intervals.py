"""Intervals: a textbook example of a paired difference, Wilson's at the edges, and what clusters do to a width."""

import numpy as np
import pandas as pd
import pytest

from reports.rules.intervals import wilson
from reports.statistics.awareness import first_and_last
from reports.statistics.discrimination import rest_correlations
from reports.statistics.topics import shares, sums
from reports.statistics.trend import by_week


def turn(user: int, contest: int, started: int, right: int) -> dict[str, int]:
    return {"user": user, "school": user % 3, "contest": contest, "started": started, "right": right, "items": 10}


def test_the_paired_difference_is_students_own_example() -> None:
    """Extra hours of sleep of ten patients under two drugs: Student, Biometrika 6 (1908) (R's `sleep`).

    The mean difference is 1.58; R's `t.test(paired = TRUE)` has the interval 0.70 to 2.46. Tenths of an hour here.
    """
    one, two = [7, -16, -2, -12, -1, 34, 37, 8, 0, 20], [19, 8, 11, 1, -1, 44, 55, 16, 46, 34]
    rows = [turn(n, 1, 1, right) for n, right in enumerate(one)] + [turn(n, 2, 2, right) for n, right in enumerate(two)]
    found = first_and_last(pd.DataFrame(rows).assign(items=1000))
    assert found is not None
    assert found.half is not None
    assert found.difference == pytest.approx(1.58)
    assert (found.difference - found.half, found.difference + found.half) == pytest.approx((0.7001142, 2.4598858))


def test_only_the_first_turn_of_each_contest_is_a_measurement() -> None:
    rows = [turn(1, 1, 5, 3), turn(1, 1, 9, 10), turn(1, 2, 7, 6), turn(2, 1, 1, 1), turn(2, 1, 2, 9)]
    found = first_and_last(pd.DataFrame(rows))
    assert found is not None
    assert (found.pupils, found.before, found.after, found.half) == (1, 30.0, 60.0, None)
    assert first_and_last(pd.DataFrame(rows[3:])) is None


def test_wilson_has_a_width_where_all_agree() -> None:
    assert wilson(1.0, 10) == pytest.approx((0.7224672, 1.0))  # 1 / (1 + z²/10)
    assert wilson(0.0, 10) == pytest.approx((0.0, 0.2775328))


def test_answers_of_one_person_are_one_observation() -> None:
    """Ten items of one person tell less than ten persons: half of 20 persons know all, half nothing."""
    earned, possible = np.repeat([[1000.0], [0.0]], 10, axis=0), np.full((20, 1), 1000.0)
    line = shares(earned, possible).iloc[0]
    assert (line["persons"], line["share"]) == (20, 50.0)
    assert line["high"] - line["low"] == pytest.approx(2 * 2.0930241 * 100 * 0.5 / 19**0.5)
    alike = shares(possible, possible).iloc[0]
    assert (alike["low"], alike["high"]) == pytest.approx((100 * wilson(1, 20)[0], 100.0))
    assert np.isnan(shares(earned[:1], possible[:1]).iloc[0]["low"])


def test_what_is_not_graded_leaves_both_sums() -> None:
    points = np.array([[50.0, np.nan, 100.0]], np.float32)
    groups = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    earned, possible = sums(points, groups, np.array([100, 100, 100], np.float32))
    assert (earned.tolist(), possible.tolist()) == ([[50.0, 100.0]], [[100.0, 100.0]])


def test_rest_correlation_is_that_of_the_item_with_the_others() -> None:
    r = np.random.default_rng(5)
    points = (r.random((60, 4)) < 0.6).astype(np.float32) * 100
    found = rest_correlations([([7, 8, 9, 10], points)])
    for column, item in enumerate((7, 8, 9, 10)):
        rest = np.delete(points, column, axis=1).sum(axis=1)
        assert found[item] == pytest.approx(np.corrcoef(points[:, column], rest)[0, 1], abs=1e-6)
    assert rest_correlations([([1], np.full((5, 1), 100.0))]) == {}


def test_newcomers_add_up_and_empty_weeks_stand() -> None:
    turns = pd.DataFrame({"user": [1, 1, 2, 3, 1], "week": [10, 10, 10, 13, 13]})
    made = by_week(turns)
    assert made.to_dict("list") == {"participants": [2, 0, 0, 2], "newcomers": [2, 0, 0, 1], "turns": [3, 0, 0, 2]}
    assert made.index.tolist() == [10, 11, 12, 13]
    assert by_week(turns.iloc[:0]).empty
