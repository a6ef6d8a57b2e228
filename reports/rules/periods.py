"""Periods are days, first and last included; the zone in which they are days is the settings' (Asia/Ho_Chi_Minh)."""

import re
from dataclasses import dataclass
from datetime import date

SCHOOL_YEAR_BEGINS = 8  # 1 August
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class PeriodError(ValueError):
    """`code` is `not_a_day` or `reversed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included; a period that ends before it starts cannot be made."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError("reversed")

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def cut_off(self, today: date) -> date:
        """The day of the class lists: the last day, or today while the period still runs."""
        return min(self.last, today)

    @property
    def name(self) -> str:
        """`2026-09-01-2026-12-31`, for file names."""
        return f"{self.first.isoformat()}-{self.last.isoformat()}"


def day_from(text: str) -> date:
    """A day from `dd/mm/yyyy` (day first, always) or `yyyy-mm-dd`."""
    text = text.strip()
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise PeriodError("not_a_day")
    try:
        made = date(year, month, day)
    except ValueError:
        raise PeriodError("not_a_day") from None
    if not 1990 <= year <= 2200:  # instants and formats are safe in between, and nothing here is older
        raise PeriodError("not_a_day")
    return made


def school_year_so_far(today: date) -> Period:
    """From 1 August of the running school year to today."""
    year = today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1
    return Period(date(year, SCHOOL_YEAR_BEGINS, 1), today)
