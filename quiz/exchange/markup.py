"""HTML and Markdown from a stranger to plain text in two languages, and plain text back to HTML.

Languages are marked the way of Moodle's filter "Multi-language content"
(https://docs.moodle.org/en/Multi-language_content_filter): `<span lang="vi" class="multilang">…</span>` beside one for
English; what stands outside such spans belongs to every language.

The text is walked once from left to right, so that no input makes it slow, and nothing but text, the addresses of
pictures and the classes named in `KEPT` leaves this module: no script, no handler, no address of a link.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quiz.exchange.markdown import as_html
from quiz.exchange.plain import printable
from quiz.exchange.reading import tidy

# our own pieces of a text, by class: they are handed back apart from it
KEPT = ("quiz-source", "quiz-credit")
LANGUAGES = ("vi", "en")
PLAIN_FORMS = frozenset({"plain", "plain_text", "2"})
MARKDOWN_FORMS = frozenset({"markdown", "4"})

_START = re.compile(r"<(?=[A-Za-z/!?])")
# no "<" outside quotes and nothing given back (`*+`): each letter is looked at a few times, whatever the text
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>")
_TAG_START = re.compile(r"</?([A-Za-z]{0,20})")
_TAG_END = re.compile(r"[<>]")
_HANDLER = re.compile(r"\bon[a-z]{2,30}\s*=|javascript:", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_HUGE_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
# whatever stands between their tags is no text
_SILENT = ("script", "style", "iframe", "noembed", "noframes", "xmp", "title", "textarea", "template", "noscript")
_CLOSING = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _SILENT}
_APART = frozenset(
    "address article blockquote br caption center dd div dl dt figure figcaption footer h1 h2 h3 h4 h5 h6 header hr li "
    "ol p pre section table tbody td tfoot th thead tr ul".split()
)
# tags without which a text says what it said
_NEUTRAL = frozenset("body br center div font html p section small span tbody thead wbr".split())
_INLINE = frozenset(
    "a abbr acronym applet area audio b base bdi bdo big body button canvas cite code col colgroup data del details "
    "dfn dialog em embed fieldset font form frame frameset head html i img input ins kbd label legend link main map "
    "mark math meta nav object optgroup option output param picture progress q s samp select small source span strike "
    "strong sub summary sup svg tt u var video wbr".split()
)
_KNOWN = _APART | _INLINE | frozenset(_SILENT)
_ACTIVE = frozenset("audio base embed form iframe img input link meta object script source style svg video".split())
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(frozen=True)
class Words:
    """A text in both languages; `common` = its author marked no language, both fields hold the same."""

    vi: str = ""
    en: str = ""
    common: bool = False

    def resolved(self, *, bilingual: bool) -> tuple[str, str]:
        """Vietnamese and English: an unmarked text counts for both where others are marked, else as Vietnamese."""
        return self.vi, self.en if bilingual or not self.common else ""


@dataclass(frozen=True)
class Image:
    """A picture that a text shows; `language` is "" where it stands for all."""

    address: str
    alt: str
    language: str


@dataclass
class Markup:
    """What a text comes to: words, pictures, our own pieces, and the names of tags that meant something and went."""

    words: Words = field(default_factory=Words)
    images: list[Image] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # the address inside a kept piece
    dropped: set[str] = field(default_factory=set)


def read_markup(text: str, form: str = "html") -> Markup:
    """`form` is the format as Moodle XML or GIFT names it: html, moodle_auto_format, plain_text, plain, markdown."""
    if form in PLAIN_FORMS:
        plain = tidy(printable(text))
        return Markup(Words(plain, plain, common=True))
    walk = _Walk()
    walk.through(as_html(text) if form in MARKDOWN_FORMS else text)
    return walk.result()


def escaped(text: str) -> str:
    """Plain text as HTML."""
    return html.escape(printable(text), quote=False)


def spans(vi: str, en: str, *, bilingual: bool) -> str:
    """HTML of a text in both languages, from pieces that are HTML already; plain in an item of one language."""
    if not bilingual:
        return vi
    return "".join(
        f'<span lang="{language}" class="multilang">{piece}</span>'
        for language, piece in zip(LANGUAGES, (vi, en), strict=True)
        if piece
    )


def attribute(value: str) -> str:
    """Plain text as the value of an attribute in double quotes."""
    return html.escape(printable(value), quote=True)


class _Walk:
    """One pass over a text in HTML."""

    def __init__(self) -> None:
        self.markup = Markup()
        self.pieces: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        self.marked = False
        self.spans: list[str] = []  # the language that each open span speaks
        self.raised = ""  # sup or sub
        self.keeping: tuple[str, str] | None = None  # tag and class of one of our own pieces
        self.kept: list[str] = []

    def through(self, text: str) -> None:
        said = look = 0
        while found := _START.search(text, look):
            start = found.start()
            end, tag = self._tag_at(text, start)
            if end == start:  # it opens nothing: it is text
                look = start + 1
                continue
            self.say(text[said:start])
            if tag:
                self._tag(tag[2].lower(), tag[3], closing=bool(tag[1]))
            said = look = end
        self.say(text[said:])

    def result(self) -> Markup:
        if self.keeping:
            self._end_piece(self.keeping[0])
        vi, en = (tidy(printable("".join(self.pieces[language]))) for language in LANGUAGES)
        self.markup.words = Words(vi, en, common=not self.marked)
        return self.markup

    def say(self, text: str) -> None:
        """Adds text in the language that is spoken."""
        if not text:
            return
        text = html.unescape(_HUGE_NUMBER.sub("\ufffd", text))
        if self.raised:
            text = self._moved(text)
        if self.keeping:
            self.kept.append(text)
            return
        spoken = self._language()
        for language in LANGUAGES:
            if spoken in {"", language}:
                self.pieces[language].append(text)

    def _language(self) -> str:
        return self.spans[-1] if self.spans else ""

    def _moved(self, text: str) -> str:
        """Raised or lowered letters, where there are such letters for all of it."""
        table = _RAISED if self.raised == "sup" else _LOWERED
        if all(ord(sign) in table for sign in text):
            return text.translate(table)
        self.markup.dropped.add(self.raised)
        return text

    def _tag_at(self, text: str, start: int) -> tuple[int, re.Match[str] | None]:
        """Where the markup that begins here with "<" ends, and the tag if it is one; `start` itself if it is none."""
        if text.startswith("<!--", start):
            return _behind(text, "-->", start + 4), None
        if text.startswith(("<!", "<?"), start):
            return _behind(text, ">", start), None
        found = _TAG.match(text, start)
        if not found:
            return self._no_tag(text, start), None
        name = found[2].lower()
        if name not in _KNOWN and ":" not in name and "=" not in found[3]:
            return start, None  # "x<y và z>t"
        if name in _SILENT and not found[1]:
            return self._silence(name, text, found.end()), None
        return found.end(), found

    def _silence(self, name: str, text: str, at: int) -> int:
        self.markup.dropped.add(name)
        end = _CLOSING[name].search(text, at)
        return _behind(text, ">", end.end()) if end else len(text)

    def _no_tag(self, text: str, start: int) -> int:
        """A "<" that opens no whole tag is text, unless something active begins there."""
        found = _TAG_START.match(text, start)
        name = found[1].lower() if found else ""
        if name in _SILENT:
            return self._silence(name, text, start + 1)
        end = _TAG_END.search(text, start + 1)
        behind = end.start() if end else len(text)
        if name in _ACTIVE or _HANDLER.search(text, start, behind):
            self.markup.dropped.add(name)
            return behind + 1 if end and end[0] == ">" else behind
        return start

    def _tag(self, name: str, rest: str, *, closing: bool) -> None:
        if name in _APART:
            self.say(" ")
        if name in {"sub", "sup"}:
            self.raised = "" if closing else name
            return
        if closing:
            self._end_piece(name)
            if name == "span" and self.spans:
                self.spans.pop()
            return
        attributes = _attributes(rest) if name in {"span", "img", "a", "cite", "small"} else {}
        if name == "span" and not rest.rstrip().endswith("/"):
            self._span(attributes)
        elif name == "img":
            self._image(attributes)
        elif not self._own_piece(name, attributes) and name not in _NEUTRAL:
            self.markup.dropped.add(name)

    def _span(self, attributes: Mapping[str, str]) -> None:
        language = attributes.get("lang", "").lower().replace("_", "-").partition("-")[0]
        if "multilang" not in attributes.get("class", "").split() or not language:
            self.spans.append(self._language())
            return
        if language not in LANGUAGES:
            self.markup.dropped.add(f"lang={language[:8]}")
        else:
            self.marked = True
        self.spans.append(language)

    def _image(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("src", "").strip()
        if address:
            alt = tidy(printable(attributes.get("alt", "")))
            self.markup.images.append(Image(address, alt, self._language()))

    def _own_piece(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether the tag opens one of our own pieces, or is the link inside one."""
        if self.keeping:
            address = attributes.get("href", "")
            if name == "a" and address:
                self.markup.links.setdefault(self.keeping[1], tidy(address))
            return True
        ours = [word for word in attributes.get("class", "").split() if word in KEPT]
        if ours:
            self.keeping = (name, ours[0])
        return bool(ours)

    def _end_piece(self, name: str) -> None:
        if self.keeping and self.keeping[0] == name:
            self.markup.kept.setdefault(self.keeping[1], tidy(printable("".join(self.kept))))
            self.keeping, self.kept = None, []


def _behind(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else len(text)


def _attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag by name in lower case; the first of two counts, as in browsers."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        value = _HUGE_NUMBER.sub("\ufffd", double or single or bare)
        found.setdefault(name.lower(), html.unescape(value))
    return found
