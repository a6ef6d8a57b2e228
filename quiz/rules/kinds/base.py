"""What every kind of question must be able to do. Values and keys are lists of words in every kind."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol


@dataclass(frozen=True)
class OptionDraft:
    """One option as its author wrote it.

    `right` matters to single and multiple choice; `match_*` is the partner in a matching item (an option with a
    match and no text of its own is a partner too many); `why_*` says why a wrong option tempts.
    """

    vi: str
    en: str
    right: bool = False
    match_vi: str = ""
    match_en: str = ""
    why_vi: str = ""
    why_en: str = ""


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, as the rules see it: its opaque code and its text in both languages."""

    code: str
    vi: str
    en: str


class Kind(Protocol):
    name: str

    def choices(self, slug: str, options: Sequence[OptionDraft]) -> list[Choice]:
        """What can be chosen, in the order in which it is kept and shown, which says nothing about the key."""
        ...

    def key(self, slug: str, options: Sequence[OptionDraft], answers: Sequence[str]) -> list[str]:
        """The key as words of this kind."""
        ...

    def written(
        self, choices: Sequence[tuple[str, OptionDraft]], key: Sequence[str]
    ) -> tuple[list[OptionDraft], list[str]]:
        """Options and answers as an author would write them, from stored (code, option) pairs and the key."""
        ...

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        """Problem codes of an item of this kind as it was written; empty when it is sound."""
        ...

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        """Whether `value` has the shape of an answer to this item (right or wrong)."""
        ...

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        """The share of the item's points that this answer earns, 0 to 1."""
        ...


def coded(slug: str, texts: Sequence[str], mark: str = "") -> list[str]:
    """One code for each text, in step: six characters, a hash of slug and text behind `mark`.

    Neither order nor key can be read from them, and an item keeps its codes when its other texts change.
    """
    codes: list[str] = []
    for text in texts:
        salt = 0
        while (code := _code(slug, text, mark, salt)) in codes and salt < len(texts):
            salt += 1
        codes.append(code)
    return codes


def _code(slug: str, text: str, mark: str, salt: int) -> str:
    return mark + hashlib.sha256(f"{slug}\n{text}\n{salt or ''}".encode()).hexdigest()[: 6 - len(mark)]


class ChoiceKind:
    """What single and multiple choice share."""

    def choices(self, slug: str, options: Sequence[OptionDraft]) -> list[Choice]:
        """Plain numbers by size, anything else by code: writers tend to put the right option first."""
        codes = coded(slug, [option.vi for option in options])
        found = [Choice(code, option.vi, option.en) for code, option in zip(codes, options, strict=True)]
        sizes = {choice.code: _size(choice.vi) for choice in found}
        if all(size is not None for size in sizes.values()):
            return sorted(found, key=lambda choice: (sizes[choice.code] or 0, choice.code))
        return sorted(found, key=lambda choice: choice.code)

    def key(self, slug: str, options: Sequence[OptionDraft], answers: Sequence[str]) -> list[str]:
        """Codes of the right options, sorted."""
        codes = coded(slug, [option.vi for option in options])
        return sorted(code for code, option in zip(codes, options, strict=True) if option.right)

    def written(
        self, choices: Sequence[tuple[str, OptionDraft]], key: Sequence[str]
    ) -> tuple[list[OptionDraft], list[str]]:
        return [replace(option, right=code in key) for code, option in choices], []


def _size(text: str) -> int | None:
    """A count or a year such as 10, 1.967, "5 nước" or "Điều 20"; anything with two numbers in it is not one."""
    found = re.fullmatch(r"(?:[^\d]{1,12} )?(\d[\d.]*)(?: [^\d]*)?", text.strip())
    return int(found[1].replace(".", "")) if found else None


def choice_problems(choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
    """What single and multiple ask for alike."""
    problems = []
    codes = [choice.code for choice in choices]
    if not 3 <= len(choices) <= 6:
        problems.append("options_count")
    if len(set(codes)) < len(codes) or same_text(choices):
        problems.append("options_same")
    if not set(key) <= set(codes) or len(set(key)) < len(key):
        problems.append("key_unknown")
    return problems


def chosen(value: object, codes: Sequence[str]) -> bool:
    """Whether `value` is a non-empty list of different codes of this item."""
    return (
        isinstance(value, list)
        and 0 < len(value) <= len(codes)
        and all(isinstance(code, str) and code in codes for code in value)
        and len(set(value)) == len(value)
    )


def same_text(choices: Sequence[Choice]) -> bool:
    """Whether two of them read the same in one of the languages."""
    return _doubled([choice.vi for choice in choices]) or _doubled([choice.en for choice in choices])


def _doubled(texts: Sequence[str]) -> bool:
    plain = [" ".join(text.casefold().split()) for text in texts if text]
    return len(set(plain)) < len(plain)
