"""What every kind of question must be able to do. Values and keys are lists of words in every kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol


@dataclass(frozen=True)
class Choice:
    """One option as the rules see it: its opaque code and its text in both languages."""

    code: str
    vi: str
    en: str


class Kind(Protocol):
    name: str

    def check(self, options: Sequence[Choice], key: Sequence[str]) -> list[str]:
        """Problem codes of an item of this kind as it was written; empty when it is sound."""
        ...

    def accepts(self, value: object, option_codes: Sequence[str]) -> bool:
        """Whether `value` has the shape of an answer to this item (right or wrong)."""
        ...

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        """The share of the item's points that this answer earns, 0 to 1."""
        ...


def choice_problems(options: Sequence[Choice], key: Sequence[str]) -> list[str]:
    """What single and multiple ask for alike."""
    problems = []
    codes = [option.code for option in options]
    if not 3 <= len(options) <= 6:
        problems.append("options_count")
    if len(set(codes)) < len(codes) or _same_text([o.vi for o in options]) or _same_text([o.en for o in options]):
        problems.append("options_same")
    if not set(key) <= set(codes) or len(set(key)) < len(key):
        problems.append("key_unknown")
    return problems


def chosen(value: object, option_codes: Sequence[str]) -> bool:
    """Whether `value` is a non-empty list of different codes of this item."""
    return (
        isinstance(value, list)
        and 0 < len(value) <= len(option_codes)
        and all(isinstance(code, str) and code in option_codes for code in value)
        and len(set(value)) == len(value)
    )


def _same_text(texts: Sequence[str]) -> bool:
    plain = [" ".join(text.casefold().split()) for text in texts if text]
    return len(set(plain)) < len(plain)
