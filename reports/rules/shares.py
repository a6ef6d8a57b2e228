"""Shares of a whole: never divided by nothing, rounded half up, so that every surface shows the same digit."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

SMALL = 5  # results of fewer persons than this are not stated


def percent(part: int | None, whole: int | None) -> float | None:
    """`part` of `whole` in percent with one decimal; None where the whole is unknown or zero."""
    if part is None or whole is None or whole <= 0:
        return None
    return rounded(Fraction(100 * part, whole))


def rounded(value: Fraction, places: int = 1) -> float:
    """Half up (0.25 → 0.3), exactly: no binary fraction takes part before the last step."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return float(Decimal(whole).scaleb(-places))


def rounded_float(value: float, places: int = 1) -> float:
    """The same for a figure that is a binary fraction already (a standard deviation)."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP))
