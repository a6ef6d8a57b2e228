"""A number that the pupil types. The key is two words, lowest and highest accepted, both plain ("660", "680.5")."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from quiz.rules.kinds.base import Choice, OptionDraft
from quiz.rules.kinds.written import written

PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
# a number, perhaps a unit behind it ("11 nước")
TYPED = re.compile(r"(-?)\s*(\d[\d., ]*)(\s*[^\d]{0,20})")
GROUPED = re.compile(r"\d{1,3}([., ]\d{3})+([.,]\d+)?")


def readings(text: str) -> set[Decimal]:
    """What a typed number may mean; empty when it is none.

    "1.967" is 1967 to a Vietnamese and 1.967 to an English hand, "1,967" the other way round: both readings count,
    so that nobody loses points for the way they write.
    """
    found = TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip().replace("−", "-"))
    if not found:
        return set()
    digits = found[2].strip(" .,")
    candidates = set()
    if GROUPED.fullmatch(digits):
        candidates.add(_without_groups(digits))
    spaceless = digits.replace(" ", "")
    if re.fullmatch(r"\d+([.,]\d+)?", spaceless):
        candidates.add(spaceless.replace(",", "."))
    try:
        return {Decimal(found[1] + candidate) for candidate in candidates}
    except InvalidOperation:
        return set()


def _without_groups(digits: str) -> str:
    """1.967.000,5 → 1967000.5: the last mark is a decimal one if it differs from the first."""
    marks = re.findall(r"[., ]", digits)
    whole, fraction = digits, ""
    if marks[-1] != marks[0] and len(marks) > 1:
        whole, _mark, fraction = digits.rpartition(marks[-1])
    return re.sub(r"[., ]", "", whole) + (f".{fraction}" if fraction else "")


class Number:
    name = "number"

    def choices(self, slug: str, options: Sequence[OptionDraft]) -> list[Choice]:
        return [Choice(str(place), option.vi, option.en) for place, option in enumerate(options)]

    def key(self, slug: str, options: Sequence[OptionDraft], answers: Sequence[str]) -> list[str]:
        return [answers[0], answers[0]] if len(answers) == 1 else list(answers)

    def written(
        self, choices: Sequence[tuple[str, OptionDraft]], key: Sequence[str]
    ) -> tuple[list[OptionDraft], list[str]]:
        return [], list(key[:1] if len(set(key)) == 1 else key)

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        problems = ["options_count"] if choices else []
        if not key:
            problems.append("no_key")
        elif len(key) != 2:
            problems.append("key_count")
        elif not all(PLAIN.fullmatch(word) for word in key) or Decimal(key[0]) > Decimal(key[1]):
            problems.append("key_no_number")
        return problems

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        return written(value)

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        lowest, highest = (Decimal(word) for word in key)
        return Fraction(int(any(lowest <= reading <= highest for word in value for reading in readings(word))))
