"""XML of a stranger's package to trees with the names of `names.plain_name`."""

import io
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DTDForbidden, ElementTree
from defusedxml.common import DefusedXmlException

from quiz.exchange.credit import QuestionRefused
from quiz.exchange.qti.names import plain_name
from quiz.exchange.reading import FileRefused

MAX_DEPTH = 60
MAX_ELEMENTS = 1_000_000  # of all files of a package together


class Trees:
    """Reads the XML files of one package."""

    def __init__(self) -> None:
        self._left = MAX_ELEMENTS

    def read(self, path: str, data: bytes) -> Element:
        """The root element. No tree is deeper than `MAX_DEPTH`, so whoever walks it may do so step into step.

        Raises `QuestionRefused` broken_file or too_deep for this file alone, `FileRefused` has_dtd or too_many_items
        for the package.
        """
        root: Element | None = None
        depth = 0
        try:
            for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
                if event == "end":
                    depth -= 1
                    continue
                root = element if root is None else root
                depth += 1
                self._count(depth)
                element.tag = plain_name(element.tag)
                named = {plain_name(key): value for key, value in element.attrib.items()}
                element.attrib.clear()
                element.attrib.update(named)
        except (QuestionRefused, FileRefused):  # which are ValueErrors too
            raise
        except DTDForbidden:
            raise FileRefused("has_dtd", path[:80]) from None
        except (DefusedXmlException, ParseError, ValueError, LookupError):
            raise QuestionRefused("broken_file") from None
        if root is None:
            raise QuestionRefused("broken_file")
        return root

    def _count(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise QuestionRefused("too_deep")
        self._left -= 1
        if self._left < 0:
            raise FileRefused("too_many_items")
