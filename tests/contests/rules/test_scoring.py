from fractions import Fraction

import pytest

from contests.rules.scoring import Score, score


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Fraction(1), Score(100, True)),
        (Fraction(0), Score(0, False)),
        (Fraction(1, 3), Score(33, False)),
        (Fraction(2, 3), Score(67, False)),
        (Fraction(1, 8), Score(13, False)),  # 12.5 rounds up
    ],
)
def test_points_are_hundredths_and_only_a_full_answer_is_right(share: Fraction, expected: Score) -> None:
    assert score(share, 100) == expected
