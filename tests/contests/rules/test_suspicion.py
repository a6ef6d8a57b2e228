import random
from statistics import mean, variance

import pytest

from contests.rules.suspicion import Given, Suspicion, suspicion, welch


def given(value: str, rests: list[float], *, earned: bool = False) -> Given:
    return Given(value, len(rests), sum(rests), sum(rest**2 for rest in rests), earned)


def test_welchs_t_is_the_textbooks() -> None:
    """NIST/SEMATECH e-Handbook 7.3.1 defines it; recounted here from the samples themselves."""
    one, other = [0.5, 0.7, 0.9, 0.6], [0.2, 0.4, 0.3]
    expected = (mean(one) - mean(other)) / (variance(one) / 4 + variance(other) / 3) ** 0.5
    assert welch(given("a", one), given("b", other)) == pytest.approx(expected, abs=1e-9)


def test_another_answer_that_the_strong_give_is_suspected() -> None:
    strong, weak = [0.8, 0.9, 0.85, 0.95, 0.7] * 3, [0.2, 0.3, 0.25, 0.4, 0.1] * 2
    found = suspicion([given("key", weak, earned=True), given("b", strong), given("c", [0.5] * 3)])
    assert found is not None
    assert (found.sign, found.value, found.n, found.earned, found.other) == ("better", "b", 28, 10, 15)


def test_half_of_all_on_one_other_answer_is_suspected_if_few_earned_it() -> None:
    same = [0.4, 0.6] * 6
    found = suspicion([given("key", [0.5, 0.5], earned=True), given("b", same), given("c", [0.5, 0.4] * 4)])
    assert found == Suspicion("many", "b", 22, 2, 12, 0.0)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [given("key", [0.1] * 9, earned=True), given("b", [0.9] * 10)],  # 19 turns
        [given("key", [0.1] * 30, earned=True), given("b", [0.9] * 4)],  # four guesses
        [given("key", [0.9, 0.8] * 10, earned=True), given("b", [0.1, 0.2] * 10)],
        [given("key", [0.5] * 20, earned=True), given("b", [0.5] * 20)],  # no spread at all
        [given("key", [0.2, 0.9] * 20, earned=True)],
    ],
)
def test_no_alarm(answers: list[Given]) -> None:
    assert suspicion(answers) is None


def test_right_keys_of_ordinary_papers_hardly_ever_raise_one() -> None:
    """300 items on which who does better on the rest earns more often: at most 1 % false alarms."""
    draw = random.Random(5)
    alarms = 0
    for _number in range(300):
        hard = draw.uniform(0.2, 0.6)
        rests: dict[str, list[float]] = {name: [] for name in "kbcd"}
        for _person in range(60):
            ability = draw.random()
            rests["k" if draw.random() < 0.5 * ability + 0.5 * (1 - hard) else draw.choice("bcd")].append(ability)
        alarms += bool(suspicion([given(name, its, earned=name == "k") for name, its in rests.items() if its]))
    assert alarms <= 3
