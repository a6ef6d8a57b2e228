"""How well it went: scores, pillars, items, papers. None where too few sat for anything to be said."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """Turns with `low` ≤ score < `high` percent (the last band holds 100)."""

    low: int
    high: int
    n: int
    share: float | None


@dataclass(frozen=True)
class Scores:
    """Percent of each paper's points. All None when fewer than the small-group size sat."""

    n: int
    mean: float | None
    median: float | None
    deviation: float | None
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class TopicLine:
    """Points earned of points possible in percent, by pillar (`topic` empty) or topic of the bank.

    `n` counts turns with an item of it. `low` and `high` are a 95 % interval, stated where n is small.
    """

    pillar: str
    topic: str
    name: str
    items: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Awareness:
    """Pupils who sat at least two contests of the period: share right in their first and their last, and the mean of
    each pupil's own difference with its 95 % interval, in percentage points."""

    pupils: int
    schools: int
    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class OptionShare:
    text: str
    n: int
    share: float | None


@dataclass(frozen=True)
class ItemLine:
    """`difficulty` = points earned of points possible, percent; `discrimination` = corrected item-total correlation.

    None where too few sat.
    """

    slug: str
    stem: str
    n: int
    answered: int
    ungraded: int
    difficulty: float | None
    options: tuple[OptionShare, ...]
    discrimination: float | None = None


@dataclass(frozen=True)
class PaperLine:
    """A paper as a measuring instrument: Cronbach's alpha (KR-20 where items are worth the same and right or wrong)
    and the standard error of a score in percentage points."""

    contest: str
    paper: str
    n: int
    mean: float | None
    deviation: float | None
    reliability: float | None
    error: float | None
