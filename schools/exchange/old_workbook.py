"""Workbooks of Excel 97 to 2003 (.xls), record by record: the cells' values, in bounds.

Only what a table needs is read; formulas, macros, pictures are passed over. Every record is looked at once and no room
is reserved for what a number in the file claims. (The format: [MS-XLS],
https://learn.microsoft.com/openspecs/office_file_formats/ms-xls/.)
"""

import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from schools.exchange.compound_file import CompoundFile
from schools.exchange.package import PackageRefused

Value = str | int | float | bool | date
MAX_RECORDS = 1_500_000
MAX_CELLS = 400_000
MAX_ROWS = 20_000
MAX_STRINGS = 500_000
MAX_COLUMNS = 200
_BOF, _EOF, _LOCKED, _CONTINUED = 0x809, 0x0A, 0x2F, 0x3C
_SHEET, _STRINGS, _FORMAT, _STYLE, _FROM_1904 = 0x85, 0xFC, 0x41E, 0xE0, 0x22
_NUMBER, _SHORT, _SHORTS, _SHARED, _LABEL, _RICH, _BOOL, _FORMULA, _RESULT = (
    0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205, 0x06, 0x207,
)  # fmt: skip
_CELLS = {_NUMBER: 14, _SHORT: 10, _SHARED: 10, _LABEL: 9, _RICH: 9, _BOOL: 8, _FORMULA: 14}  # and their least lengths
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_ZEROS = re.compile(r"0{2,20}")


@dataclass
class OldSheet:
    """A visible sheet; `cells` by row and column, from 0."""

    name: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)


@dataclass
class OldBook:
    """What stands before the sheets, and the sheets."""

    sheets: list[OldSheet] = field(default_factory=list)
    from_1904: bool = False
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)  # each style's format
    places: list[tuple[int, str]] = field(default_factory=list)
    records: int = 0
    filled: int = 0


def read(data: bytes) -> OldBook:
    """The book. Raises `PackageRefused`: broken_file, locked_file, wrong_kind (no workbook), old_excel (before 97),
    too_many_items, too_many_columns.
    """
    container = CompoundFile(data)
    if "encryptedpackage" in container.names:
        raise PackageRefused("locked_file")
    if "workbook" not in container.names:
        raise PackageRefused("old_excel" if "book" in container.names else "wrong_kind")
    stream = container.read("workbook")
    try:
        book = _globals(stream)
        for offset, name in book.places:
            book.sheets.append(_sheet(book, stream, offset, name))
    except (struct.error, UnicodeError, OverflowError):
        raise PackageRefused("broken_file") from None
    return book


def _records(book: OldBook, stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part, without those of the charts inside it."""
    place, depth = start, 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        content = stream[place + 4 : place + 4 + length]
        place += 4 + length
        book.records += 1
        if book.records > MAX_RECORDS:
            raise PackageRefused("too_many_items")
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, content


def _globals(stream: bytes) -> OldBook:
    book = OldBook()
    blocks: list[bytes] = []
    last = 0
    for kind, content in _records(book, stream, 0):
        if kind == _BOF and content[:2] != b"\x00\x06":
            raise PackageRefused("old_excel")
        if kind == _LOCKED:
            raise PackageRefused("locked_file")
        if kind == _STRINGS:
            blocks = [content[8:]]
        elif kind == _CONTINUED and last == _STRINGS:
            blocks.append(content)
        else:
            _note(book, kind, content)
        last = last if kind == _CONTINUED else kind
    for text in _shared(blocks):
        book.strings.append(text)
        if len(book.strings) > MAX_STRINGS:
            raise PackageRefused("too_many_items")
    return book


def _note(book: OldBook, kind: int, content: bytes) -> None:
    if kind == _SHEET and content[4:6] == b"\0\0":  # visible, with cells
        book.places.append((struct.unpack_from("<I", content)[0], _short_text(content[6:])))
    elif kind == _FORMAT:
        book.formats[struct.unpack_from("<H", content)[0]] = _text(content[2:])
    elif kind == _STYLE:
        book.styles.append(struct.unpack_from("<H", content, 2)[0])
    elif kind == _FROM_1904:
        book.from_1904 = content[:1] == b"\x01"


def _sheet(book: OldBook, stream: bytes, offset: int, name: str) -> OldSheet:
    sheet = OldSheet(name)
    waiting: tuple[int, int] | None = None  # a formula whose text follows
    for kind, content in _records(book, stream, offset):
        if kind == _RESULT and waiting:
            _keep(book, sheet, *waiting, _text(content))
            waiting = None
        elif kind == _SHORTS and len(content) >= 6:
            row, first = struct.unpack_from("<HH", content)
            for place in range((len(content) - 6) // 6):
                style, packed = struct.unpack_from("<HI", content, 4 + 6 * place)
                _keep(book, sheet, row, first + place, _as_styled(book, _unpacked(packed), style))
        elif kind in _CELLS and len(content) >= _CELLS[kind]:
            row, column, style = struct.unpack_from("<HHH", content)
            value = _value(book, kind, content, style)
            waiting = (row, column) if value is None else None
            _keep(book, sheet, row, column, "" if value is None else value)
    return sheet


def _keep(book: OldBook, sheet: OldSheet, row: int, column: int, value: Value) -> None:
    if value == "":
        return
    book.filled += 1
    if row >= MAX_ROWS or book.filled > MAX_CELLS:
        raise PackageRefused("too_many_items")
    if column >= MAX_COLUMNS:
        raise PackageRefused("too_many_columns")
    sheet.cells[row, column] = value


def _value(book: OldBook, kind: int, content: bytes, style: int) -> Value | None:
    """A cell's value; None when it is a formula's text, which comes in a record of its own."""
    if kind == _SHARED:
        index = struct.unpack_from("<I", content, 6)[0]
        return book.strings[index] if index < len(book.strings) else ""
    if kind in {_LABEL, _RICH}:
        return _text(content[6:])
    if kind == _BOOL:
        return _ERRORS.get(content[6], "#N/A") if content[7] else bool(content[6])
    if kind == _SHORT:
        return _as_styled(book, _unpacked(struct.unpack_from("<I", content, 6)[0]), style)
    if kind == _FORMULA and content[12:14] == b"\xff\xff":
        result: dict[int, Value | None] = {0: None, 1: bool(content[8]), 2: _ERRORS.get(content[8], "#N/A")}
        return result.get(content[6], "")
    return _as_styled(book, struct.unpack_from("<d", content, 6)[0], style)


def _unpacked(packed: int) -> float:
    """A number in four bytes: thirty bits of a whole or of a long number, perhaps of its hundredfold."""
    signed = packed - (1 << 32) if packed >> 31 else packed
    number = float(signed >> 2) if packed & 2 else struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0]
    return number / 100 if packed & 1 else number


def _as_styled(book: OldBook, number: float, style: int) -> Value:
    """A number, or the date that its format shows, or the text when the format fills in zeros in front."""
    identity = book.styles[style] if style < len(book.styles) else 0
    code = book.formats.get(identity, "")
    if not math.isfinite(number):
        return "#NUM!"
    if (identity in _DATE_FORMATS or re.search("[dmyhs]", _QUOTED.sub("", code), re.IGNORECASE)) and 1 <= number < 2e6:
        first = datetime(1904, 1, 1) if book.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  # a cell's own time
        moment = first + timedelta(seconds=round(number * 86_400))
        return moment if number % 1 else moment.date()
    if _ZEROS.fullmatch(code) and number.is_integer() and number >= 0:
        return str(int(number)).zfill(len(code))
    return int(number) if number.is_integer() else number


def _text(content: bytes) -> str:
    """A text with its length before it; what a record cuts off is left out."""
    length, flags = struct.unpack_from("<HB", content)
    return _letters(content[3:], length, flags)


def _short_text(content: bytes) -> str:
    length, flags = struct.unpack_from("<BB", content)
    return _letters(content[2:], length, flags)


def _letters(content: bytes, length: int, flags: int) -> str:
    if flags & 8 or flags & 4:  # rich text or sounds in a cell of its own: their sizes come first
        content = content[(2 if flags & 8 else 0) + (4 if flags & 4 else 0) :]
    return content[: length * 2].decode("utf-16-le", "replace") if flags & 1 else content[:length].decode("latin-1")


def _shared(blocks: list[bytes]) -> Iterator[str]:
    """The texts that cells point at. One may go on in the next block, which then begins with its own width."""
    strip = _Strip(blocks)
    while strip.more():
        length, flags = struct.unpack("<HB", strip.take(3))
        runs = struct.unpack("<H", strip.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", strip.take(4))[0] if flags & 4 else 0
        yield strip.letters(length, wide=bool(flags & 1))
        strip.take(4 * runs)
        strip.take(extra)


class _Strip:
    """Blocks of bytes read one after the other."""

    def __init__(self, blocks: list[bytes]) -> None:
        self.blocks = blocks
        self.block = self.place = 0

    def more(self) -> bool:
        while self.block < len(self.blocks) and self.place >= len(self.blocks[self.block]):
            self.block, self.place = self.block + 1, 0
        return self.block < len(self.blocks)

    def take(self, size: int) -> bytes:
        """So many bytes; fewer at the very end."""
        pieces = []
        while size > 0 and self.more():
            piece = self.blocks[self.block][self.place : self.place + size]
            self.place += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def letters(self, length: int, *, wide: bool) -> str:
        pieces = []
        while length > 0 and self.more():
            room = len(self.blocks[self.block]) - self.place
            count = min(length, room // 2 if wide else room)
            piece = self.take(count * 2 if wide else count)
            pieces.append(piece.decode("utf-16-le", "replace") if wide else piece.decode("latin-1"))
            length -= count
            if length > 0:  # the next block begins with the width of the rest
                self.block, self.place = self.block + 1, 0
                wide = bool(self.take(1)[:1] > b"\0")
        return "".join(pieces)
