"""How long it is known whose an attempt was, and what a text says without the people in it."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

#: So long after their last trace pupils who have left are still known by name.
PERSON_MONTHS = 12
#: The longest that a contest's names may be kept, held back or not.
MONTHS_MOST = 60
#: Shorter words are not looked for: they would be found in the middle of other things.
SHORTEST = 4
GAP = "…"
_NUMBERED = re.compile(r"\buser \d+")


def months_later(day: date, months: int) -> date:
    """The same day of a later (or, below zero, an earlier) month; its last day where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def months_to(day: date, until: date) -> int:
    """The least whole number of months after which `until` has come."""
    months = max(0, (until.year - day.year) * 12 + until.month - day.month)
    return months if months_later(day, months) >= until else months + 1


def without(text: str, words: Iterable[str]) -> str:
    """The text with a gap for every one of these words (names, codes), whatever their case."""
    plain = unicodedata.normalize("NFC", text)
    folded = plain.casefold()
    found = sorted({word for word in words if len(word) >= SHORTEST and word.casefold() in folded}, key=len)
    for word in reversed(found):  # the longest first: a name may lie within another
        plain = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", GAP, plain, flags=re.IGNORECASE)
    return plain if plain != unicodedata.normalize("NFC", text) else text


def without_numbers(text: str) -> str:
    """The text without numbers of people (`user 17`)."""
    return _NUMBERED.sub(f"user {GAP}", text)


def tokens(text: str) -> set[str]:
    """The words in a text that might be user names."""
    return {word.strip(".") for word in re.findall(r"[a-z0-9][a-z0-9._-]{2,59}", text)}


def initials(name: str) -> str:
    """`Nguyễn Văn An` → `N. V. A.`: what a certificate keeps of a name."""
    return " ".join(f"{word[0].upper()}." for word in name.split())
