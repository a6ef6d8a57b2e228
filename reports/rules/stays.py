"""In which unit a school stood from which day to which: the same answer as `places.unit_on`, for all days at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.rules.places import Span, unit_on

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """A school in one unit (`places.NOWHERE`: in none) on every day from `first` to `last`, None for open ends."""

    school: int
    unit: int
    first: date | None = None
    last: date | None = None

    def meets(self, first: date, last: date) -> bool:
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)


def stays(school: int, spans: Sequence[Span]) -> list[Stay]:
    """Every stay of a school, gaps included, without overlaps; neighbours in the same unit are one stay."""
    begins = sorted(set(_changes(spans)))
    first: date | None = None
    found: list[Stay] = []
    for begin in (*begins, None):
        last = None if begin is None else begin - DAY
        unit = unit_on(spans, last if last is not None else begins[-1] if begins else date.min)
        if found and found[-1].unit == unit:
            found[-1] = Stay(school, unit, found[-1].first, last)
        else:
            found.append(Stay(school, unit, first, last))
        first = begin
    return found


def _changes(spans: Sequence[Span]) -> Iterable[date]:
    """Days on which the answer may become another one."""
    for span in spans:
        if span.first is not None:
            yield span.first
        if span.last is not None:
            yield span.last + DAY


def of_units(spans: Mapping[int, Sequence[Span]], units: Iterable[int]) -> tuple[Stay, ...]:
    """The stays of all schools in these units."""
    wanted = set(units)
    return tuple(stay for school, its in spans.items() for stay in stays(school, its) if stay.unit in wanted)
