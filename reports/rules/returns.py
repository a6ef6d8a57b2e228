"""Whether a school has reported: its word for a period covers the days of that period."""

from collections.abc import Iterable
from datetime import date, timedelta

from reports.rules.periods import Period

ONE = timedelta(days=1)


def covered(period: Period, said: Iterable[tuple[date, date]]) -> bool:
    """Whether every day of the period lies in one of the spans that a school called complete: four quarters make a
    year."""
    upto = period.first - ONE
    for first, last in sorted(said):
        if first > upto + ONE:
            return False
        upto = max(upto, last)
        if upto >= period.last:
            return True
    return False


def closed(first: date, last: date, reported_on: date) -> tuple[date, date]:
    """The days whose rows stand still after a school has reported; what happens after that day can still be entered."""
    return first, min(last, reported_on)
