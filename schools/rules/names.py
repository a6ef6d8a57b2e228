"""Vietnamese names: parts, folding for search, and a key that sorts the same way in every database.

A name is family, middle words, given (the last word). Lists go by given name, then family, then middle, word by
word; within a word the letters weigh before the tone. No assumption on the number of words: Khmer and Hoa names
follow the same rule.
"""

import re
import unicodedata
from dataclasses import dataclass

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# combining tone marks in the order ngang < huyền < hỏi < ngã < sắc < nặng (ngang carries none)
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_UNSEEN = [0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
# Eth and African D look exactly like Đ and come from old keyboards.
_LOOK = {**dict.fromkeys(_UNSEEN), 0x00D0: "Đ", 0x0189: "Đ"}
# The key holds digits only, two a letter, because every collation agrees on the order of digits.
_WORD_END, _TONES_FROM, _SIGN = "00", "01", "05"
_CODES = {letter: str(20 + place) for place, letter in enumerate(LETTERS)}
_CODES |= {digit: str(10 + int(digit)) for digit in "0123456789"}
_OTHER = "98"
KEY_LENGTH = 1100


@dataclass(frozen=True)
class NameParts:
    """A cleaned name and what is stored beside it."""

    full: str
    given: str
    family_middle: str
    fold: str
    sort_key: str


def clean(text: str) -> str:
    """NFC, single spaces, no invisible marks or control characters."""
    visible = unicodedata.normalize("NFC", text).translate(_LOOK)
    plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in visible)
    return " ".join(plain.split())


def fold(text: str) -> str:
    """Lower case without Vietnamese marks, đ as d: the form in which names are searched."""
    letters = unicodedata.normalize("NFD", clean(text).casefold()).replace("đ", "d")
    return "".join(sign for sign in letters if not "\u0300" <= sign <= "\u036f")


def parts(full_name: str) -> NameParts:
    """The name's columns: parts, fold and sort key."""
    full = clean(full_name)
    before, _, given = full.rpartition(" ")
    return NameParts(full, given, before, fold(full), sort_key(full))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key for names with numbers in them: `6A2` comes before `6A10`, whatever the case of the letters."""
    parts = re.findall(r"\d+|\D+", clean(name).casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def initials(full_name: str) -> str:
    """`Nguyễn Văn An` → `N.V.A`."""
    return ".".join(word[0].upper() for word in clean(full_name).split())


def sort_key(full_name: str) -> str:
    """A text of digits; plain comparison of two such texts puts names in Vietnamese order."""
    words = clean(full_name).split()
    ordered = words[-1:] + words[:-1]
    return "".join(_word_key(word) for word in ordered)[:KEY_LENGTH]


def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for sign in unicodedata.normalize("NFD", word.casefold()):
        if sign in TONES:
            tones.append(f"1{TONES[sign]}")
        elif unicodedata.combining(sign) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        else:
            letters.append(sign)
    return "".join(_letter_key(letter) for letter in letters) + _TONES_FROM + "".join(tones) + _WORD_END


def _letter_key(letter: str) -> str:
    if code := _CODES.get(letter):
        return code
    if not letter[0].isalnum():
        return _SIGN
    if bare := _CODES.get(letter[0]):
        return bare
    return f"{_OTHER}{ord(letter[0]):07d}"
