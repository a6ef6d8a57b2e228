"""School years: named by the year in which they start, from 1 August to 31 July."""

from datetime import date

FIRST_MONTH = 8


def start_year(day: date) -> int:
    """The school year that a day belongs to."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def span(year: int) -> tuple[date, date]:
    """First and last day of a school year."""
    return date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH - 1, 31)


def label(year: int) -> str:
    """`2026` → `2026-2027`."""
    return f"{year}-{year + 1}"
