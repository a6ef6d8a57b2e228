"""What a document is made of, before any file format: headings, paragraphs, tables, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """Level 1 is a part (mục, roman number, capitals), level 2 a titled khoản."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Grid:
    """A table: `widths` in mm; columns in `left` are names, the others figures."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    left: frozenset[int] = field(default_factory=lambda: frozenset({1}))


@dataclass(frozen=True)
class Picture:
    """A chart of `official.charts` by name, with words for those who cannot see it."""

    chart: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Annex:
    title: str
    blocks: Sequence["Block"]


Block = Heading | Text | Grid | Picture
