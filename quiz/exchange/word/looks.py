"""How letters look, as far as teachers mark the right answer by it: bold, underlined, highlighted, in colour."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from quiz.exchange.word.package import attribute, short, walked

BOLD, UNDERLINE, HIGHLIGHT, RED, COLOUR = "bold", "underline", "highlight", "red", "colour"
RAISED, LOWERED, HIDDEN = "raised", "lowered", "hidden"
PLAIN: frozenset[str] = frozenset()
_OFF = frozenset({"0", "false", "off", "none"})
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_NO_HIGHLIGHT = frozenset({"", "none", "white", "black", "auto"})
_PALE, _DARK = 0xE0, 0x48


@dataclass
class Styles:
    """Looks and list levels that named styles give, `based_on` not yet followed."""

    looks: dict[str, dict[str, bool]] = field(default_factory=dict)
    based_on: dict[str, str] = field(default_factory=dict)
    levels: dict[str, tuple[str, int]] = field(default_factory=dict)
    standard: str = ""  # the style of paragraphs that name none

    def look(self, name: str) -> dict[str, bool]:
        """What the style and those under it say of each mark."""
        said: dict[str, bool] = {}
        for style in self._chain(name):
            said = {**self.looks.get(style, {}), **said}
        return said

    def level(self, name: str) -> tuple[str, int] | None:
        return next((self.levels[style] for style in self._chain(name) if style in self.levels), None)

    def _chain(self, name: str) -> list[str]:
        chain: list[str] = []
        while name and name not in chain and len(chain) < 20:
            chain.append(name)
            name = self.based_on.get(name, "")
        return chain


def look_of(properties: Element | None) -> dict[str, bool]:
    """The marks that run properties switch on or off."""
    said: dict[str, bool] = {}
    for element in properties if properties is not None else ():
        name, value = short(element.tag), attribute(element, "w:val").lower()
        if name == "w:b":
            said[BOLD] = value not in _OFF
        elif name == "w:u":
            said[UNDERLINE] = value not in {*_OFF, ""}
        elif name == "w:highlight":
            said[HIGHLIGHT] = value not in _NO_HIGHLIGHT
        elif name == "w:shd":
            said[HIGHLIGHT] = said.get(HIGHLIGHT, False) or _is_tint(attribute(element, "w:fill"))
        elif name == "w:vanish":
            said[HIDDEN] = value not in _OFF
        elif name == "w:vertAlign":
            said |= {RAISED: value == "superscript", LOWERED: value == "subscript"}
        elif name == "w:color":
            said |= _hue(value)
    return said


def _hue(value: str) -> dict[str, bool]:
    """Red is what teachers use; nearly black and nearly white say nothing."""
    if not _HEX.fullmatch(value):
        return {RED: False, COLOUR: False}
    red, green, blue = (int(value[place : place + 2], 16) for place in (0, 2, 4))
    is_red = red >= 0xA0 and green <= 0x60 and blue <= 0x60
    is_grey = max(red, green, blue) - min(red, green, blue) < 0x20
    return {RED: is_red, COLOUR: not is_red and not is_grey and max(red, green, blue) > _DARK}


def _is_tint(fill: str) -> bool:
    if not _HEX.fullmatch(fill):
        return False
    return min(int(fill[place : place + 2], 16) for place in (0, 2, 4)) < _PALE


def combined(*said: Mapping[str, bool]) -> frozenset[str]:
    """The marks that hold, the later word counting more."""
    whole: dict[str, bool] = {}
    for one in said:
        whole |= one
    return frozenset(name for name, holds in whole.items() if holds) if whole else PLAIN


def styles_of(xml: bytes) -> Styles:
    """The styles that styles.xml describes."""
    styles = Styles()
    for event, element in walked(xml):
        if event == "end" and short(element.tag) == "w:style":
            _add(styles, element)
            element.clear()
    return styles


def _add(styles: Styles, style: Element) -> None:
    name = attribute(style, "w:styleId")
    numbered, level = "", 0
    for element in style.iter():
        tag, value = short(element.tag), attribute(element, "w:val")
        if tag == "w:basedOn":
            styles.based_on[name] = value
        elif tag == "w:numId":
            numbered = value
        elif tag == "w:ilvl" and value.isdecimal():
            level = int(value[:2])
    own = next((child for child in style if short(child.tag) == "w:rPr"), None)
    styles.looks[name] = look_of(own)
    if numbered:
        styles.levels[name] = (numbered, level)
    if attribute(style, "w:default") in {"1", "true"} and attribute(style, "w:type") == "paragraph":
        styles.standard = name
