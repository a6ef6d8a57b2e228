"""When somebody should look at an item, and the words for a paper."""

import pytest

from reports.rules.verdicts import Pull, difficulty_word, reasons, reliability_word

KEY, DRAWS, IDLE = Pull(True, 40, 0.3, 0.5), Pull(False, 50, 0.6, 0.2), Pull(False, 0, 0.0, 0.0)
SOUND = {"n": 100, "facility": 0.6, "discrimination": 0.4, "correlation": 0.3}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ()),
        ({"n": 29, "facility": 0.99}, ()),
        ({"facility": None}, ()),
        ({"options": (KEY, DRAWS)}, ("key",)),
        ({"options": (Pull(True, 60, 0.8, 0.2), DRAWS)}, ()),
        ({"options": (KEY, Pull(False, 50, 0.4, 0.5))}, ()),  # preferred, but by the weak
        ({"correlation": -0.17, "discrimination": -0.2}, ("key",)),
        ({"correlation": -0.15, "discrimination": -0.1}, ("weak",)),  # −0.16 comes by chance once in twenty
        ({"discrimination": 0.19}, ("weak",)),
        ({"facility": 0.96, "discrimination": 0.05}, ("easy",)),
        ({"facility": 0.19, "discrimination": 0.05}, ("hard",)),
        ({"options": (Pull(True, 90, 1.0, 0.4), IDLE)}, ("unused",)),
        ({"facility": 0.91, "options": (Pull(True, 90, 1.0, 0.4), IDLE)}, ()),
    ],
)
def test_reasons(change: dict, expected: tuple[str, ...]) -> None:
    assert reasons(**(SOUND | change)) == expected


def test_words() -> None:
    steps = (None, 0.9, 0.89, 0.7, 0.65, 0.2)
    assert [reliability_word(alpha) for alpha in steps] == ["", "very_good", "good", "fair", "low", "poor"]
    facilities = (None, 0.86, 0.5, 0.49, 0.1)
    assert [difficulty_word(facility) for facility in facilities] == ["", "easy", "right", "hard", "very_hard"]
