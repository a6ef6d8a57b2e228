"""What reading or writing a file comes to, whatever its format."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 60


@dataclass
class Reading:
    """`problems` say what could not be read, `notes` what was read but not kept whole."""

    drafts: list[ItemDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """A file, and what its format could not carry."""

    data: bytes
    notes: tuple[Problem, ...] = ()


class FileRefused(ValueError):
    """The whole file is refused; `problem` says why and, where known, where."""

    def __init__(self, code: str, where: str = "", *values: str) -> None:
        super().__init__(code)
        self.problem = Problem(where, code, values)


def slug_for(name: str, texts: Iterable[str]) -> str:
    """The item's own name if it is one of ours, else one made of its texts: the same item is named the same twice."""
    if name and len(name) <= LONGEST_SLUG and SLUG.fullmatch(name):
        return name
    return "x-" + hashlib.sha256("\n".join(fold(text) for text in texts).encode()).hexdigest()[:16]


def tidy(text: str) -> str:
    """One way to write each Vietnamese letter (NFC), spaces single: the same words give the same checksum."""
    return " ".join(unicodedata.normalize("NFC", text).split())
