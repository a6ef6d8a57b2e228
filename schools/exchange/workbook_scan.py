"""Every part of a workbook, looked through before the real parser sees it.

That parser reserves room for the whole rectangle up to the farthest filled cell, hands a shared text to each cell that
names it, and says nothing of error values. One pass over the XML bounds the former and finds the latter. (The format:
ECMA-376 Part 1, https://ecma-international.org/publications-and-standards/standards/ecma-376/, section 18.)
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DTDForbidden, sax
from defusedxml.common import DefusedXmlException

from schools.exchange.package import PackageRefused

# what the real parser needs; it never sees macros, pictures, links to other books, or parts by other names
NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels"
    r"|xl/(workbook|styles|sharedStrings)\.xml|xl/worksheets/[^/]+\.xml|xl/worksheets/_rels/[^/]+\.rels"
)
MAX_ROWS = 20_000  # twice the questions that are taken: headings, notes, gaps
MAX_COLUMNS = 300
MAX_AREA = 4_000_000  # cells of all sheets' rectangles
MAX_ELEMENTS = 5_000_000
MAX_DEPTH = 60
MAX_TEXT = 50_000_000  # characters that cells come to once each has its shared text
_SHOWN = 20
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[0-9]{1,7}")
_ZEROS = re.compile(r"0{2,20}")
_BUILT_IN_PERCENT = {"9": "0%", "10": "0.00%"}
Place = tuple[int, int]  # row and column, from 0


@dataclass
class SheetScan:
    """`errors` are error values by place, `forms` the number formats (per cent, leading zeros) that say more."""

    errors: dict[Place, str] = field(default_factory=dict)
    forms: dict[Place, str] = field(default_factory=dict)


@dataclass
class BookScan:
    """`targets` are the sheets' parts by name; `strings` the lengths of the shared texts."""

    sheets: dict[str, SheetScan] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    strings: list[int] = field(default_factory=list)
    area: int = 0
    text: int = 0
    elements: int = 0


def scan(parts: Mapping[str, bytes]) -> BookScan:
    """What the XML parts hold.

    Raises `PackageRefused`: broken_file, has_dtd, too_deep, too_many_items, too_many_columns.

    `parts` must hold everything that the real parser will see, and nothing that is no XML.
    """
    book = BookScan()
    addresses: dict[str, str] = {}
    # the texts and formats first, since cells point at them
    for name in sorted(parts, key=lambda name: (name not in {"xl/styles.xml", "xl/sharedStrings.xml"}, name)):
        handler = _Scan(book, addresses)
        try:
            sax.parseString(parts[name], handler, forbid_dtd=True)
        except PackageRefused:
            raise
        except DTDForbidden:
            raise PackageRefused("has_dtd", name[:80]) from None
        except (DefusedXmlException, SAXException, ValueError, LookupError):
            raise PackageRefused("broken_file", name[:80]) from None
        handler.finish()
        book.sheets[name] = handler.sheet
    for name, identity in list(book.targets.items()):
        book.targets[name] = _part(addresses.get(identity, ""))
    return book


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A workbook of these parts alone, unpressed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return whole.getvalue()


def _part(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


class _Scan(ContentHandler):
    """One part of any kind; elements are told by their local names."""

    def __init__(self, book: BookScan, addresses: dict[str, str]) -> None:
        super().__init__()
        self.book = book
        self.addresses = addresses
        self.sheet = SheetScan()
        self.path: list[str] = []
        self.row = self.column = -1
        self.type = self.style = self.value = ""
        self.length = 0
        self.filled = False
        self.farthest_row = self.farthest_column = -1
        self.custom: dict[str, str] = {}
        self.formats: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # a name of SAX
        self.book.elements += 1
        self.path.append(name.rpartition(":")[2])
        if self.book.elements > MAX_ELEMENTS:
            raise PackageRefused("too_many_items")
        if len(self.path) > MAX_DEPTH:
            raise PackageRefused("too_deep")
        act = _STARTS.get(self.path[-1])
        if act:
            act(self, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802  # a name of SAX
        local = self.path.pop()
        if local == "c":
            self._end_cell()
        elif local == "si":
            self.book.strings.append(self.length)

    def characters(self, content: str) -> None:
        if self.path and self.path[-1] in {"v", "t"}:
            self.length += len(content)
            if len(self.value) < _SHOWN:  # only an index or an error value is wanted, and they are short
                self.value += content[:_SHOWN]

    def finish(self) -> None:
        """Adds the sheet's rectangle to the others, and the formats that say more."""
        self.book.area += (self.farthest_row + 1) * (self.farthest_column + 1)
        if self.book.area > MAX_AREA:
            raise PackageRefused("too_many_items")
        for index, identity in enumerate(self.formats):
            code = self.custom.get(identity, _BUILT_IN_PERCENT.get(identity, ""))
            if "%" in code or _ZEROS.fullmatch(code):
                self.book.forms[str(index)] = code

    def start_row(self, attrs: AttributesImpl) -> None:
        self.row = _number(attrs["r"]) - 1 if "r" in attrs else self.row + 1
        self.column = -1

    def start_cell(self, attrs: AttributesImpl) -> None:
        self.column += 1
        if "r" in attrs:
            place = _PLACE.fullmatch(attrs["r"])
            if not place:
                raise PackageRefused("broken_file", attrs["r"][:20])
            self.row, self.column = _number(place[2]) - 1, _column(place[1])
        self.type, self.style, self.value, self.filled = attrs.get("t", ""), attrs.get("s", ""), "", False

    def start_value(self, _attrs: AttributesImpl) -> None:
        self.filled = True

    def start_string(self, _attrs: AttributesImpl) -> None:
        self.value, self.length = "", 0

    def start_sheet(self, attrs: AttributesImpl) -> None:
        identity = next((value for key, value in attrs.items() if key.rpartition(":")[2] == "id"), "")
        self.book.targets[attrs.get("name", "")] = identity

    def start_relationship(self, attrs: AttributesImpl) -> None:
        self.addresses[attrs.get("Id", "")] = attrs.get("Target", "")

    def start_number_format(self, attrs: AttributesImpl) -> None:
        self.custom[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")

    def start_format(self, attrs: AttributesImpl) -> None:
        if "cellXfs" in self.path:
            self.formats.append(attrs.get("numFmtId", ""))

    def _end_cell(self) -> None:
        if not self.filled:
            return
        if self.row >= MAX_ROWS:
            raise PackageRefused("too_many_items")
        if self.column >= MAX_COLUMNS:
            raise PackageRefused("too_many_columns")
        self.farthest_row = max(self.farthest_row, self.row)
        self.farthest_column = max(self.farthest_column, self.column)
        if self.type == "e":
            self.sheet.errors[self.row, self.column] = self.value[:_SHOWN]
        elif self.type == "s":
            self._count_text()
        elif self.style in self.book.forms and self.type in {"", "n"}:
            self.sheet.forms[self.row, self.column] = self.book.forms[self.style]

    def _count_text(self) -> None:
        index = _number(self.value.strip())
        self.book.text += self.book.strings[index] if index < len(self.book.strings) else 0
        if self.book.text > MAX_TEXT:
            raise PackageRefused("too_many_items")


_STARTS = {
    "row": _Scan.start_row,
    "c": _Scan.start_cell,
    "v": _Scan.start_value,
    "is": _Scan.start_value,
    "si": _Scan.start_string,
    "sheet": _Scan.start_sheet,
    "Relationship": _Scan.start_relationship,
    "numFmt": _Scan.start_number_format,
    "xf": _Scan.start_format,
}


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise PackageRefused("broken_file", text[:20])
    return int(text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
