"""What a cell says, in words: Excel turns much of what people type into numbers and days before anybody reads it."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from quiz.exchange.credit import QuestionRefused, number_of, plain
from quiz.exchange.plain import printable
from quiz.exchange.reading import tidy
from quiz.exchange.workbook import Cell

_DAY_FIRST = re.compile(r"([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?([0-9]{4})")
_IN_WORDS = re.compile(r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2})(?: năm|,)? ([0-9]{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# "1.967" is 1967 to a Vietnamese and 1.967 to an English hand
_UNCLEAR = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]{1,6})?")


def words(cell: Cell, form: str = "", language: str = "vi") -> str:
    """The cell as its author sees it: 1967.0 is "1967", 680.5 is "680,5" to a Vietnamese, a day is dd/mm/yyyy.

    `form` is the cell's number format where it is a percentage or adds zeros in front.
    """
    if isinstance(cell, str):
        return tidy(printable(cell))
    if isinstance(cell, bool):
        return {"vi": ("Sai", "Đúng")}.get(language, ("False", "True"))[cell]
    if isinstance(cell, (int, float)):
        return _formed(cell, form).replace(".", "," if language == "vi" else ".")
    if isinstance(cell, date):  # a datetime is one, too
        return _day_in_words(cell, language)
    return f"{cell.hour}:{cell.minute:02}" if isinstance(cell, time) else _span(cell)


def _formed(number: float, form: str) -> str:
    if form.endswith("%"):
        return f"{digits(number * 100)}%"
    return digits(number).zfill(len(form)) if form else digits(number)


def digits(number: float) -> str:
    """A number as Excel keeps it, to 15 digits and without an exponent."""
    if not math.isfinite(number):  # Excel has no such numbers, other programs may
        return ""
    text = format(Decimal(format(number, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day_in_words(day: date, language: str) -> str:
    if language == "vi":
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _span(cell: timedelta) -> str:
    minutes = int(cell.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def day_of(cell: Cell) -> date | None:
    """A day, None for an empty cell. Raises `QuestionRefused` day_bad for what is none, such as 31/02/2026."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = words(cell)
    if not text:
        return None
    try:
        if found := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise QuestionRefused("day_bad", text)


def decimal_of(cell: Cell) -> Decimal:
    """A number of the key. Raises `QuestionRefused`: number_bad, number_unclear (a text such as "1.967")."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(digits(cell) or "0")
    text = words(cell).replace("−", "-")
    if _UNCLEAR.fullmatch(text):
        raise QuestionRefused("number_unclear", text)
    grouped = _GROUPED.fullmatch(text)
    return number_of(_without_groups(text, grouped[1]) if grouped else text)


def _without_groups(text: str, mark: str) -> str:
    return text.replace(mark, "").replace(",", ".")


def plain_number(cell: Cell) -> str:
    """The number as our keys are written."""
    return plain(decimal_of(cell))
