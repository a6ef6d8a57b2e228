"""A 95 % interval of a share where nothing varies."""

from math import sqrt

_NORMAL = 1.959964


def wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (0 to 1) of n persons: E. B. Wilson, JASA 22 (1927), 209-212.

    (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). Unlike the usual interval it has a width at 0 and 1.
    """
    z2 = _NORMAL**2
    middle, half = share + z2 / (2 * n), _NORMAL * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z2 / n)), min(1.0, (middle + half) / (1 + z2 / n))
