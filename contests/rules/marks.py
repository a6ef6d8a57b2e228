"""What a pupil writes on a sheet of paper, read into the value of an answer, and a value written back as marks.

Letters and numbers are those of the printed paper: options A, B, C … in its one order; rows of a matching or ordering
item 1, 2, 3 … from the top. One choice "B"; several "ACD"; matching one letter a row "CAB"; ordering the place of each
row "2413"; a number or a word as it was written. "-" leaves a row or a whole item empty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quiz.rules.kinds.matching import is_partner
from quiz.rules.kinds.pairs import pair, parted
from quiz.rules.kinds.written import MOST

LETTERS = "ABCDEFGHIJ"
EMPTY = frozenset({"", "-", "–", "—", "_", "."})
_BETWEEN = re.compile(r"[\s,;/|+]+")
_NUMBERED = re.compile(r"(\d)\s*[-–.:=)]?\s*([A-Za-z])")
_TOKEN = re.compile(r"\(([^()]*)\)|([^\s()]+)")


class Unreadable(ValueError):
    """`code` says what is wrong with a mark: letter, several, twice, number, rows, long, kind."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Marked:
    """An item of a paper as marks are read for it: `codes` in the printed order."""

    id: int
    position: int
    kind: str
    codes: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes if self.kind != "matching" or not is_partner(code))

    @property
    def partners(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes if is_partner(code))


def read_mark(item: Marked, text: str) -> list[str]:
    """The value that a mark means; [] for an empty one. Raises `Unreadable`, never guesses."""
    written = " ".join(text.replace("\0", "").split())
    if written in EMPTY:
        return []
    if item.kind in {"number", "text"}:
        if len(written) > MOST:
            raise Unreadable("long")
        return [written]
    if item.kind == "matching":
        return _matching(item, written)
    plain = _BETWEEN.sub("", written).upper()
    if plain in EMPTY:
        return []
    return _ordering(item, plain) if item.kind == "ordering" else _choice(item, plain)


def _choice(item: Marked, plain: str) -> list[str]:
    chosen = [_letter(sign, item.codes) for sign in plain]
    if len(set(chosen)) < len(chosen):
        raise Unreadable("twice")
    if item.kind == "single" and len(chosen) > 1:
        raise Unreadable("several")
    return chosen


def _letter(sign: str, codes: Sequence[str]) -> str:
    place = LETTERS.find(sign)
    if not sign or not 0 <= place < len(codes):
        raise Unreadable("letter")
    return codes[place]


def _matching(item: Marked, written: str) -> list[str]:
    """ "CAB", "C - B" with an open row, or "1C 2A 3B"."""
    rows, partners = item.rows, item.partners
    if any(sign.isdigit() for sign in written):
        if _NUMBERED.sub("", _BETWEEN.sub(" ", written)).strip():
            raise Unreadable("rows")
        places = [(int(number), letter.upper()) for number, letter in _NUMBERED.findall(written)]
    else:
        signs = _BETWEEN.sub("", written).upper()
        if len(signs) > len(rows):
            raise Unreadable("rows")
        places = [(row, sign) for row, sign in enumerate(signs, start=1) if sign not in EMPTY]
    if len({row for row, _sign in places}) < len(places):
        raise Unreadable("twice")
    if any(not 1 <= row <= len(rows) for row, _sign in places):
        raise Unreadable("rows")
    return [pair(rows[row - 1], _letter(sign, partners)) for row, sign in places]


def _ordering(item: Marked, plain: str) -> list[str]:
    rows = item.rows
    if len(plain) > len(rows):
        raise Unreadable("rows")
    places = [(row, sign) for row, sign in zip(rows, plain, strict=False) if sign not in EMPTY]
    numbers = [sign for _row, sign in places]
    if not all(sign.isascii() and sign.isdecimal() and 1 <= int(sign) <= len(rows) for sign in numbers):
        raise Unreadable("number")
    if len(set(numbers)) < len(numbers):
        raise Unreadable("twice")
    return [pair(row, sign) for row, sign in places]


def mark_of(item: Marked, value: Sequence[str]) -> str:
    """The value as it would be written on this paper."""
    if item.kind in {"number", "text"} or not value:
        return value[0] if value else ""
    if item.kind in {"matching", "ordering"}:
        beside = dict(map(parted, value))
        letters = dict(zip(item.partners, LETTERS, strict=False))
        return "".join(letters.get(beside.get(row, ""), beside.get(row, "-")) for row in item.rows)
    return "".join(sorted(LETTERS[item.codes.index(code)] for code in value if code in item.codes))


@dataclass(frozen=True)
class Line:
    """A whole answer sheet in one line: marks by position, and what stood there too much or too little."""

    marks: tuple[str, ...]
    missing: int = 0
    left_over: str = ""


def read_line(items: Sequence[Marked], text: str) -> Line:
    """The marks of a line such as "ABCD -BA (AC) CAB 1967 (Kuala Lumpur)".

    One letter or "-" an item of one choice, spaced or not; a word or something in brackets for any other.
    """
    marks: list[str] = []
    left = text.replace("\0", "").strip()
    for item in items:
        left = left.lstrip(" ,;|\t\r\n")
        if not left:
            break
        if item.kind == "single" and not left.startswith("("):
            marks.append(left[0])
            left = left[1:]
            continue
        found = _TOKEN.match(left)
        if found is None:  # a bracket that nobody closed
            break
        marks.append((found[1] if found[1] is not None else found[2]).strip())
        left = left[found.end() :]
    return Line((*marks, *([""] * (len(items) - len(marks)))), len(items) - len(marks), left.strip())
