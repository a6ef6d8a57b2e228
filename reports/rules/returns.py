"""Whether a school has reported: its word for a period covers the days of that period."""

from collections.abc import Iterable
from datetime import date, timedelta

from reports.rules.periods import Period

ONE = timedelta(days=1)


#: The first and the last day that a school called complete, and the day on which it said so.
Word = tuple[date, date, date]


def covered(period: Period, said: Iterable[Word]) -> bool:
    """Whether every day of the period lies in one of the spans that a school called complete: four quarters make a
    year. What was said before a period had begun says nothing of it, though the span reaches over it."""
    upto = period.first - ONE
    for first, last, on in sorted(said):
        if on < period.first:
            continue
        if first > upto + ONE:
            return False
        upto = max(upto, last)
        if upto >= period.last:
            return True
    return False


def closed(first: date, last: date, reported_on: date) -> tuple[date, date]:
    """The days whose rows stand still after a school has reported; what happens after that day can still be entered."""
    return first, min(last, reported_on)
