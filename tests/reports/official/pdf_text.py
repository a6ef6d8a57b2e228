"""What stands on the pages of our PDF files, in the order in which it was drawn: no reader of PDF is installed."""

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj(.*?)endobj", re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\(((?:[^\\()]|\\.)*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_MARKS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>")


def pages_of(pdf: bytes) -> list[str]:
    """The letters of each page, without spaces, which need not be drawn."""
    found = _objects(pdf)
    pages = [its for _number, its in sorted(found.items()) if re.search(rb"/Type\s*/Page\b", its)]
    return ["".join(_page(page, found).split()) for page in pages]


def _objects(pdf: bytes) -> dict[int, bytes]:
    """Every object by its number, also those packed into streams."""
    found = {int(its[1]): its[2] for its in _OBJECT.finditer(pdf)}
    for its in [its for its in found.values() if b"/ObjStm" in its]:
        text, first = _stream(its), _number(its, b"First")
        numbers = list(map(int, text[:first].split()))
        places = [*numbers[1::2], len(text) - first]
        for number, start, stop in zip(numbers[::2], places, places[1:], strict=False):
            found[number] = text[first + start : first + stop]
    return found


def _stream(its: bytes) -> bytes:
    raw = its.split(b"stream", 1)[1].rsplit(b"endstream", 1)[0].lstrip(b"\r").lstrip(b"\n")
    return zlib.decompressobj().decompress(raw) if b"/FlateDecode" in its else raw


def _number(its: bytes, key: bytes) -> int:
    at = re.search(rb"/" + key + rb"\s+(\d+)", its)
    assert at is not None
    return int(at[1])


def _page(page: bytes, found: dict[int, bytes]) -> str:
    fonts = _fonts(page, found)
    text, letters = "", dict[bytes, str]()
    for its in _SHOWN.finditer(_stream(found[_number(page, b"Contents")])):
        if its[1]:
            letters = fonts[its[1]]
        else:
            codes = _ESCAPE.sub(_plain, its[2])
            text += "".join(letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))
    return text


def _plain(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 8)]) if escape[1] else _MARKS.get(escape[2], escape[2])


def _fonts(page: bytes, found: dict[int, bytes]) -> dict[bytes, dict[bytes, str]]:
    """The letter of every code, by the name under which the page uses the font."""
    resources = found[_number(page, b"Resources")]
    return {
        name: {
            bytes.fromhex(code.decode()): chr(int(letter, 16))
            for code, letter in _PAIR.findall(_stream(found[_number(found[int(number)], b"ToUnicode")]))
        }
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
