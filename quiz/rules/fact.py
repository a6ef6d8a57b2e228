"""Facts that items rest on, and series of facts of which only one can be true at a time."""

from dataclasses import dataclass
from datetime import date

from quiz.rules.validity import Span


@dataclass(frozen=True)
class Fact:
    """A row of the fact list: what it says and the days on which it is true."""

    id: str
    value_vi: str
    value_en: str
    valid_from: date | None
    valid_to: date | None
    confidence: str

    @property
    def span(self) -> Span:
        return self.valid_from, self.valid_to


@dataclass(frozen=True)
class Series:
    """Facts of one thing that has one value a day. On `handover` days the old and the new value may both hold."""

    code: str
    facts: tuple[str, ...]
    handover: frozenset[date] = frozenset()
