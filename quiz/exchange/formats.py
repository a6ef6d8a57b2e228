"""The formats by name: how each is read and written. What a file is, its bytes and its ending tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from quiz.exchange import aiken, gift, moodle_xml, qti, qti3
from quiz.exchange.reading import FileRefused, Reading, Written
from quiz.rules.draft import ItemDraft


class Writer(Protocol):
    def __call__(self, drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written: ...


@dataclass(frozen=True)
class Format:
    """`read(data, name)` or `write(drafts, language=…)` is None where a format goes one way only."""

    name: str
    ending: str
    media: str
    read: Callable[[bytes, str], Reading] | None
    write: Writer | None


def _one(module: object, name: str, ending: str, media: str) -> Format:
    """A module's `read` and `write`, whichever it has."""
    return Format(name, ending, media, getattr(module, "read", None), getattr(module, "write", None))


FORMATS = {
    known.name: known
    for known in (
        _one(gift, "gift", ".gift.txt", "text/plain"),
        _one(aiken, "aiken", ".aiken.txt", "text/plain"),
        _one(moodle_xml, "moodle_xml", ".xml", "application/xml"),
        # one reader takes every QTI version
        _one(qti, "qti", ".qti21.zip", "application/zip"),
        Format("qti3", ".qti30.zip", "application/zip", None, qti3.write),
    )
}


def guessed(data: bytes, file_name: str) -> Format:
    """The format of a file. Raises `FileRefused` unknown_format."""
    ending = file_name.rpartition(".")[2].casefold()
    names = {"xlsx": "spreadsheet", "docx": "word", "xml": "moodle_xml", "zip": "qti"}
    name = names.get(ending, "")
    if not name and not data.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")):
        name = "aiken" if b"\nANSWER:" in data.replace(b"\r", b"\n") else "gift"
    if name not in FORMATS:
        raise FileRefused("unknown_format", file_name[:80])
    return FORMATS[name]
