"""Item analysis against an independent recount, and against Moodle's own published figures."""

import random

import numpy as np
import pytest

from reports.statistics import items, reliability
from tests.reports.statistics import independent as slow

MISSING = np.iinfo(np.int16).min


def random_paper(seed: int) -> tuple[slow.Paper, list[int]]:
    """Up to 25 persons, up to 6 items of unequal worth, some missing, partial and negative points."""
    r = random.Random(seed)
    most = [r.choice((50, 100, 250)) for _item in range(r.randint(1, 6))]
    gaps = r.choice((0, 0.25))
    able = [r.random() for _person in range(r.randint(0, 25))]
    return [
        [
            None if r.random() < gaps else (worth if r.random() < p else r.choice((0, worth // 2, -worth // 4)))
            for worth in most
        ]
        for p in able
    ], most


def same(made: float, expected: float | None) -> bool:
    return bool(np.isnan(made)) if expected is None else made == pytest.approx(expected, abs=1e-6, rel=1e-6)


@pytest.mark.parametrize("whole", [True, False], ids=["int16", "float"])
def test_items_agree_with_a_recount_on_random_papers(whole: bool) -> None:
    for seed in range(80):
        paper, most = random_paper(seed)
        gap = MISSING if whole else np.nan
        kept = [[gap if x is None else x for x in row] for row in paper]
        points = np.array(kept, dtype=np.int16 if whole else float).reshape(len(paper), len(most))
        made = items.analysis(points, most).to_dict("records")
        intended, effective = slow.weights(paper, most)
        for j, line in enumerate(made):
            expected = slow.item(paper, j, most[j]) | {
                "intended_weight": intended[j],
                "effective_weight": effective[j],
            }
            wrong = {name: (line[name], value) for name, value in expected.items() if not same(line[name], value)}
            assert wrong == {}, (seed, j)


def test_no_order_of_the_persons_moves_a_figure() -> None:
    paper, most = random_paper(31)
    points = np.array([[np.nan if x is None else x for x in row] for row in paper])
    turned = points[np.random.default_rng(1).permutation(len(points))]
    np.testing.assert_allclose(items.analysis(points, most), items.analysis(turned, most), rtol=1e-9)


#: Public repository moodle/moodle, mod/quiz/report/statistics/tests/fixtures: marks of results00.csv, and the figures
#: of qstats00.csv, which its authors worked out in a spreadsheet (github.com/jamiepratt/moodle-quiz-tools).
MOODLE_MARKS = [
    [1, 1, 1, 1, 1, 0, 1], [1, 1, 1, 1, 0.5, 1, 0], [1, 1, 1, 1, 0.5, 0, 1], [0, 0, 1, 1, 1, 0, 0],
    [1, 0, 1, 0, 0, 1, 0.5], [1, 1, 1, 1, 0.5, 0, 0.5], [0, 1, 1, 1, 0.5, 1, 0.5], [1, 1, 1, 0, 0.5, 1, 0.5],
    [1, 0, 1, 1, 1, 1, 1], [0, 1, 1, 0, 0.5, 1, 0.5], [0.8, 0, 1, 1, 0.5, 1, 0.5], [1, 1, 1, 0, 0.5, 1, 1],
    [1, 0, 1, 1, 0.5, 1, 0.5], [1, 0, 1, 1, 1, 0, 0.5], [0, 0, 1, 1, 0, 1, 1], [1, 0, 1, 0, 0.5, 1, 1],
    [0.8, 0, 1, 1, 0.5, 0, 1], [1, 0, 1, 1, 0, 1, 0.5], [1, 0, 1, 1, 0.5, 0, 0.5], [0, 1, 1, 0, 0.5, 1, 0],
    [1, 1, 0.3333333, 1, 0.5, 0, 0.5], [1, 1, 1, 0, 0.5, 0, 0.5], [1, 1, 1, 1, 0, 1, 0.5], [0, 0, 1, 0, 0.5, 1, 1],
    [0, 0, 1, 1, 1, 1, 1],
]  # fmt: skip
#: facility, sd, effective weight, discrimination index (percent), discriminative efficiency (percent)
MOODLE_ITEMS = [
    (0.704, 0.4513682901, 21.2922742344, -7.0650767526, -9.4550536967),
    (0.48, 0.5099019514, 18.8979800309, -28.8982125772, -36.7834118938),
    (0.973333332, 0.13333334, 4.443012573, -9.1230674268, -21.6545012165),
    (0.68, 0.4760952286, 18.9347251357, -22.6306444113, -31.4411395613),
    (0.52, 0.3055050463, 11.1450138688, -17.6997047674, -21.1794802584),
    (0.64, 0.4898979486, 9.8081339177, -45.3785178421, -56.9365974439),
    (0.62, 0.331662479, 15.4788602394, -5.6543166602, -6.5043742058),
]


def test_the_figures_of_moodles_quiz_statistics() -> None:
    made = items.analysis(np.array(MOODLE_MARKS), [1.0] * 7)
    columns = ["facility", "sd", "effective_weight", "rest_correlation", "efficiency"]
    mine = made[columns].to_numpy() * [1, 1, 1, 100, 100]
    np.testing.assert_allclose(mine, MOODLE_ITEMS, rtol=1e-5)  # the tolerance of Moodle's own test
    assert made["intended_weight"].to_list() == pytest.approx([100 / 7] * 7)


def test_the_totals_of_moodles_quiz_statistics() -> None:
    """stats_from_steps_walkthrough_test.php, check_quiz_stats_for_quiz_00: 1.5e-5 is its tolerance too."""
    made = reliability.instrument(np.array(MOODLE_MARKS))
    assert (made.n, made.k) == (25, 7)
    assert made.alpha is not None
    mine = (made.median, made.mean, made.deviation, made.skewness, made.kurtosis, 100 * made.alpha)
    assert mine == pytest.approx(
        (4.5, 4.617333332, 0.8117265554, -0.092502502, -0.7073968557, -87.2230935542), rel=2e-5
    )
    assert (made.error_ratio, made.error) == pytest.approx((136.8294900795, 1.1106813066), rel=2e-5)


def test_distractors_agree_with_a_recount() -> None:
    for seed in range(40):
        r = random.Random(seed)
        n = r.randint(1, 20)
        took = [r.choice("ABC-") for _person in range(n)]
        total = [r.randint(0, 9) * 100 for _person in range(n)]
        rest = [t - 100 * (o == "A") for t, o in zip(total, took, strict=True)]
        chosen = np.array([[o == option for option in "ABC"] for o in took])
        made = items.distractors(chosen, np.array(total, dtype=float), np.array(rest, dtype=float)).to_dict("records")
        for option, line in zip("ABC", made, strict=True):
            xs = [int(o == option) for o in took]
            theirs = [t for t, x in zip(rest, xs, strict=True) if x]
            assert (line["n"], line["share"]) == (sum(xs), pytest.approx(sum(xs) / n))
            assert same(line["rest"], sum(theirs) / len(theirs) if theirs else None)
            telling = len(set(xs)) > 1 and len(set(rest)) > 1
            assert same(line["correlation"], _correlation(xs, rest) if telling else None)
            split = n > 1 and len(set(total)) > 1
            assert same(line["upper"], float(slow._end(xs, total)) if split else None)
            assert same(line["lower"], float(slow._end(xs, [-t for t in total])) if split else None)


def _correlation(xs: list[int], ys: list[int]) -> float:
    return float(slow._cov(xs, ys)) / float(slow._cov(xs, xs) * slow._cov(ys, ys)) ** 0.5
