"""Word papers for tests, made with python-docx as teachers make them with Word, and made wrong on purpose."""

import io
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from struct import pack

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

# "__A__. Hà Nội": underlined; ** bold, !! red, == highlighted, ~~ blue, ^^ raised
MARK = re.compile(r"(__|\*\*|!!|==|~~|\^\^)(.+?)\1", re.DOTALL)
DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Picture:
    data: bytes
    alt: str = ""


@dataclass(frozen=True)
class Xml:
    """What python-docx has no word for; `w`, `r`, `m`, `wp` and `a` are declared."""

    text: str


@dataclass(frozen=True)
class Listed:
    """A paragraph with an automatic number: level 0 or 1 of the list."""

    text: str
    level: int
    restart: bool = False


Block = str | Sequence[Sequence[str]] | Picture | Xml | Listed


def png(red: int = 200, width: int = 8, height: int = 6) -> bytes:
    """A picture of one colour."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    rows = b"".join(b"\0" + bytes((red, 90, 40)) * width for _row in range(height))
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def paper(*blocks: Block, lists: tuple[str, str] = ("Câu %1.", "%2.")) -> bytes:
    """A document of these blocks: a text is a paragraph ("\\n" breaks a line in it), rows are a table."""
    document = Document()
    numbering = _Lists(document, lists)
    for block in blocks:
        if isinstance(block, str):
            _write(document.add_paragraph(), block)
        elif isinstance(block, Picture):
            _show(document, block)
        elif isinstance(block, Xml):
            names = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            spaces = f'{nsdecls("w", "r", "m", "wp", "a")} xmlns:v="urn:schemas-microsoft-com:vml" {names}'
            element = parse_xml(f'<w:p {spaces} xmlns:o="urn:schemas-microsoft-com:office:office">{block.text}</w:p>')
            document.element.body.insert_element_before(element, "w:sectPr")
        elif isinstance(block, Listed):
            paragraph = document.add_paragraph()
            numbering.number(paragraph, block)
            _write(paragraph, block.text)
        else:
            table = document.add_table(len(block), max(len(row) for row in block))
            for row, texts in enumerate(block):
                for column, text in enumerate(texts):
                    cell = table.cell(row, column)
                    for place, line in enumerate(text.split("\r")):
                        _write(cell.paragraphs[0] if not place else cell.add_paragraph(), line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _write(paragraph, text: str) -> None:
    at = 0
    for found in [*MARK.finditer(text), None]:
        end = found.start() if found else len(text)
        if text[at:end]:
            paragraph.add_run(text[at:end])
        if found:
            _mark(paragraph.add_run(found[2]), found[1])
            at = found.end()


def _mark(run, sign: str) -> None:
    if sign == "__":
        run.underline = True
    elif sign == "**":
        run.bold = True
    elif sign == "!!":
        run.font.color.rgb = RGBColor(0xFF, 0, 0)
    elif sign == "~~":
        run.font.color.rgb = RGBColor(0, 0x70, 0xC0)
    elif sign == "==":
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    else:
        run.font.superscript = True


def _show(document, picture: Picture) -> None:
    run = document.add_paragraph().add_run()
    run.add_picture(io.BytesIO(picture.data))
    run._r.find(f".//{qn('wp:docPr')}").set("descr", picture.alt)


class _Lists:
    """A list of two levels, added to what python-docx has."""

    def __init__(self, document, lists: tuple[str, str]) -> None:
        self.element = document.part.numbering_part.element
        self.add(90, lists)
        self.current = self.begin(90, restart=False)

    def add(self, identity: int, lists: tuple[str, str]) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (form, text) in enumerate(zip(("decimal", "upperLetter"), lists, strict=True))
        )
        kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">{levels}</w:abstractNum>')
        self.element.insert(0, kind)

    def begin(self, kind: int, *, restart: bool) -> int:
        number = self.element.add_num(kind)
        if restart:
            number.add_lvlOverride(ilvl=1).add_startOverride(1)
        return number.numId

    def number(self, paragraph, block: Listed) -> None:
        if block.restart:
            self.current = self.begin(90, restart=True)
        properties = paragraph._p.get_or_add_pPr()
        numbered = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", block.level), ("w:numId", self.current)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            numbered.append(child)
        properties.append(numbered)


def with_xml(change: Callable[[bytes], bytes], data: bytes | None = None, part: str = DOCUMENT) -> bytes:
    """The document with the XML of one part changed."""
    from tests.quiz.exchange.workbooks import patched

    return patched(data or paper("Câu 1. Q?", "A. a", "__B__. b", "C. c"), change, part)
