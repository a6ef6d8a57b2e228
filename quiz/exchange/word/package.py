"""A stranger's .docx as far as questions need it: text, styles, numbering and pictures of its own package, no more.

The format is ECMA-376 Part 1 (https://ecma-international.org/publications-and-standards/standards/ecma-376/). Nothing
that lies outside the package is ever fetched.
"""

import io
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DTDForbidden, ElementTree
from defusedxml.common import DefusedXmlException

from quiz.exchange.package import MAX_BYTES, parts
from quiz.exchange.reading import FileRefused

MAX_DEPTH = 200
MAX_ELEMENTS = 2_000_000
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/drawing/2016/SVG/main": "asvg:",
    "urn:schemas-microsoft-com:vml": "v:",
    "urn:schemas-microsoft-com:office:office": "o:",
}
_DOCUMENT = "/officeDocument"


@dataclass
class Package:
    """`targets` are parts by relationship id of the document; `outside` the ids that lead out of the package."""

    parts: Mapping[str, bytes]
    document: str
    targets: dict[str, str] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)

    def beside(self, name: str) -> bytes:
        """A part next to the document, such as "styles.xml"; b"" if there is none."""
        return self.parts.get(posixpath.join(posixpath.dirname(self.document), name), b"")


def opened(data: bytes) -> Package:
    """The package. Raises `FileRefused`: empty_file, too_large, old_word, locked_file, macros, not_a_word_file,
    broken_file, too_deep, has_dtd, and what `package.parts` refuses.
    """
    if not data.strip():
        raise FileRefused("empty_file")
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # Office wraps a document with a password into the container of its old formats
        raise FileRefused("locked_file" if "EncryptedPackage".encode("utf-16-le") in data else "old_word")
    if data.startswith((b"{\\rtf", b"\xdb\xa5")):
        raise FileRefused("old_word")
    if not data.startswith(b"PK"):
        raise FileRefused("not_a_word_file")
    every = parts(data)
    if b"macroEnabled" in every.get("[Content_Types].xml", b""):
        raise FileRefused("macros")
    package = Package(every, _document(every))
    folder, name = posixpath.split(package.document)
    for identity, target, outside in _relationships(every.get(f"{folder}/_rels/{name}.rels", b"")):
        if outside:
            package.outside.add(identity)
        else:
            package.targets[identity] = target[1:] if target.startswith("/") else _joined(folder, target)
    return package


def _document(every: Mapping[str, bytes]) -> str:
    """Where the text lies, as the package itself says."""
    # relationship ids are no use here: the kind of each is the last word of its type
    for _event, element in walked(every.get("_rels/.rels", b"")):
        if element.get("Type", "").endswith(_DOCUMENT):
            target = element.get("Target", "").lstrip("/")
            if target in every and b"wordprocessingml" in every[target][:100_000]:
                return target
    raise FileRefused("not_a_word_file")


def _relationships(xml: bytes) -> Iterator[tuple[str, str, bool]]:
    for event, element in walked(xml):
        if event == "end" and short(element.tag).rpartition(":")[2] == "Relationship":
            outside = element.get("TargetMode", "").lower() == "external" or ":" in element.get("Target", "")
            yield element.get("Id", ""), element.get("Target", ""), outside


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target))


def walked(xml: bytes) -> Iterator[tuple[str, Element]]:
    """Every start and end of an element. The caller clears what it has read.

    Raises `FileRefused`: has_dtd, broken_file, too_deep, too_many_items.
    """
    if not xml:
        return
    depth = seen = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            seen += 1
            if depth > MAX_DEPTH:
                raise FileRefused("too_deep")
            if seen > 2 * MAX_ELEMENTS:
                raise FileRefused("too_many_items")
            yield event, element
    except DTDForbidden:
        raise FileRefused("has_dtd") from None
    except (DefusedXmlException, ParseError, LookupError):
        raise FileRefused("broken_file") from None
    except ValueError as error:  # an encoding that nobody knows; `FileRefused` is one, too
        raise error if isinstance(error, FileRefused) else FileRefused("broken_file") from None


@lru_cache(maxsize=5_000)
def short(tag: str) -> str:
    """ "{http://…/main}t" as "w:t"; tags of other families keep their local name alone."""
    space, _brace, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return _SPACES.get(space, "") + name


def attribute(element: Element, name: str) -> str:
    """An attribute by its short name, "" if it is not there: `attribute(element, "w:val")`."""
    return next((value for key, value in element.attrib.items() if short(key) == name), "")
