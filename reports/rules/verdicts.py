"""What the figures of an item and of a paper say, as words of a fixed list. Sentences are made where pages are made."""

from collections.abc import Sequence
from dataclasses import dataclass

#: Fewer persons than this say nothing about a single item.
ENOUGH = 30
#: Facility above and below which an item parts nobody; discrimination below which it parts weakly (Ebel 1972).
EASY, HARD, WEAK = 0.95, 0.20, 0.20
#: A correlation that would come by chance once in twenty: −1.645 / √n.
NORMAL_05 = 1.645
#: Above this facility nobody is left to be drawn by a wrong option.
NO_ROOM = 0.90
#: The most urgent first.
ORDER = ("key", "hard", "weak", "unused", "easy")


@dataclass(frozen=True)
class Pull:
    """An option: whether it earns, how many took it, and the shares of the upper and the lower group."""

    right: bool
    n: int
    upper: float | None
    lower: float | None


def reasons(
    *,
    n: int,
    facility: float | None,
    discrimination: float | None,
    correlation: float | None,
    options: Sequence[Pull] = (),
) -> tuple[str, ...]:
    """Why somebody should look at the item, the most urgent first; nothing under `ENOUGH` persons.

    key     the best-placed persons prefer a wrong option, or the item runs against the rest beyond chance
    hard    under a fifth of the points were earned
    weak    the upper and the lower group differ by under 0.20 in an item that is neither easy nor hard nor `key`
    unused  a wrong option that nobody took, though there was room for it
    easy    more than 95 % of the points were earned
    """
    if n < ENOUGH or facility is None:
        return ()
    against = draws_the_best(options) or (correlation is not None and correlation < -NORMAL_05 / n**0.5)
    found = {
        "key": against,
        "hard": facility < HARD,
        "weak": not against and HARD <= facility <= EASY and discrimination is not None and discrimination < WEAK,
        "unused": facility <= NO_ROOM and any(not option.right and option.n == 0 for option in options),
        "easy": facility > EASY,
    }
    return tuple(name for name in ORDER if found[name])


def draws_the_best(options: Sequence[Pull]) -> bool:
    """Whether a wrong option has more of the upper group than every right one, and more than of the lower group."""
    best = max((option.upper or 0 for option in options if option.right), default=None)
    return best is not None and any(
        not option.right and (option.upper or 0) > best and (option.upper or 0) > (option.lower or 0)
        for option in options
    )


def reliability_word(alpha: float | None) -> str:
    """`very_good` from 0.90, `good` from 0.80, `fair` from 0.70, `low` from 0.60, else `poor`; empty where unknown."""
    if alpha is None:
        return ""
    steps = ((0.9, "very_good"), (0.8, "good"), (0.7, "fair"), (0.6, "low"))
    return next((word for least, word in steps if alpha >= least), "poor")


def difficulty_word(facility: float | None) -> str:
    """`easy` above 0.85, `right` from 0.50, `hard` from 0.30, else `very_hard`; empty where unknown."""
    if facility is None:
        return ""
    if facility > 0.85:
        return "easy"
    return "right" if facility >= 0.5 else ("hard" if facility >= 0.3 else "very_hard")
