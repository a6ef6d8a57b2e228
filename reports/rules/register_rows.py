"""One row of a register: read from what was typed or stood in a cell, judged, recognised again, and told."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from reports.rules.periods import PeriodError, day_from
from reports.rules.register_shapes import Column, Shape
from reports.rules.wording import short_day, whole
from schools.rules import names, years

Value = str | int | bool | date | tuple[str, ...] | tuple[tuple[str, int], ...] | None
EARLIEST = date(2015, 1, 1)
_NUMBER = re.compile(r"\d{1,15}|\d{1,3}(?:[. ]\d{3}){1,4}")
_YEAR = re.compile(r"(20\d\d)(?:\s*[-–]\s*(20\d\d))?")
_PRIZE = re.compile(r"(.{1,60}?)\s*[:：]\s*(\d{1,5})")
_YES = {"x", "1", "co", "true", "on", "yes", "v"}
_NO = {"", "0", "khong", "false", "no"}


class Unread(ValueError):
    """`code` says what is the matter with one cell: needed, too_long, not_a_day, not_a_number, too_large, …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Reading:
    """`values` by column; `problems` gives each column that could not be taken its code."""

    values: dict[str, Value]
    problems: dict[str, str] = field(default_factory=dict)


def read(shape: Shape, cells: Mapping[str, object], *, today: date, contests: Mapping[str, int]) -> Reading:
    """A row of typed text or of a sheet's cells. `contests` gives launched outside contests by their folded names
    and by their numbers as text."""
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for column in shape.columns:
        try:
            values[column.name] = _value(column, cells.get(column.name), contests)
        except Unread as unread:
            problems[column.name] = unread.code
    for name, code in judge(shape, values, today=today).items():
        problems.setdefault(name, code)
    return Reading(values, problems)


def judge(shape: Shape, values: Mapping[str, Value], *, today: date) -> dict[str, str]:
    """What is the matter with values that were read: `{column: code}`; columns that are missing are not judged."""
    problems = {}
    for name in dict.fromkeys(shape.days):
        day = values.get(name)
        if isinstance(day, date):
            if not EARLIEST <= day <= _in_a_year(today):
                problems[name] = "far_day"
            elif shape.held and day > today:
                problems[name] = "not_yet_held"
    first, last = (values.get(name) for name in shape.days)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        problems["last"] = "reversed"
    if shape.key == "lessons" and values.get("out_of_class") is False and values.get("subject") == "":
        problems["subject"] = "subject_needed"
    days = [day for day in (first, last) if isinstance(day, date)]
    year = values.get("year")
    if isinstance(year, int) and not problems and any(years.start_year(day) != year for day in days):
        problems["year"] = "other_year"
    return problems


def same_as(shape: Shape, values: Mapping[str, Value]) -> str:
    """Equal for rows that tell of the same thing: letters' case, marks and spaces make no difference."""
    text = "\x1f".join(names.fold(plain(shape.column(name), values.get(name))) for name in shape.same)
    return hashlib.sha256(f"{shape.key}\x1f{text}".encode()).hexdigest()


def plain(column: Column, value: Value) -> str:
    """The value as a person types it; reading it again gives the same value (a contest is told by its number)."""
    if value is None or value == ():
        return ""
    if column.kind == "yes":
        return "x" if value else ""
    if isinstance(value, date):
        return short_day(value)
    if column.kind == "year" and isinstance(value, int):
        return f"{value}-{value + 1}"
    if isinstance(value, tuple):
        return "; ".join(one if isinstance(one, str) else f"{one[0]}: {one[1]}" for one in value)
    return str(value)


def told(column: Column, value: Value) -> str:
    """The value as a page shows it: choices by their names, numbers in groups of three."""
    if column.kind == "choice":
        return dict(column.choices).get(str(value), str(value or ""))
    if column.kind in {"heads", "amount"} and isinstance(value, int):
        return whole(value)
    return plain(column, value)


def _value(column: Column, cell: object, contests: Mapping[str, int]) -> Value:
    """One cell by its column's kind."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if column.kind == "day" and type(cell) is int and 36_526 <= cell <= 73_050:
        cell = date(1899, 12, 30) + timedelta(days=cell)  # a day in a cell that is shown as a number
    if column.kind == "day" and isinstance(cell, date):
        return cell
    text = (
        "" if cell is None or cell is False else short_day(cell) if isinstance(cell, date) else names.clean(str(cell))
    )
    if column.kind == "yes":
        return _yes(text)
    if not text:
        if column.required:
            raise Unread("needed")
        return _NOTHING.get(column.kind, "")
    return _READERS[column.kind](column, text, contests)


def _yes(text: str) -> bool:
    folded = names.fold(text)
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise Unread("not_a_mark")


def _text(column: Column, text: str, _contests: Mapping[str, int]) -> str:
    if len(text) > column.limit:
        raise Unread("too_long")
    return text


def _link(column: Column, text: str, _contests: Mapping[str, int]) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"']{3,}", text):
        raise Unread("not_a_link")
    return _text(column, text, _contests)


def _day(_column: Column, text: str, _contests: Mapping[str, int]) -> date:
    try:
        return day_from(text)
    except PeriodError:
        raise Unread("not_a_day") from None


def _year(_column: Column, text: str, _contests: Mapping[str, int]) -> int:
    found = _YEAR.fullmatch(text)
    if found is None or (found[2] and int(found[2]) != int(found[1]) + 1) or int(found[1]) < EARLIEST.year:
        raise Unread("not_a_year")
    return int(found[1])


def _grade(_column: Column, text: str, _contests: Mapping[str, int]) -> int:
    if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= 12:
        raise Unread("not_a_grade")
    return int(text)


def _number(column: Column, text: str, _contests: Mapping[str, int]) -> int:
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise Unread("not_a_number")
    number = int(re.sub(r"[. ]", "", text))
    if number > column.limit:
        raise Unread("too_large")
    return number


def _choice(column: Column, text: str, _contests: Mapping[str, int]) -> str:
    wanted = names.fold(text)
    for code, name in column.choices:
        if wanted in {names.fold(code), names.fold(name)}:
            return code
    raise Unread("not_offered")


def _names(column: Column, text: str, _contests: Mapping[str, int]) -> tuple[str, ...]:
    found = [names.clean(part) for part in re.split(r"[;,]", text) if part.strip()]
    if len(found) > column.limit or any(len(name) > 60 for name in found):
        raise Unread("too_long")
    return tuple({names.fold(name): name for name in found}.values())


def _prizes(column: Column, text: str, _contests: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    found: dict[str, tuple[str, int]] = {}
    for part in (part.strip() for part in text.split(";")):
        if not part:
            continue
        prize = _PRIZE.fullmatch(part)
        if prize is None:
            raise Unread("not_prizes")
        if names.fold(prize[1]) in found:
            raise Unread("prize_twice")
        found[names.fold(prize[1])] = (prize[1], int(prize[2]))
    if len(found) > column.limit:
        raise Unread("too_long")
    return tuple(found.values())


def _contest(_column: Column, text: str, contests: Mapping[str, int]) -> int:
    number = contests.get(text) or contests.get(names.fold(text))
    if number is None:
        raise Unread("not_launched")
    return number


def _in_a_year(today: date) -> date:
    return date(today.year + 1, today.month, min(today.day, 28))


_READERS: dict[str, Callable[[Column, str, Mapping[str, int]], Value]] = {
    "text": _text, "long": _text, "link": _link, "day": _day, "year": _year, "grade": _grade, "heads": _number,
    "amount": _number, "choice": _choice, "names": _names, "prizes": _prizes, "contest": _contest,
}  # fmt: skip
#: What an empty cell comes to. A grade left open is many grades; a head count left open is nobody.
_NOTHING: dict[str, Value] = {"heads": 0, "amount": 0, "grade": None, "names": (), "prizes": ()}
