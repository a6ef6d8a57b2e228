"""Welch's test and Mantel-Haenszel against a recount and published examples."""

import random

import numpy as np
import pytest

from reports.statistics import parallel
from tests.reports.statistics import independent as slow


def test_welch_on_students_sleep_data() -> None:
    """R documentation, t.test, example `t.test(extra ~ group, data = sleep)`: t = -1.8608, df = 17.776, p = 0.07939,
    95 percent confidence interval -3.3654832 to 0.2054832."""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    made = parallel.difference(first, second)
    assert (made.value, made.low, made.high) == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=5e-8)
    assert (made.t, made.df) == pytest.approx((-1.8608, 17.776), abs=5e-4)
    assert made.p == pytest.approx(0.07939, abs=5e-6)


def test_t_is_the_area_under_its_curve_and_its_quantile_turns_it_back() -> None:
    assert parallel.t_two_sided(1.3, 7) == pytest.approx(slow.area_of_t(1.3, 7), abs=1e-6)
    for df in (1.5, 4, 30, 2000):
        assert parallel.t_two_sided(parallel.t_quantile(0.975, df), df) == pytest.approx(0.05, abs=1e-9)
    assert parallel.t_two_sided(0, 5) == 1


@pytest.mark.parametrize(
    ("a", "b", "value"), [([], [1.0], None), ([3.0], [1.0, 2.0], 1.5), ([2.0, 2.0], [2.0, 2.0], 0.0)]
)
def test_too_little_for_an_interval(a: list[float], b: list[float], value: float | None) -> None:
    assert parallel.difference(np.array(a), np.array(b)) == parallel.Difference(value)


def test_mantel_haenszel_on_the_admissions_to_berkeley() -> None:
    """Bickel, Hammel & O'Connell 1975; `mantelhaen.test(UCBAdmissions)` as printed in the tutorial of the R package
    vcdExtra: X-squared = 1.4269 with continuity correction, p-value = 0.2323, common odds ratio 0.9046968, 95 %
    interval 0.7719074 to 1.0603298."""
    tables = [[[512, 89], [313, 19]], [[353, 17], [207, 8]], [[120, 202], [205, 391]], [[138, 131], [279, 244]],
              [[53, 94], [138, 299]], [[22, 24], [351, 317]]]  # fmt: skip
    made = parallel.mantel_haenszel(np.array(tables))
    assert made.alpha == pytest.approx(0.9046968, abs=5e-8)
    assert (made.chi2, made.p) == pytest.approx((1.4269, 0.2323), abs=5e-5)
    assert made.delta == pytest.approx(-2.35 * np.log(0.9046968), abs=1e-6)
    # R's interval is exp(ln alpha ± 1.96 σ) with σ by Robins, Breslow & Greenland
    assert made.error == pytest.approx(2.35 * np.log(1.0603298 / 0.7719074) / (2 * 1.959963985), abs=1e-6)
    assert made.ets == "A"


def test_mantel_haenszel_on_penicillin_and_rabbits() -> None:
    """Agresti 1990, pp. 231-237, the example of R's `mantelhaen.test`, whose output stands in the public repository
    statsmodels/statsmodels, stats/tests/test_contingency_tables.py: 3.9286, p = 0.04747, odds ratio 7."""
    tables = [[[0, 0], [6, 5]], [[3, 0], [3, 6]], [[6, 2], [0, 4]], [[5, 6], [1, 0]], [[2, 5], [0, 0]]]
    made = parallel.mantel_haenszel(np.array(tables))
    assert (made.alpha, made.chi2, made.p) == pytest.approx((7, 3.9286, 0.04747), abs=5e-5)


def test_strata_without_both_groups_say_nothing() -> None:
    assert parallel.mantel_haenszel(np.array([[[4, 0], [3, 0]], [[1, 0], [0, 0]]])).ets == ""
    assert parallel.mantel_haenszel(np.zeros((0, 2, 2), dtype=int)).alpha is None


@pytest.mark.parametrize(
    ("delta", "error", "chi2", "ets"),
    [(0.9, 0.1, 50, "A"), (-2.0, 0.1, 3.8, "A"), (-1.2, 0.1, 9, "B"), (1.6, 0.5, 9, "B"), (-2.0, 0.3, 9, "C")],
)
def test_classes_of_ets(delta: float, error: float, chi2: float, ets: str) -> None:
    assert parallel.ets_class(delta, error, chi2) == ets


def test_functioning_agrees_with_a_recount() -> None:
    for seed in range(60):
        r = random.Random(seed)
        n, most = r.randint(2, 40), [100, 200, 100]
        points = [[r.choice((None, 0, worth // 2, worth)) for worth in most] for _person in range(n)]
        focal = [r.random() < 0.5 for _person in range(n)]
        total = [slow.total_of(row) for row in points]
        kept = np.array([[np.nan if x is None else x for x in row] for row in points], dtype=float)
        made = parallel.functioning(kept, most, np.array(focal), np.array(total, dtype=float)).to_dict("records")
        for j, line in enumerate(made):
            tables = {t // 100: [[0, 0], [0, 0]] for t in total}
            for row, theirs, t in zip(points, focal, total, strict=True):
                if row[j] is not None:
                    tables[t // 100][theirs][row[j] < most[j]] += 1
            odds, chi2 = slow.odds_and_chi2(list(tables.values()))
            for mine, expected in ((line["alpha"], odds), (line["chi2"], chi2)):
                assert (mine is None or np.isnan(mine)) if expected is None else mine == pytest.approx(expected), seed
