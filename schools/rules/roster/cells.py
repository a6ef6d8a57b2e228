"""Single cells of a class list: dates day first, identifiers with their zeros, sex, classes."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from schools.rules import names
from schools.rules.roster import oldfonts
from schools.rules.roster.shapes import Cell

_EXCEL_FIRST, _FIRST_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SCIENTIFIC = re.compile(r"\d[.,]?\d*e[+]?\d+", re.IGNORECASE)
_SEXES = {
    word: sex for sex, words in {"f": "nu f female gai", "m": "nam m male trai"}.items() for word in words.split()
}
_NO_MARKS = {"", "0", "-", "–", "false", "khong"}
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


def raw(cell: Cell) -> str:
    """A cell's text with every sign it has: old fonts use some that cleaning takes away."""
    return cell if isinstance(cell, str) else text(cell)


def name(value: str) -> str:
    """A name as given, or a problem: missing, formula, error value, unreadable letters, too long."""
    if not value:
        raise CellProblem("name_missing")
    if value.startswith(("=", "#")):
        raise CellProblem("cell_is_formula")
    if "\ufffd" in value:
        raise CellProblem("unreadable_letters")
    if len(value) > 120:
        raise CellProblem("name_too_long")
    if not any(sign.isalpha() for sign in value):
        raise CellProblem("name_unreadable")
    return value


def meant(judged: oldfonts.Judged, font: str) -> oldfonts.Reading:
    """What a text of letters means; where several readings make sense, the one in the font of its neighbours."""
    if judged.broken:
        raise CellProblem("unreadable_letters" if oldfonts.is_mojibake(judged.best.text) else "legacy_font")
    same = (one for one in judged.readings if one.font == font and not judged.sure)
    return next(same, judged.best)


def birth(cell: Cell, *, from_1904: bool = False) -> tuple[date | None, str]:
    """`(date, warning)`. Day first, always; a year alone gives no date and a warning."""
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    value = text(cell)
    if not value:
        return None, ""
    if value.startswith(("=", "#")):
        raise CellProblem("cell_is_formula", value)
    if value.isdecimal():
        return _from_number(int(value) if len(value) <= 8 else 0, _FIRST_OF_1904 if from_1904 else _EXCEL_FIRST)
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


def birth_of_parts(day: Cell, month: Cell, year: Cell, *, from_1904: bool = False) -> tuple[date | None, str]:
    """The same from three columns; a whole date in the first of them, alone, is taken too."""
    parts = [text(part) for part in (day, month, year)]
    if not any(parts[1:]) and len(parts[0]) != 1 and len(parts[0]) != 2:
        return birth(day, from_1904=from_1904)
    if not any(parts[:2]):
        return birth(parts[2])
    return birth("/".join(part or "?" for part in parts))


def _from_number(number: int, first: date) -> tuple[date | None, str]:
    if 1900 <= number <= 2100:
        return None, "birth_year_only"
    if 20_000 <= (first - _EXCEL_FIRST).days + number <= 60_000:
        return first + timedelta(days=number), ""
    raise CellProblem("birth_unreadable", str(number))


def odd_age(birth_date: date, year: int) -> bool:
    """Whether somebody born then is younger than 5 or older than 25 when the school year begins."""
    return not 5 <= year - birth_date.year <= 25


def sex(cell: Cell, legend: Mapping[str, str] | None = None) -> tuple[str, str]:
    """`("f" | "m" | "", warning)`; 0 and 1 say nothing unless the heading's legend tells."""
    value = names.fold(oldfonts.likely(raw(cell))).strip(" .")
    found = _SEXES.get(value) or (legend or {}).get(value, "")
    return found, "sex_unclear" if value and not found else ""


def sex_legend(title: str) -> dict[str, str]:
    """What 0, 1 and 2 mean by a heading like "Giới tính (1: Nam, 0: Nữ)"."""
    folded = names.fold(title)
    pairs = [*re.findall(r"([012]) *[:=.-]* *(nam|nu)\b", folded)]
    pairs += [(digit, word) for word, digit in re.findall(r"\b(nam|nu) *[:=.-]* *([012])", folded) if not pairs]
    return {digit: _SEXES[word] for digit, word in pairs}


def marked(cell: Cell) -> bool:
    """Whether a column "Nữ" or "Nam" has a mark here: x, 1, the word itself; not 0, not a dash."""
    return cell is True or names.fold(oldfonts.likely(raw(cell))).strip(" .") not in _NO_MARKS


def marked_sex(girl: Cell, boy: Cell, *, both: bool) -> tuple[str, str]:
    """The sex from one column "Nữ", where no mark is a boy, or from two (`both`), where no mark says nothing."""
    if not both:
        return ("f" if marked(girl) else "m"), ""
    if marked(girl) == marked(boy):
        return "", "sex_unclear"
    return ("f" if marked(girl) else "m"), ""


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
