"""How each pupil behaves, drawn from a seed: ability, pace, second thoughts, a dropped line, the way of handing in."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from contests.management.simulation.cast import Item
from quiz.rules.kinds import best_value

STARTS_WITHIN = 0.3  # share of the window in which people begin
ENDS_WITHIN = 0.93  # nobody plans to answer after this share of the window


@dataclass(frozen=True)
class Tap:
    """One answer at a moment, in seconds after the opening of the window."""

    at: float
    item: int
    value: list[str]


@dataclass(frozen=True)
class Plan:
    """A pupil's whole turn. Moments are seconds after the opening of the window."""

    arrives: float
    starts: float
    taps: tuple[Tap, ...]
    submits: float | None
    drops: float | None = None
    away: float = 0.0
    comes_back_anew: bool = False
    by_http: bool = False
    too_late: bool = False


@dataclass(frozen=True)
class Manners:
    """What a run wants of its crowd. `burst` > 0 lets all answers go out together every so many seconds."""

    window: float
    burst: float = 0.0
    all_submit: bool = False
    answer_within: float = 0.0  # in a window of days: seconds in which everybody is done,
    shift: float = 0.0  # counted from so many seconds after its opening


def difficulties(items: Sequence[Item], seed: str) -> dict[int, float]:
    """How hard each item is, the same for everybody, on the scale of ability."""
    dice = random.Random(f"{seed}:items")  # noqa: S311 - a plausible crowd, not a secret
    return {item.id: dice.gauss(-0.4, 1.0) for item in items}


def plan(items: Sequence[Item], hard: dict[int, float], seed: str, number: int, manners: Manners) -> Plan:
    """The plan of pupil `number`; the same seed gives the same plan."""
    dice = random.Random(f"{seed}:{number}")  # noqa: S311 - as above
    span = manners.answer_within or manners.window
    starts = manners.shift + 0.3 + dice.random() * span * STARTS_WITHIN
    room = manners.shift + span * ENDS_WITHIN - starts
    length = min(room, span * (0.3 + 0.35 * dice.random()))
    submits = starts + length if manners.all_submit or dice.random() > 0.04 else None
    drops = starts + length * (0.2 + 0.6 * dice.random()) if dice.random() < 0.12 else None
    return Plan(
        arrives=manners.shift - min(5.0, span * 0.05) * dice.random(),
        starts=starts,
        taps=_taps(items, hard, dice, starts, length, manners.burst),
        submits=submits,
        drops=drops,
        away=2 + 6 * dice.random(),
        comes_back_anew=dice.random() < 0.5,
        by_http=dice.random() < 0.03,
        too_late=submits is None and not manners.answer_within and dice.random() < 0.5,
    )


def _taps(
    items: Sequence[Item], hard: dict[int, float], dice: random.Random, starts: float, length: float, burst: float
) -> tuple[Tap, ...]:
    ability = dice.gauss(0.3, 1.1)
    order = list(items)
    if dice.random() < 0.2:
        dice.shuffle(order)  # some begin with what they know
    reached = len(order) if dice.random() < 0.9 else max(1, int(len(order) * dice.random()))
    taps = []
    for index, item in enumerate(order[:reached]):
        at = starts + 0.5 + (length - 1) * (index + dice.random() * 0.8) / len(order)
        taps.append(Tap(at, item.id, _answer(item, ability - hard[item.id], dice)))
        if dice.random() < 0.12:
            again = min(starts + length - 0.2, at + dice.expovariate(1 / 6.0))
            taps.append(Tap(again, item.id, _answer(item, ability - hard[item.id] + 0.5, dice)))
    if burst:
        taps = [Tap(math.ceil(tap.at / burst) * burst, tap.item, tap.value) for tap in taps]
    return tuple(sorted(taps, key=lambda tap: tap.at))


def _answer(item: Item, edge: float, dice: random.Random) -> list[str]:
    """Right with a logistic chance; a wrong one is another valid answer."""
    if dice.random() < 1 / (1 + math.exp(-1.2 * edge)):
        return best_value(item.kind, item.key)
    if item.kind in {"matching", "ordering"}:
        rows, places = zip(*(word.split(":") for word in item.key), strict=True)
        return sorted(f"{row}:{place}" for row, place in zip(rows, dice.sample(places, len(places)), strict=True))
    if item.kind in {"number", "text"}:
        return [str(dice.randrange(1, 100))]
    if item.kind == "multiple":
        guess = [code for code in item.options if dice.random() < 0.5]
        return sorted(guess or [dice.choice(item.options)])
    wrong = [code for code in item.options if code not in item.key]
    return [dice.choice(wrong or list(item.options))]
