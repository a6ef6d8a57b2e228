"""A document as a page shows it: parts in order, in paragraphs the figures marked that no hand has typed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reports.official.blocks import Block, Grid, Heading, Picture, Text
from reports.official.contents import Contents
from reports.official.placeholders import values_of
from reports.official.report import SECTIONS
from reports.rules import office_words

#: Private signs around a figure that was put in, and in place of a section that nobody has worded.
OPEN, CLOSE, EMPTY = "\ue000", "\ue001", "\ue002"
_PUT_IN = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
#: Whole dates, numbers and shares; numbers of parts ("mục 1, 2 và điểm b mục 3") are no figures.
_FIGURE = re.compile(r"mục \d+(?:, \d+)*|(ngày \d+ tháng \d+ năm \d+|\d+(?:[.,/]\d+)*%?)")


@dataclass(frozen=True)
class Piece:
    """Some letters of a paragraph; `linked` ones are figures of the report."""

    text: str
    linked: bool = False


@dataclass(frozen=True)
class Part:
    """`kind` is heading, text, words (a section of the office), grid or picture."""

    kind: str
    text: str = ""
    level: int = 0
    pieces: Sequence[Piece] = ()
    section: str = ""
    paragraphs: Sequence[Sequence[Piece]] = ()
    grid: Grid | None = None
    left: Sequence[int] = field(default=())


def marked(words: Mapping[str, str], contents: Contents) -> dict[str, str]:
    """Every section for a document that is looked at while it is being written, so that each has its place in it."""
    values = {name: f"{OPEN}{value}{CLOSE}" for name, value in values_of(contents).items()}
    return {name: office_words.filled(words.get(name) or EMPTY, values) for name in SECTIONS}


def parts(blocks: Iterable[Block]) -> list[Part]:
    """The blocks for a template; paragraphs of one section stand together."""
    found: list[Part] = []
    for block in blocks:
        if isinstance(block, Text) and block.section:
            paragraph = [] if block.text == EMPTY or block.waits else [_pieces(block.text, _PUT_IN)]
            if found and found[-1].section == block.section:
                paragraph = [*found.pop().paragraphs, *paragraph]  # type: ignore[list-item]  # paragraphs both
            found.append(Part("words", section=block.section, paragraphs=paragraph))
        else:
            found.append(_part(block))
    return found


def _part(block: Block) -> Part:
    if isinstance(block, Heading):
        return Part("heading", block.text, block.level)
    if isinstance(block, Text):
        return Part("text", pieces=_pieces(block.text, _FIGURE))
    if isinstance(block, Picture):
        return Part("picture", block.caption)
    return Part("grid", block.caption, grid=block, left=sorted(block.left))


def _pieces(text: str, figure: re.Pattern[str]) -> list[Piece]:
    return list(_split(text, figure))


def _split(text: str, figure: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for found in figure.finditer(text):
        if found[1]:
            yield Piece(text[at : found.start()])
            yield Piece(found[1], linked=True)
            at = found.end()
    yield Piece(text[at:])
