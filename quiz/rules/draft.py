"""An item on its way in or out: the one shape between files and tables."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date

from quiz.rules.kinds.base import Choice
from quiz.rules.validity import Span


@dataclass(frozen=True)
class Problem:
    """What is wrong and where. Sentences for people are made in the doors, from `code` and `values`."""

    where: str
    code: str
    values: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {"where": self.where, "code": self.code, "values": list(self.values)}


@dataclass(frozen=True)
class OptionDraft:
    vi: str
    en: str
    right: bool = False


@dataclass(frozen=True)
class ItemDraft:
    """An item as a file states it. Blank text and empty lists are possible here: `rules.soundness` judges."""

    slug: str
    topic: str
    kind: str
    pillar: str
    level: str
    shelf: str
    stem_vi: str
    stem_en: str
    options: tuple[OptionDraft, ...]
    explanation_vi: str
    explanation_en: str
    source_title: str
    source_url: str
    facts: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    asks_about: date | None = None
    choices: tuple[Choice, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", _choices(self.slug, self.options))

    @property
    def span(self) -> Span:
        return self.valid_from, self.valid_to

    @property
    def key(self) -> list[str]:
        """Codes of the right options, sorted."""
        pairs = zip(self.choices, self.options, strict=True)
        return sorted(choice.code for choice, option in pairs if option.right)

    @property
    def shown(self) -> list[Choice]:
        """Options in the order they are kept and shown: plain numbers by size, anything else by code.

        Writers tend to put the right option first; no order of theirs reaches a paper.
        """
        numbers = [_number(choice.vi) for choice in self.choices]
        if all(number is not None for number in numbers):
            return [choice for _, choice in sorted(zip(numbers, self.choices, strict=True), key=_by_number)]
        return sorted(self.choices, key=lambda choice: choice.code)

    def checksum(self) -> str:
        """Equal exactly when nothing differs that a revision keeps (shelf marks are not among it)."""
        parts = [
            self.slug, self.kind, self.stem_vi, self.stem_en,
            [[choice.code, choice.vi, choice.en] for choice in self.shown], self.key,
            self.explanation_vi, self.explanation_en, self.source_title, self.source_url, sorted(set(self.facts)),
            [day.isoformat() if day else "" for day in (self.valid_from, self.valid_to, self.asks_about)],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _choices(slug: str, options: tuple[OptionDraft, ...]) -> tuple[Choice, ...]:
    """Options with their codes: a hash of slug and text, so that neither order nor key can be read from them."""
    taken: set[str] = set()
    found = []
    for option in options:
        salt = 0
        while (code := option_code(slug, option.vi, salt)) in taken and salt < len(options):
            salt += 1
        taken.add(code)
        found.append(Choice(code, option.vi, option.en))
    return tuple(found)


def _number(text: str) -> int | None:
    """A count or a year such as 10, 1.967 or "5 nước"; anything with two numbers in it is not one."""
    found = re.fullmatch(r"(?:năm )?(\d[\d.]*)(?: [^\d]*)?", text.strip(), re.IGNORECASE)
    return int(found[1].replace(".", "")) if found else None


def _by_number(pair: tuple[int | None, Choice]) -> tuple[int, str]:
    number, choice = pair
    return number or 0, choice.code


def option_code(slug: str, text: str, salt: int = 0) -> str:
    """Six hex digits."""
    return hashlib.sha256(f"{slug}\n{text}\n{salt or ''}".encode()).hexdigest()[:6]
