"""What a document is made of, before any file format: Word, PDF and the page on screen are all drawn from these."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """Level 1 is a part (mục, roman number, capitals), level 2 a titled khoản, level 3 a titled điểm."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph. `section` names the part of `report.SECTIONS` whose words stand here: the office's own, or, with
    `waits`, the note that the office has yet to write them. Without a section it is made of figures."""

    text: str
    section: str = ""
    waits: bool = False


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


Block = Heading | Text | Grid | Picture


@dataclass(frozen=True)
class Annex:
    """`name` is `Phụ lục I`, or `Phụ lục` where it is the only one; `wide` ones lie on their side."""

    name: str
    title: str
    enclosed: str
    blocks: Sequence[Block]
    wide: bool = False


@dataclass(frozen=True)
class Front:
    """Page 1 above the body. `to` are its lines, with their marks; `mark` stands under the number ("DỰ THẢO")."""

    parent: str
    agency: str
    symbol: str
    place: str
    kind: str
    subject: str
    span: str
    to: Sequence[str]
    mark: str = ""


@dataclass(frozen=True)
class Back:
    """The end of the body: lines of "Nơi nhận", titles over the room for hand and stamp, the name under it."""

    copies: Sequence[str]
    signs_as: Sequence[str]
    signatory: str


@dataclass(frozen=True)
class Document:
    """`front` and `back` are None for a part that another agency puts into its own document. `label` stands on every
    page (a draft, a demonstration)."""

    title: str
    blocks: Sequence[Block]
    annexes: Sequence[Annex]
    front: Front | None = None
    back: Back | None = None
    label: str = ""
