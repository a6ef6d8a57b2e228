"""Vietnamese names: family, middle, given (last word); sorted by given name, then the rest, word by word.

The order of letters is a ă â b c d đ e ê … u ư v x y, of tones ngang, huyền, hỏi, ngã, sắc, nặng (ICU's `vi` rules);
tones weigh only after all letters of a word.
"""

import re
import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def tidy(name: str) -> str:
    """NFC, single spaces, no invisible marks."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", name)).split())


def fold(text: str) -> str:
    """Small letters without diacritics, đ as d: what search compares."""
    plain = unicodedata.normalize("NFD", tidy(text).casefold()).replace("đ", "d")
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def split(full_name: str) -> tuple[str, str]:
    """`(family and middle, given)`."""
    words = tidy(full_name).split(" ")
    return " ".join(words[:-1]), words[-1]


def _word_key(word: str) -> str:
    letters, tones = [], []
    base = ""
    for mark in unicodedata.normalize("NFD", word.casefold()):
        if mark in TONES:
            tones.append((len(letters), TONES[mark]))
        elif unicodedata.combining(mark) and base:
            base = unicodedata.normalize("NFC", base + mark)
            letters[-1] = base
        else:
            base = mark
            letters.append(base)
    ranks = "".join(chr(0x30 + LETTERS.index(one)) if one in LETTERS else chr(0x70) + one for one in letters)
    marks = ["0"] * len(letters)
    for place, tone in tones:
        marks[max(place - 1, 0)] = str(tone)
    return f"{ranks}!{''.join(marks)}"


def sort_key(full_name: str) -> str:
    """Plain text whose byte order is the Vietnamese order of names, in every database."""
    before, given = split(full_name)
    return " ".join(_word_key(word) for word in [given, *before.split()])


def initials(full_name: str) -> str:
    """`Nguyễn Văn An` → `N.V.A`."""
    return ".".join(word[0].upper() for word in tidy(full_name).split(" ") if word)
