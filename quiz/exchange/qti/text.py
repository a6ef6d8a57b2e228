"""Content of QTI elements as HTML for `markup`, which makes plain text of it."""

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from quiz.exchange.qti.names import HTML

MULTILANG = "multilang"
INLINE = frozenset({"text-entry-interaction", "inline-choice-interaction"})
HERE = "\ufdd0"  # where an interaction stands; no text may hold this character
# shown at other times than the question, read elsewhere, or nothing that text could say
SILENT = frozenset(
    {
        "feedback-inline", "feedback-block", "modal-feedback", "stylesheet", "catalog-info", "template-block",
        "template-inline", "companion-materials-info",
    }
)  # fmt: skip
WORDLESS = frozenset({"math", "svg", "printed-variable", "include"})
_ATTRIBUTES = {"span": (), "img": ("src", "alt"), "a": ("href",), "cite": ("class",), "small": ("class",)}
_TAG = re.compile(r"<[^>]*>")
_SCORERS_VIEW = frozenset({"author", "proctor", "scorer", "test-constructor", "testconstructor", "tutor"})


def html_of(element: Element, dropped: set[str]) -> str:
    """What stands inside the element; `dropped` takes the names of what text cannot say.

    A text in one of two languages is any element of the class "multilang" with `xml:lang`.
    """
    return "".join(_inner(element, dropped))


def is_for_others(element: Element) -> bool:
    """Whether a rubric is meant for anybody but who answers."""
    views = set(element.get("view", "candidate").casefold().split())
    return element.tag == "rubric-block" and bool(views) and views <= _SCORERS_VIEW


def without_mark(text: str, blank: str) -> str:
    """The text with `blank` where the interaction stood, or nothing if nothing follows it."""
    before, mark, after = text.partition(HERE)
    if mark and _TAG.sub("", after).strip():
        return f"{before} {blank} {after}"
    return before + after


def _inner(element: Element, dropped: set[str]) -> Iterator[str]:
    yield _plain(element.text)
    for child in element:
        yield from _one(child, dropped)
        yield _plain(child.tail)


def _one(element: Element, dropped: set[str]) -> Iterator[str]:
    tag = element.tag
    if tag in SILENT or is_for_others(element):
        return
    if tag in WORDLESS:
        dropped.add(tag)
    elif tag.endswith("-interaction"):
        yield from _interaction(element, dropped)
    elif tag == "img" or (tag == "object" and element.get("type", "image/").startswith("image/")):
        yield _image(element)
    elif tag in HTML:
        yield from _marked(element, f"<{tag}{_attributes(element)}>", f"</{tag}>", dropped)
    else:
        yield from _marked(element, " ", " ", dropped)


def _marked(element: Element, opening: str, closing: str, dropped: set[str]) -> Iterator[str]:
    """With the marks of its language inside its own tags."""
    language = element.get("lang")
    marked = language and MULTILANG in element.get("class", "").split()
    yield opening
    if marked:
        yield f'<span lang="{html.escape(language or "")}" class="{MULTILANG}">'
    yield from _inner(element, dropped)
    if marked:
        yield "</span>"
    yield closing


def _interaction(element: Element, dropped: set[str]) -> Iterator[str]:
    if element.tag in INLINE:
        yield HERE
    for prompt in element.findall("prompt"):
        yield from _marked(prompt, "<div>", "</div>", dropped)


def _image(element: Element) -> str:
    address = element.get("src") or element.get("data") or ""
    alt = element.get("alt") or "".join(element.itertext())
    return f'<img src="{html.escape(address)}" alt="{html.escape(alt)}">'


def _attributes(element: Element) -> str:
    names = _ATTRIBUTES.get(element.tag, ())
    return "".join(f' {name}="{html.escape(element.get(name, ""))}"' for name in names)


def _plain(text: str | None) -> str:
    return html.escape((text or "").replace(HERE, ""), quote=False)
