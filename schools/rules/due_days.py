"""By when a request about personal data has to be answered.

The day of receipt does not count. Terms are days of the calendar: a term that ends on a Sunday is not moved, so that
what this says is never later than the law does. The word that a request has come is due in working days: Monday to
Friday without public holidays.
"""

from collections.abc import Collection
from datetime import date, timedelta

ACKNOWLEDGE_WORKING_DAYS = 2
#: Kinds of request and their days; with a third party who has to act as well.
DAYS = {"access": 10, "correct": 10, "provide": 10, "delete": 20, "withdraw": 15, "restrict": 15, "object": 15}
THIRD_PARTY_DAYS = 20
WITH_THIRD_PARTY = {"withdraw", "restrict", "object"}
MOST_EXTENSION = 15
#: Day and month. Tết, the day of the Hùng kings and the second day of 2 September move: they come from a list.
FIXED_HOLIDAYS = {(1, 1), (30, 4), (1, 5), (2, 9)}


def is_working_day(day: date, more_holidays: Collection[date] = ()) -> bool:
    """Monday to Friday, no holiday."""
    return day.weekday() < 5 and (day.day, day.month) not in FIXED_HOLIDAYS and day not in more_holidays


def acknowledge_by(received_on: date, more_holidays: Collection[date] = ()) -> date:
    """The second working day after the day of receipt."""
    day, left = received_on, ACKNOWLEDGE_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, more_holidays)
    return day


def due_on(kind: str, received_on: date, *, third_party: bool = False) -> date:
    """The last day to answer."""
    days = THIRD_PARTY_DAYS if third_party and kind in WITH_THIRD_PARTY else DAYS[kind]
    return received_on + timedelta(days=days)


def latest_extension(first_due_on: date) -> date:
    """The last day that an extension may reach; there is one."""
    return first_due_on + timedelta(days=MOST_EXTENSION)
