"""Hints for the school, never conclusions: papers that err alike, and papers filled in faster than they can be read."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]

#: A pair is told when so many alike errors would come by chance in fewer than this share of as many pairs.
CHANCE = 0.01
#: Errors alike a pair must have at least; fewer say nothing whatever their odds.
ALIKE_LEAST = 5
#: A room larger than this is not compared pair by pair.
ROOM_MOST = 400
#: Vietnamese words (syllables) a second that nobody reads faster: twice and a half the 238 words a minute that adults
#: read silently (Brysbaert 2019), so that only what cannot be is told.
WORDS_PER_SECOND = 10.0


@dataclass(frozen=True)
class Alike:
    """Two persons (rows): `alike` equal errors among `both` items that neither had right; by chance `expected`.

    `ratio` = equal errors / items answered differently, None where none is (Harpp & Hogan 1993); `p` = P(so many or
    more by chance) before the correction for the number of pairs.
    """

    first: int
    second: int
    alike: int
    both: int
    expected: float
    ratio: float | None
    p: float


def errors_alike(choice: Codes, right: npt.NDArray[np.bool_], rooms: Codes) -> list[Alike]:
    """Pairs of one room whose errors agree beyond chance, the least likely first.

    choice: persons × items, equal codes for equal answers, below 0 where nothing was given or the item did not stand;
    right: whether it earned all; rooms: one number a person. Error similarity analysis (Bellezza & Bellezza 1989) with
    the shares of each item: given that both erred at item j, the chance that they erred alike is s_j = Σ q_o², q_o the
    share of error o among all errors at j. The number alike is then a sum of independent draws with chances s_j; its
    upper tail is worked out exactly (Poisson binomial) and multiplied by the number of pairs compared (Bonferroni).
    """
    erred = (choice >= 0) & ~right
    chance = _alike_by_chance(choice, erred)
    groups = [found for room in np.unique(rooms) if 1 < len(found := np.flatnonzero(rooms == room)) <= ROOM_MOST]
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    made = [pair for group in groups for pair in _in_room(group, choice, erred, chance) if pair.p * pairs <= CHANCE]
    return sorted(made, key=lambda pair: (pair.p, pair.first, pair.second))


def _alike_by_chance(choice: Codes, erred: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    made = np.zeros(choice.shape[1])
    for item in range(choice.shape[1]):
        counts = np.bincount(choice[erred[:, item], item])
        if counts.sum():
            made[item] = ((counts / counts.sum()) ** 2).sum()
    return made


def _in_room(group: Codes, choice: Codes, erred: npt.NDArray[np.bool_], chance: npt.NDArray[np.float64]) -> list[Alike]:
    given, wrong = choice[group], erred[group].astype(np.float32)
    both = wrong @ wrong.T
    alike, same = np.zeros_like(both), np.zeros_like(both)
    for item in range(choice.shape[1]):
        equal = (given[:, None, item] == given[None, :, item]) & (given[:, None, item] >= 0)
        same += equal
        alike += equal & erred[group, None, item] & erred[None, group, item]
    expected = (wrong * chance) @ wrong.T
    firsts, seconds = np.nonzero(np.triu((alike >= ALIKE_LEAST) & (alike > expected), 1))
    made = []
    for i, j in zip(firsts.tolist(), seconds.tolist(), strict=True):
        items = (wrong[i] > 0) & (wrong[j] > 0)
        apart = int(np.count_nonzero((given[i] >= 0) & (given[j] >= 0)) - same[i, j])
        n = int(alike[i, j])
        ratio = n / apart if apart else None
        odds = at_least(chance[items], n)
        made.append(Alike(int(group[i]), int(group[j]), n, int(both[i, j]), float(expected[i, j]), ratio, odds))
    return made


def at_least(chances: npt.NDArray[np.float64], n: int) -> float:
    """P(at least n of independent draws with these chances succeed), exactly, draw by draw."""
    odds = np.zeros(len(chances) + 1)
    odds[0] = 1.0
    for one in chances:
        odds[1:] = odds[1:] * (1 - one) + odds[:-1] * one
        odds[0] *= 1 - one
    return min(1.0, float(odds[n:].sum()))


def too_fast(
    time_ms: npt.NDArray[np.float64], words: npt.NDArray[np.float64], answered: npt.NDArray[np.int64], *, least: int = 5
) -> npt.NDArray[np.bool_]:
    """Who used less time than the words of the items answered take at `WORDS_PER_SECOND`.

    time_ms: NaN where unknown, then no hint; words: of those items, stems and options; answered: fewer than `least`
    say nothing. A threshold on response time, as rapid guessing is found (Wise & Kong 2005), here for the whole paper.
    """
    limit = 1000 * words / WORDS_PER_SECOND
    return np.asarray((answered >= least) & (np.nan_to_num(time_ms, nan=math.inf) < limit))
