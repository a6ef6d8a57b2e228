"""Single cells of a class list: dates day first, identifiers with their zeros, sex, classes."""

import re
from datetime import date, datetime, timedelta

from schools.rules import names
from schools.rules.roster.shapes import Cell

_EXCEL_FIRST = date(1899, 12, 30)
_SCIENTIFIC = re.compile(r"\d[.,]?\d*e[+]?\d+", re.IGNORECASE)
# TCVN3 (ABC) signs, or vowel pairs that only VNI text has; Vietnamese in Unicode never shows them.
_LEGACY = re.compile(
    r"[¸µ¶·¹®¨©ª«¬§¤¦¥¡¢£×÷þÞæÆ]|[öÖ][ôÔ]|[aAeE][áàãâäåÁÀÃÂÄÅ]"
    r"|(?:[aeouyAEOUY]|(?<![gG])[iI])[øùûõïØÙÛÕÏ]"
)
MINISTRY_ID_LENGTH = 10
PERSONAL_NUMBER_LENGTH = 12


class CellProblem(ValueError):
    """Carries a problem code and, where it helps to find the cell, what stands in it."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.value = value


def text(cell: Cell) -> str:
    """A cell as clean text; whole numbers without `.0`."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return names.clean(str(cell))


def name(value: str) -> str:
    """A name as given, or a problem: missing, formula, error value, unreadable or old-font letters, too long."""
    if not value:
        raise CellProblem("name_missing")
    if value.startswith(("=", "#")):
        raise CellProblem("cell_is_formula")
    if "\ufffd" in value:
        raise CellProblem("unreadable_letters")
    if _LEGACY.search(value):
        raise CellProblem("legacy_font")
    if len(value) > 120:
        raise CellProblem("name_too_long")
    if not any(sign.isalpha() for sign in value):
        raise CellProblem("name_unreadable")
    return value


def birth(cell: Cell) -> tuple[date | None, str]:
    """`(date, warning)`. Day first, always; a year alone gives no date and a warning."""
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    value = text(cell)
    if not value:
        return None, ""
    if value.isdecimal():
        return _from_number(int(value) if len(value) <= 8 else 0)
    match = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: 0?0:00(?::00)?)?", value)
    if match:
        day, month, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?", value):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise CellProblem("birth_unreadable", value)
    try:
        return date(year, month, day), ""
    except ValueError:
        raise CellProblem("birth_unreadable", value) from None


def _from_number(number: int) -> tuple[date | None, str]:
    if 1900 <= number <= 2100:
        return None, "birth_year_only"
    if 20_000 <= number <= 60_000:
        return _EXCEL_FIRST + timedelta(days=number), ""
    raise CellProblem("birth_unreadable", str(number))


def odd_age(birth_date: date, year: int) -> bool:
    """Whether somebody born then is younger than 5 or older than 25 when the school year begins."""
    return not 5 <= year - birth_date.year <= 25


def sex(cell: Cell) -> tuple[str, str]:
    """`("f" | "m" | "", warning)`; 0 and 1 say nothing by themselves."""
    value = names.fold(text(cell))
    if value in {"nu", "f", "female", "gai"}:
        return "f", ""
    if value in {"nam", "m", "male", "trai"}:
        return "m", ""
    return "", "sex_unclear" if value else ""


def marked_girl(cell: Cell) -> str:
    """A column "Nữ" in which a mark means a girl."""
    return "f" if text(cell) else "m"


def identifier(cell: Cell) -> str:
    """An identifier as text. Scientific notation has lost digits and is refused."""
    value = text(cell).replace(" ", "").lstrip("'")
    if _SCIENTIFIC.fullmatch(value) or (isinstance(cell, float) and not cell.is_integer()):
        raise CellProblem("id_scientific", value)
    if value.startswith(("=", "#")):
        raise CellProblem("cell_is_formula")
    if len(value) > 40:
        raise CellProblem("id_too_long")
    return value


def ministry_id(cell: Cell) -> tuple[str, str]:
    """`(id, warning)`. A number cell shorter than ten digits has lost zeros; a 12-digit personal number is dropped."""
    value = identifier(cell)
    if isinstance(cell, int | float) and 0 < len(value) < MINISTRY_ID_LENGTH:
        raise CellProblem("id_lost_zeros", value)
    if value.isdecimal() and len(value) == PERSONAL_NUMBER_LENGTH:
        return "", "personal_number_dropped"
    if len(value) > 20:
        raise CellProblem("id_too_long")
    return value, ""


def class_name(value: str) -> str:
    """A class as the school names it."""
    if value.startswith(("=", "#")):
        raise CellProblem("cell_is_formula")
    if len(value) > 40:
        raise CellProblem("class_too_long")
    return value


def grade(cell: Cell, class_text: str) -> int:
    """The grade from its own column, else from the digits that begin the class name."""
    for value in (text(cell), class_text):
        match = re.match(r"(?:khối|khoi|lớp|lop)?\s*(\d{1,2})(?!\d)", value, re.IGNORECASE)
        if match and 1 <= int(match[1]) <= 12:
            return int(match[1])
    raise CellProblem("grade_unknown", class_text)
