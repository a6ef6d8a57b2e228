"""Periods are days, first and last included; the zone in which they are days is the settings' (Asia/Ho_Chi_Minh).

Named kinds: `report_month`, `report_quarter`, `report_half`, `report_year` have the cut-offs of periodic reports
between state agencies (Nghị định 09/2019/NĐ-CP: from the 15th of the month before to the 14th of the last month);
`school_year`, `school_half`; `calendar_month`, `calendar_quarter`, `calendar_year`; `school_year_so_far` and `free`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from reports.rules import wording

SCHOOL_YEAR_BEGINS = 8  # 1 August
SECOND_HALF_BEGINS = (1, 16)  # 16 January: the first term is over by the middle of January
CUT_OFF_DAY = 14
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


@dataclass(frozen=True)
class NamedPeriod:
    """A period of a kind: the `number`-th of its `year` (a month, quarter or half; 0 where there is one a year)."""

    kind: str
    year: int
    number: int
    period: Period

    @property
    def code(self) -> str:
        """For addresses and forms: `report_quarter-2026-3`; free periods by their days."""
        if self.kind in _MAKERS:
            return f"{self.kind}-{self.year}-{self.number}"
        return f"{self.kind}-{self.period.name}"

    @property
    def name_vi(self) -> str:
        """What paper calls it; pages in other languages make their own words of kind, year and number."""
        return wording.period_name(self.kind, self.year, self.number, self.period.first, self.period.last)


def named(kind: str, year: int, number: int = 0) -> NamedPeriod:
    """The period of that kind, year and number; numbers run on over the year's end (month 0 is the December before)."""
    a_year = _A_YEAR[kind]
    if a_year > 1:
        year, number = year + (number - 1) // a_year, (number - 1) % a_year + 1
    return NamedPeriod(kind, year, number, _MAKERS[kind](year, number))


def named_by(code: str) -> NamedPeriod | None:
    """The named period whose `code` this is; None for anything else (also for free ones, which state their days)."""
    kind, _, rest = code.partition("-")
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", rest)
    if kind not in _MAKERS or found is None:
        return None
    year, number = map(int, found.groups())
    most = _A_YEAR[kind]
    if not 1990 < year < 2200 or not (number == 0 if most == 1 else 1 <= number <= most):
        return None
    return named(kind, year, number)


def offered(today: date) -> tuple[NamedPeriod, ...]:
    """What a page offers: of every kind the running one, then those before it that reports are still made of."""
    found: list[NamedPeriod] = []
    for kind, more in _MORE.items():
        found.append(_running(kind, today))
        for _number in range(more):
            found.append(previous(found[-1]))
    return tuple(found)


def kind_of(period: Period) -> NamedPeriod:
    """The period by its name if it has one; else the school year so far or free days."""
    for kind in _MAKERS:
        its = _running(kind, period.first)
        if its.period == period:
            return its
    if (period.first.month, period.first.day) == (SCHOOL_YEAR_BEGINS, 1) and period.last < _year_on(period.first):
        return NamedPeriod("school_year_so_far", period.first.year, 0, period)
    return NamedPeriod("free", period.first.year, 0, period)


def previous(its: NamedPeriod) -> NamedPeriod:
    """The one before of its kind; of a school year so far the same days a year ago, of free days as many before."""
    if its.kind in _MAKERS:
        return named(its.kind, *((its.year - 1, 0) if _A_YEAR[its.kind] == 1 else (its.year, its.number - 1)))
    first, last = its.period.first, its.period.last
    if its.kind == "school_year_so_far":
        made = Period(_year_on(first, -1), _year_on(last, -1))
    else:
        made = Period(first - (last - first) - timedelta(days=1), first - timedelta(days=1))
    return NamedPeriod(its.kind, made.first.year, 0, made)


def compared_with(period: Period, today: date) -> Period | None:
    """What the figures of a period are compared with: the one before, as far as this one has run, so that like stands
    beside like. None while it has not begun."""
    if today < period.first:
        return None
    before = previous(kind_of(period)).period
    if today >= period.last:
        return before
    return Period(before.first, min(before.last, before.first + (today - period.first)))


def _running(kind: str, day: date) -> NamedPeriod:
    """The period of a kind that holds the day."""
    a_year = _A_YEAR[kind]
    numbers = [0] if a_year == 1 else range(1, a_year + 1)
    around = (named(kind, year, number) for year in (day.year - 1, day.year, day.year + 1) for number in numbers)
    return next(its for its in around if its.period.holds(day))


def _year_on(day: date, years: int = 1) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _reported(year: int, first_month: int, last_month: int) -> Period:
    """From the 15th of the month before `first_month` to the 14th of `last_month`."""
    begins = date(year, first_month - 1, 1) if first_month > 1 else date(year - 1, 12, 1)
    return Period(begins.replace(day=CUT_OFF_DAY + 1), date(year, last_month, CUT_OFF_DAY))


def _calendar(year: int, first_month: int, last_month: int) -> Period:
    after = date(year, last_month + 1, 1) if last_month < 12 else date(year + 1, 1, 1)
    return Period(date(year, first_month, 1), after - timedelta(days=1))


def _school_year(year: int) -> Period:
    return Period(date(year, SCHOOL_YEAR_BEGINS, 1), date(year + 1, SCHOOL_YEAR_BEGINS, 1) - timedelta(days=1))


def _school_half(year: int, number: int) -> Period:
    whole, second = _school_year(year), date(year + 1, *SECOND_HALF_BEGINS)
    return Period(whole.first, second - timedelta(days=1)) if number == 1 else Period(second, whole.last)


_MAKERS: dict[str, Callable[[int, int], Period]] = {
    "school_year": lambda year, _number: _school_year(year),
    "school_half": _school_half,
    "report_year": lambda year, _number: _reported(year, 1, 12),
    "report_half": lambda year, number: _reported(year, 6 * number - 5, 6 * number),
    "report_quarter": lambda year, number: _reported(year, 3 * number - 2, 3 * number),
    "report_month": lambda year, number: _reported(year, number, number),
    "calendar_year": lambda year, _number: _calendar(year, 1, 12),
    "calendar_quarter": lambda year, number: _calendar(year, 3 * number - 2, 3 * number),
    "calendar_month": lambda year, number: _calendar(year, number, number),
}
_A_YEAR = {
    "school_year": 1, "school_half": 2, "report_year": 1, "report_half": 2, "report_quarter": 4, "report_month": 12,
    "calendar_year": 1, "calendar_quarter": 4, "calendar_month": 12,
}  # fmt: skip
_MORE = {
    "school_year": 2, "school_half": 1, "report_year": 2, "report_half": 2, "report_quarter": 4, "report_month": 3,
    "calendar_year": 1, "calendar_quarter": 2, "calendar_month": 2,
}  # fmt: skip
