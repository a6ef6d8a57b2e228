"""The text of a document as paragraphs and tables of marked letters, read in one pass."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from quiz.exchange.markup import escaped, read_markup
from quiz.exchange.plain import printable
from quiz.exchange.reading import FileRefused
from quiz.exchange.word.looks import (
    COLOUR,
    HIDDEN,
    LOWERED,
    PLAIN,
    RAISED,
    UNDERLINE,
    Styles,
    combined,
    look_of,
)
from quiz.exchange.word.package import attribute, short, walked

MAX_TEXT = 5_000_000  # characters: five hundred for each of ten thousand questions
# what stands in them is not what the page shows, or is shown beside the text
_SKIPPED = frozenset({
    "mc:Fallback", "w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPrChange", "w:pPrChange", "w:sectPr",
    "w:txbxContent", "w:object", "w:tblPr", "w:trPr", "w:tcPr", "w:tblGrid", "w:rubyPr", "w:rt",
})  # fmt: skip
_LOST = {"w:txbxContent": "textbox_not_read", "w:object": "object_not_read", "c:chart": "object_not_read",
         "dgm:relIds": "object_not_read", "w:altChunk": "object_not_read", "w:sym": "symbol_not_read",
         "w:footnoteReference": "footnote_not_read", "w:endnoteReference": "footnote_not_read"}  # fmt: skip
_SIGNS = {"w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:ptab": "\t", "w:tab": "\t"}


@dataclass(frozen=True)
class Shown:
    """A picture: ids of its part and of the drawing that it stands for, its name and its words for the blind."""

    identity: str
    alt: str
    name: str = ""
    drawing: str = ""


@dataclass
class Paragraph:
    """Letters with the marks of each, pictures, and what could not be read. `level` is its place in a list."""

    letters: list[str] = field(default_factory=list)
    looks: list[frozenset[str]] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    level: tuple[str, int] | None = None
    style: str = ""
    mark: frozenset[str] = PLAIN  # how its number looks

    @property
    def text(self) -> str:
        return "".join(self.letters)


Cell = list[Paragraph]


@dataclass
class Table:
    rows: list[list[Cell]] = field(default_factory=list)


Block = Paragraph | Table


def blocks_of(xml: bytes, styles: Styles) -> list[Block]:
    """Paragraphs and tables in their order; tables inside tables come as paragraphs of their cell.

    Raises `FileRefused` as `walked` does.
    """
    body = _Body(styles)
    for event, element in walked(xml):
        if event == "start":
            body.start(short(element.tag), element)
        else:
            body.end(short(element.tag), element)
    return body.blocks


class _Body:
    def __init__(self, styles: Styles) -> None:
        self.blocks: list[Block] = []
        self.styles = styles
        self.path: list[str] = []
        self.skipping = 0
        self.tables: list[Table] = []
        self.paragraph = Paragraph()
        self.base: dict[str, bool] = {}  # what the paragraph's style says
        self.look = PLAIN
        self.alt = self.name = ""
        self.links = 0
        self.equation: list[str] | None = None
        self.length = 0

    def start(self, name: str, element: Element) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if name in _LOST and not self.skipping:
            self._lose(name, element)
        if name in _SKIPPED:
            self.skipping += 1
        if self.skipping:
            return
        act = _STARTS.get(name)
        if act:
            act(self, element)
        elif name in _SIGNS and parent == "w:r":
            self._say(_SIGNS[name])

    def end(self, name: str, element: Element) -> None:
        self.path.pop()
        parent = self.path[-1] if self.path else ""
        if name in _SKIPPED:
            self.skipping -= 1
            element.clear()
            return
        if self.skipping:
            return
        act = _ENDS.get(name)
        if act:
            act(self, element, parent)

    def _lose(self, name: str, element: Element) -> None:
        value = attribute(element, "w:char") if name == "w:sym" else ""
        if "w:p" in self.path:
            self.paragraph.lost.append((_LOST[name], value[:20]))
        else:
            self.blocks.append(Paragraph(lost=[(_LOST[name], value[:20])]))

    def _say(self, text: str) -> None:
        text = printable(text)
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise FileRefused("too_many_items")
        look = self.look - {UNDERLINE, COLOUR} if self.links else self.look
        if HIDDEN in look:
            return
        if look & {RAISED, LOWERED}:
            text = self._moved(text, "sup" if RAISED in look else "sub")
        self.paragraph.letters.extend(text)
        self.paragraph.looks.extend([look] * len(text))

    def _moved(self, text: str, tag: str) -> str:
        """Raised or lowered letters where there are such letters: "km²"."""
        bare = text.strip()
        markup = read_markup(f"<{tag}>{escaped(bare)}</{tag}>")
        self.paragraph.lost += [("markup_dropped", name) for name in sorted(markup.dropped)]
        return text.replace(bare, markup.words.vi) if bare and not markup.dropped else text

    def start_paragraph(self, _element: Element) -> None:
        self.paragraph = Paragraph(style=self.styles.standard)
        self.base = self.styles.look(self.styles.standard)
        self.look = PLAIN
        self.links = 0

    def start_run(self, _element: Element) -> None:
        self.look = combined(self.base)

    def start_link(self, _element: Element) -> None:
        self.links += 1

    def start_about(self, element: Element) -> None:
        self.alt = element.get("descr", "") or element.get("title", "")
        self.name = element.get("name", "")

    def start_shape(self, element: Element) -> None:
        self.alt, self.name = element.get("alt", ""), ""

    def start_picture(self, element: Element) -> None:
        identity = attribute(element, "r:embed") or attribute(element, "r:link") or attribute(element, "r:id")
        if identity:
            self.paragraph.pictures.append(Shown(identity, printable(self.alt), self.name))

    def start_drawing(self, element: Element) -> None:
        if self.paragraph.pictures:
            self.paragraph.pictures[-1] = replace(self.paragraph.pictures[-1], drawing=attribute(element, "r:embed"))

    def start_equation(self, _element: Element) -> None:
        self.equation = self.equation if self.equation is not None else []

    def start_table(self, _element: Element) -> None:
        self.tables.append(Table())

    def start_row(self, _element: Element) -> None:
        if self.tables:
            self.tables[-1].rows.append([])

    def start_cell(self, _element: Element) -> None:
        if self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1].append([])

    def end_paragraph(self, element: Element, _parent: str) -> None:
        _compose(self.paragraph)
        if self.tables and self.tables[-1].rows and self.tables[-1].rows[-1]:
            self.tables[-1].rows[-1][-1].append(self.paragraph)
        else:
            self.blocks.append(self.paragraph)
        self.paragraph = Paragraph()
        element.clear()

    def end_properties(self, element: Element, parent: str) -> None:
        """Of a run, or of the mark at the paragraph's end, which is how its number looks."""
        named = next((attribute(child, "w:val") for child in element if short(child.tag) == "w:rStyle"), "")
        look = combined(self.base, self.styles.look(named) if named else {}, look_of(element))
        if parent == "w:r":
            self.look = look
        elif parent == "w:pPr":
            self.paragraph.mark = look

    def end_about_paragraph(self, element: Element, _parent: str) -> None:
        identity, depth, numbered = "", 0, False
        for child in element.iter():
            name, value = short(child.tag), attribute(child, "w:val")
            if name == "w:pStyle":
                self.paragraph.style = value
            elif name == "w:numId":
                identity, numbered = value, True
            elif name == "w:ilvl" and value.isdecimal():
                depth = int(value[:2])
        self.base = self.styles.look(self.paragraph.style)
        self.paragraph.level = (identity, depth) if numbered else self.styles.level(self.paragraph.style)

    def end_text(self, element: Element, parent: str) -> None:
        if parent == "w:r":
            self._say(element.text or "")

    def end_link(self, _element: Element, _parent: str) -> None:
        self.links -= 1

    def end_equation_text(self, element: Element, _parent: str) -> None:
        if self.equation is not None:
            self.equation.append(element.text or "")
            self._say(element.text or "")

    def end_equation(self, _element: Element, _parent: str) -> None:
        if self.equation is not None:
            self.paragraph.lost.append(("equation_not_kept", printable("".join(self.equation))[:60]))
        self.equation = None

    def end_table(self, element: Element, _parent: str) -> None:
        table = self.tables.pop()
        element.clear()
        if not (self.tables and self.tables[-1].rows and self.tables[-1].rows[-1]):
            self.blocks.append(table)
            return
        for row in table.rows:
            for cell in row:
                self.tables[-1].rows[-1][-1].extend(cell)


def _compose(paragraph: Paragraph) -> None:
    """Letters written in pieces become one, also where a run ends between them."""
    if not any(map(unicodedata.combining, paragraph.letters)):
        return
    letters: list[str] = []
    looks: list[frozenset[str]] = []
    for letter, look in zip(paragraph.letters, paragraph.looks, strict=True):
        whole = unicodedata.normalize("NFC", letters[-1] + letter) if letters and unicodedata.combining(letter) else ""
        if len(whole) == 1:
            letters[-1] = whole
        else:
            letters.append(letter)
            looks.append(look)
    paragraph.letters, paragraph.looks = letters, looks


_STARTS: dict[str, Callable[[_Body, Element], None]] = {
    "w:p": _Body.start_paragraph,
    "w:r": _Body.start_run,
    "w:hyperlink": _Body.start_link,
    "wp:docPr": _Body.start_about,
    "v:shape": _Body.start_shape,
    "a:blip": _Body.start_picture,
    "v:imagedata": _Body.start_picture,
    "asvg:svgBlip": _Body.start_drawing,
    "m:oMath": _Body.start_equation,
    "w:tbl": _Body.start_table,
    "w:tr": _Body.start_row,
    "w:tc": _Body.start_cell,
}
_ENDS: dict[str, Callable[[_Body, Element, str], None]] = {
    "w:p": _Body.end_paragraph,
    "w:rPr": _Body.end_properties,
    "w:pPr": _Body.end_about_paragraph,
    "w:t": _Body.end_text,
    "w:hyperlink": _Body.end_link,
    "m:t": _Body.end_equation_text,
    "m:oMath": _Body.end_equation,
    "w:tbl": _Body.end_table,
}
