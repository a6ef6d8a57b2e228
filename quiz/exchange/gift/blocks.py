"""A GIFT file as blocks of text, one a question: comments taken out, escaped signs out of the way.

Blocks are parted by empty lines. An empty line between the braces of a question parts nothing, as long as the next
brace closes them; Moodle itself would not read such a question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quiz.exchange.plain import lines_of

CONTROL = "~=#{}:\\n"
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
# non-characters, which no text holds once it is read
_STAND_INS = {sign: chr(0xFDD0 + place) for place, sign in enumerate(CONTROL)}
_SIGNS = {ord(stand_in): "\n" if sign == "n" else sign for sign, stand_in in _STAND_INS.items()}
_ID = re.compile(r"\[id:((?:\\\]|[^\]\[])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\[])+)\]")
_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)")


@dataclass
class Block:
    """`line` is where the text begins; `identity` and `tags` come from comments right above it."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    identity: str = ""
    tags: list[str] = field(default_factory=list)
    category: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def shown(text: str) -> str:
    """Text with its escaped signs back in place."""
    return text.translate(_SIGNS)


def blocks_of(text: str) -> Iterator[Block]:
    """The questions of a file in order. Raises `FileRefused` too_many_items."""
    blocks = list(_parted(text))
    braces = [_braces(block) for block in blocks]
    following = _next_with_braces(braces)
    at = 0
    while at < len(blocks):
        block, behind = blocks[at], following[at + 1]
        if braces[at] == "{" and behind < len(blocks) and braces[behind].startswith("}"):
            for other in blocks[at + 1 : behind + 1]:
                block.lines += other.lines
            at = behind
        yield block
        at += 1


def _parted(text: str) -> Iterator[Block]:
    block = Block()
    category = ""
    for number, line in enumerate(lines_of(text), start=1):
        bare = line.strip()
        found = _CATEGORY.match(line)
        if found:
            category = shown(_hidden(found[1])).strip()
        elif bare.startswith("//"):
            if not block.lines:
                _comment(block, bare)
        elif bare:
            block.line = block.line or number
            block.lines.append(_hidden(line))
        if (found or not bare) and (block.lines or block.tags or block.identity):
            if block.lines:
                yield block
            block = Block()
        block.category = category
    if block.lines:
        yield block


def _comment(block: Block, line: str) -> None:
    """Moodle writes the number and the tags of a question into comments above it."""
    identities = _ID.findall(line)
    if identities:
        block.identity = identities[0].replace("\\]", "]")
    block.tags += [tag.replace("\\]", "]") for tag in _TAG.findall(line)[:100]]


def _hidden(line: str) -> str:
    return _ESCAPED.sub(lambda found: _STAND_INS[found[1]], line)


def _braces(block: Block) -> str:
    """Its braces in order, the first three: more are too many anyway."""
    return "".join(re.findall(r"[{}]", block.text)[:3])


def _next_with_braces(braces: list[str]) -> list[int]:
    """For each place the first one from there on that has braces; the number of places if there is none."""
    following = [len(braces)] * (len(braces) + 2)
    for place in range(len(braces) - 1, -1, -1):
        following[place] = place if braces[place] else following[place + 1]
    return following
