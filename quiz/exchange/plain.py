"""Text from a stranger: bytes to characters, and characters that no file format or database objects to."""

import re

from quiz.exchange.package import MAX_BYTES
from quiz.exchange.reading import FileRefused

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# control characters beside the white ones, halves of surrogate pairs, and what Unicode keeps out of texts for ever;
# readers may use the latter (U+FDD0…) as placeholders once they are gone
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
MAX_LINES = 500_000  # fifty for each of ten thousand questions
_NEWLINE = re.compile(r"\r\n|\r|\n")


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16. Raises `FileRefused`: empty_file, too_large, not_text."""
    if not data.strip():
        raise FileRefused("empty_file")
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large")
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise FileRefused("not_text") from None
    if "\0" in text:
        raise FileRefused("not_text")
    return printable(text)


def _encoding(data: bytes) -> str:
    """By its first bytes; UTF-16 without a byte order mark is told by the zeros beside plain letters."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:200]
    if head[1::2].count(0) > len(head) // 8:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 8:
        return "utf-16-be"
    return "utf-8"


def printable(text: str) -> str:
    """Without control characters, stray surrogates and non-characters; tabs and line ends stay."""
    return _UNPRINTABLE.sub("", text)


def lines_of(text: str) -> list[str]:
    """Its lines, whatever their ends; other separators of Unicode end no line. Raises `FileRefused` too_many_items."""
    lines = _NEWLINE.split(text)
    if len(lines) > MAX_LINES:
        raise FileRefused("too_many_items")
    return lines
