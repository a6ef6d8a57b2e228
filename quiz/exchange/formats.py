"""The formats by name: how each is read and written. What a file is, its bytes and its ending tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from quiz.exchange import aiken, gift, kahoot, moodle_xml, qti, spreadsheet, word
from quiz.exchange.qti import version3 as qti3
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


OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = f"{OFFICE}.spreadsheetml.sheet"
DOCX = f"{OFFICE}.wordprocessingml.document"

FORMATS = {
    known.name: known
    for known in (
        _one(spreadsheet, "spreadsheet", ".xlsx", XLSX),
        _one(word, "word", ".docx", DOCX),
        _one(gift, "gift", ".gift.txt", "text/plain"),
        _one(aiken, "aiken", ".aiken.txt", "text/plain"),
        _one(moodle_xml, "moodle_xml", ".xml", "application/xml"),
        # one reader takes every QTI version
        _one(qti, "qti", ".qti21.zip", "application/zip"),
        Format("qti3", ".qti30.zip", "application/zip", None, qti3.write),
        _one(kahoot, "kahoot", ".kahoot.xlsx", XLSX),
    )
}


def read_any(data: bytes, file_name: str, form: str = "") -> tuple[Format, Reading]:
    """A file read as the format named, or as the one that it seems to be. Raises `FileRefused`."""
    known = FORMATS[form] if form in FORMATS else guessed(data, file_name)
    if known.read is None:
        raise FileRefused("format_not_read", known.name)
    try:
        return known, known.read(data, file_name)
    except FileRefused as refused:
        # both are workbooks, and only their headings differ
        if form or known.name != "spreadsheet" or refused.problem.code != "no_headings":
            raise
    return FORMATS["kahoot"], kahoot.read(data, file_name)


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
