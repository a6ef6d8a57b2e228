"""Spans of days: first and last day included, `None` = open on that side."""

from collections.abc import Iterator
from datetime import date, timedelta

Span = tuple[date | None, date | None]


def true_on(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether `day` lies in the span."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def true_throughout(valid_from: date | None, valid_to: date | None, first: date, last: date) -> bool:
    """Whether every day of `[first, last]` lies in the span."""
    return true_on(valid_from, valid_to, first) and true_on(valid_from, valid_to, last)


def within(inner: Span, outer: Span) -> bool:
    """Whether no day of `inner` lies outside `outer`."""
    starts = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0])
    ends = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return starts and ends


def common_days(one: Span, other: Span) -> Span | None:
    """The days that both spans hold, or None when they share none."""
    starts = [day for day in (one[0], other[0]) if day is not None]
    ends = [day for day in (one[1], other[1]) if day is not None]
    first, last = (max(starts) if starts else None), (min(ends) if ends else None)
    if first is not None and last is not None and first > last:
        return None
    return first, last


def days(span: Span, limit: int) -> Iterator[date] | None:
    """The days of a closed span of at most `limit` days, else None."""
    first, last = span
    if first is None or last is None or (last - first).days >= limit:
        return None
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
