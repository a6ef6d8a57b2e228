"""A document as the lines of an exam paper: soft breaks end a line, a row of a table is one, numbers stand in front."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quiz.exchange.word.body import Block, Paragraph, Shown
from quiz.exchange.word.keys import KeyTable, key_table
from quiz.exchange.word.looks import PLAIN
from quiz.exchange.word.numbers import Numbering

WIDE = "\t"  # what stands for tabs and for two or more spaces, which part the options of a line
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
_LETTER_CELL = re.compile(r"\*?[A-H]\*?")


@dataclass
class Line:
    """Text with the marks of each letter. Spaces in it are single; `WIDE` stands for a gap that parts columns."""

    letters: list[str] = field(default_factory=list)
    looks: list[frozenset[str]] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    numbered: bool = False  # whether it begins with an automatic number
    soft: bool = False  # whether it goes on in the paragraph of the line before
    tabular: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        self.text = "".join(self.letters)

    def part(self, start: int, end: int | None = None) -> "Line":
        """The letters in between, without pictures and losses."""
        return Line(self.letters[start:end], self.looks[start:end])

    def marks(self, start: int, end: int) -> frozenset[str]:
        """The marks that every letter and digit in between has; none if there is no letter."""
        common: frozenset[str] | None = None
        for letter, look in zip(self.letters[start:end], self.looks[start:end], strict=True):
            if letter.isalnum():
                common = look if common is None else common & look
        return common or PLAIN


def lines_of(blocks: Sequence[Block], numbering: Numbering) -> Iterator[Line | KeyTable]:
    """The lines in their order; a table that holds keys comes as such."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _lines(block, numbering)
            continue
        rows = [[_lines_in(cell, numbering) for cell in row] for row in block.rows]
        keys = key_table([[" ".join(line.text for line in cell) for cell in row] for row in rows])
        if keys:
            yield keys
            continue
        for row in rows:
            yield from _row(row)


def _lines_in(cell: Sequence[Paragraph], numbering: Numbering) -> list[Line]:
    lines = [line for paragraph in cell for line in _lines(paragraph, numbering)]
    return [line for line in lines if line.text or line.pictures or line.lost]


def _row(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """One line for a row of short cells, else the cells one after the other."""
    if any(len(cell) > 1 for cell in cells):
        for cell in cells:
            yield from cell
        return
    row = Line(tabular=sum(map(bool, cells)) > 1)
    for place, cell in enumerate(cells):
        for line in cell:
            if row.letters:
                row.letters.append(WIDE)
                row.looks.append(PLAIN)
            row.letters += line.letters
            row.looks += line.looks
            if _LETTER_CELL.fullmatch(line.text) and any(cells[place + 1 :]):
                row.letters.append(".")  # "A" beside "Hà Nội"
                row.looks.append(PLAIN)
            row.pictures += line.pictures
            row.lost += line.lost
            row.numbered = row.numbered or (line.numbered and place == 0)
    row.text = "".join(row.letters)
    yield row


def _lines(paragraph: Paragraph, numbering: Numbering) -> Iterator[Line]:
    label = numbering.label(paragraph.level) if paragraph.level else ""
    letters = [*label, *([" "] if label else []), *paragraph.letters]
    looks = [paragraph.mark] * (len(letters) - len(paragraph.letters)) + paragraph.looks
    start, soft = 0, False
    for end in [place for place, letter in enumerate(letters) if letter == "\n"] + [len(letters)]:
        line = _squeezed(letters[start:end], looks[start:end])
        line.numbered, line.soft = bool(label) and not soft, soft
        if not soft:
            line.pictures, line.lost = paragraph.pictures, paragraph.lost
        yield line
        start, soft = end + 1, True


def _squeezed(letters: Sequence[str], looks: Sequence[frozenset[str]]) -> Line:
    """Single spaces, none at either end; what was wider stays told apart."""
    kept: list[str] = []
    marks: list[frozenset[str]] = []
    for letter, look in zip(letters, looks, strict=True):
        if letter in _UNSEEN:
            continue
        if not letter.isspace():
            kept.append(letter)
            marks.append(look)
        elif kept and kept[-1] in {" ", WIDE}:
            kept[-1] = WIDE
        elif kept:
            kept.append(WIDE if letter == "\t" else " ")
            marks.append(look)
    if kept and kept[-1] in {" ", WIDE}:
        kept.pop()
        marks.pop()
    return Line(kept, marks)
