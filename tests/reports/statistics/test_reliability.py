"""Reliability against a recount and published examples."""

import math
import statistics

import numpy as np
import pytest

from reports.statistics import reliability
from tests.reports.statistics import independent as slow
from tests.reports.statistics.test_items_analysis import random_paper


def array(paper: slow.Paper, width: int) -> np.ndarray:
    kept = [[math.nan if x is None else x for x in row] for row in paper]
    return np.array(kept, dtype=float).reshape(len(paper), width)


def test_papers_agree_with_a_recount() -> None:
    for seed in range(80):
        paper, most = random_paper(seed)
        made = reliability.instrument(array(paper, len(most)))
        totals = [slow.total_of(row) for row in paper if None not in row]
        skewness, kurtosis = slow.moments(totals)
        alpha = slow.alpha(paper)
        deviation = statistics.stdev(totals) if len(totals) > 1 else None
        expected = {
            "mean": statistics.fmean(totals) if totals else None,
            "median": statistics.median(totals) if totals else None,
            "deviation": deviation,
            "skewness": skewness,
            "kurtosis": kurtosis,
            "alpha": alpha,
            "error": None if alpha is None or deviation is None else deviation * math.sqrt(1 - alpha),
        }
        found = {name: getattr(made, name) for name in expected}
        assert found == {
            name: value if value is None else pytest.approx(value, abs=1e-6) for name, value in expected.items()
        }, seed
        dropped = [slow.alpha(paper, j) for j in range(len(most))]
        if totals:
            mine = reliability.alpha_if_deleted(array(paper, len(most)))
            assert mine == [x if x is None else pytest.approx(x, abs=1e-6) for x in dropped], seed


def test_kr20_is_alpha_of_right_and_wrong_and_kr21_never_above() -> None:
    for seed in range(60):
        paper, most = random_paper(seed)
        binary = [[None if x is None else int(x == worth) for x, worth in zip(row, most, strict=True)] for row in paper]
        points = array(binary, len(most))
        mine, plain = reliability.kr20(points), reliability.kr21(points)
        expected = slow.kr20(binary) if any(None not in row for row in binary) else None
        assert mine == (None if expected is None else pytest.approx(expected, abs=1e-6)), seed
        if mine is not None and plain is not None:
            assert mine == pytest.approx(reliability.alpha(points), abs=1e-9)
            assert plain <= mine + 1e-9


def test_kr20_of_a_published_table() -> None:
    """K. Wuensch, East Carolina University, core.ecu.edu/wuenschk/StatHelp/KR20.txt: ten students, ten items.

    It states p, p·q and the variance of the totals, 5.84, and leaves the last line to the reader:
    10/9 · (1 − 2.18/5.84).
    """
    rows = (
        "1111110110 1011011101 1111011001 0010001000 0000010010 1110111111 1101110111 1111111101 0101111101 1101101110"
    )
    right = np.array([[int(mark) for mark in row] for row in rows.split()])
    assert right.mean(axis=0).tolist() == pytest.approx([0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6])
    assert right.sum(axis=1).var() == pytest.approx(5.84)
    assert reliability.kr20(right) == pytest.approx(10 / 9 * (1 - 2.18 / 5.84), abs=1e-9)


def test_alpha_of_a_published_table() -> None:
    """Public repository raphaelvallat/pingouin, datasets/cronbach_alpha.csv: 0.591719, checked there by R's psych."""
    columns = [
        "357261426544564", "243452345432553", "465363545653655", "135354335422245", "456242571355323",
        "514245226533321", "123242125324213", "453663242132442", "356675463743463", "255352352214554",
    ]  # fmt: skip
    points = np.array([[int(score) for score in column] for column in columns]).T
    assert reliability.alpha(points) == pytest.approx(0.591719, abs=5e-7)
