"""Item difficulty against a recount answer by answer."""

import json
import random
from collections import Counter, defaultdict

import pytest

from reports.statistics import items
from tests.reports.statistics.worlds import frame


def sittings(seed: int) -> tuple[list[tuple], list[tuple], dict[int, int]]:
    """Items of two papers (one revision stands in both), single answers, turns by paper."""
    r = random.Random(seed)
    kept = [(1, 1, 100, 100), (2, 1, 200, 50), (3, 2, 100, 100), (4, 2, 300, 100)]
    sat = {1: r.randint(0, 6), 2: r.randint(1, 5)}
    answers = []
    for item, paper, _revision, most in kept:
        for _turn in range(sat[paper]):
            if r.random() < 0.8:
                value = sorted(r.sample(["aa", "bb", "cc"], r.randint(0, 2)))
                ungraded = bool(value) and r.random() < 0.2  # an empty answer is always graded
                answers.append((item, json.dumps(value), 0 if ungraded else r.choice([0, most // 2, most]), ungraded))
    return kept, answers, sat


def grouped(answers: list[tuple]) -> list[tuple]:
    found: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
    for item, value, points, ungraded in answers:
        line = found[item, value]
        line[0], line[1], line[2] = line[0] + 1, line[1] + points, line[2] + ungraded
    return [(*key, *line) for key, line in found.items()]


@pytest.mark.parametrize("seed", range(60))
def test_difficulty_and_options_agree_with_a_recount(seed: int) -> None:
    kept, answers, sat = sittings(seed)
    its = frame(kept, ("item", "paper", "revision", "most"))
    counts = frame(grouped(answers), ("item", "value", "n", "points", "ungraded"))
    made = items.difficulty(its, counts, frame(list(sat.items()), ("paper", "n"))).to_dict("index")
    expected: dict[int, Counter] = defaultdict(Counter)
    options: Counter = Counter()
    for item, paper, revision, most in kept:
        line = expected[revision]
        mine = [row for row in answers if row[0] == item]
        bad = sum(row[3] for row in mine)
        line["n"] += sat[paper] - bad
        line["ungraded"] += bad
        line["answered"] += sum(row[1] != "[]" for row in mine) - bad
        line["earned"] += sum(row[2] for row in mine)
        line["possible"] += (sat[paper] - bad) * most
        for row in mine:
            options.update((revision, code) for code in json.loads(row[1]))
    names = ("n", "answered", "ungraded", "earned", "possible")
    assert made == {revision: {name: line[name] for name in names} for revision, line in expected.items()}
    assert items.option_counts(its, counts)["n"].to_dict() == dict(options)
