"""From a share of right (0..1) to points in hundredths."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Score:
    points: int
    right: bool


def score(share: Fraction, worth: int) -> Score:
    """`worth` hundredths for a full answer; halves round up. Only a full answer counts as right."""
    return Score(points=int(share * worth + Fraction(1, 2)), right=share == 1)
