"""Login cards as a PDF: ten to an A4 sheet, cut along the dashed lines.

All texts reach the page description as JSON through typst's inputs, never as part of its source, so a name can
hold any sign.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import typst

LAYOUT = Path(__file__).with_name("login_cards.typ")
FONTS = Path(__file__).with_name("fonts")
CARDS_A_SHEET = 10


@dataclass(frozen=True)
class CardText:
    """What one card says. `apart` tells namesakes of a class apart; `link` goes into the QR and nowhere else."""

    name: str
    class_name: str
    apart: str
    school: str
    code: str
    pin: str
    link: str
    is_demo: bool


@dataclass(frozen=True)
class SheetWords:
    """The sentences around the data, in the reader's language."""

    title: str
    class_label: str
    code_label: str
    pin_label: str
    how: str
    address: str
    demo: str
    keep_safe: str
    qr_alt: str


def pdf(cards: Sequence[CardText], words: SheetWords) -> bytes:
    """The sheets as one PDF file."""
    data = {"words": asdict(words), "cards": [{**asdict(card), "qr": _qr(card.link)} for card in cards]}
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    made: bytes = typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=fonts,
        format="pdf",
    )
    return made


def _qr(link: str) -> str:
    return segno.make(link, error="m", micro=False).svg_inline(border=2, omitsize=True, dark="#0e1b33")
