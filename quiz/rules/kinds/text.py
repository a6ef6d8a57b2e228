"""A short text that the pupil types. The key lists every accepted spelling.

Case, spaces, marks of punctuation and diacritics do not count ("Gia-các-ta" = "giacacta"), since many school PCs have
no Vietnamese keyboard; a spelling that begins with "=" wants its diacritics ("=Cà Mau").
"""

import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from quiz.rules.kinds.base import Choice, OptionDraft
from quiz.rules.kinds.written import MOST, written
from quiz.rules.text import fold

EXACT = "="


def spelling(accepted: str) -> str:
    """An accepted spelling as people read it."""
    return accepted.removeprefix(EXACT)


def _same(given: str, accepted: str) -> bool:
    if accepted.startswith(EXACT):
        return _letters(given.casefold()) == _letters(spelling(accepted).casefold())
    return _letters(fold(given)) == _letters(fold(accepted))


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if sign.isalnum())


class Text:
    name = "text"

    def choices(self, slug: str, options: Sequence[OptionDraft]) -> list[Choice]:
        return [Choice(str(place), option.vi, option.en) for place, option in enumerate(options)]

    def key(self, slug: str, options: Sequence[OptionDraft], answers: Sequence[str]) -> list[str]:
        return list(answers)

    def written(
        self, choices: Sequence[tuple[str, OptionDraft]], key: Sequence[str]
    ) -> tuple[list[OptionDraft], list[str]]:
        return [], list(key)

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        problems = ["options_count"] if choices else []
        if not key or not all(_letters(word) for word in key):
            problems.append("no_key")
        if any(len(spelling(word)) > MOST for word in key):
            problems.append("key_long")
        return problems

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        return written(value)

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        return Fraction(int(any(_same(given, accepted) for given in value if _letters(given) for accepted in key)))
