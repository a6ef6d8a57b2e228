"""Automatic numbers of paragraphs, as Word shows them: "Câu 1.", "A.", "b)"."""

import re
from dataclasses import dataclass, field

from quiz.exchange.word.package import attribute, short, walked

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 30_000  # numbers beyond it are no numbers of questions
Level = tuple[str, int]  # a list's id and its level


@dataclass
class _Step:
    """How one level of a list counts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """`label` counts on: call it once for each numbered paragraph, in their order."""

    steps: dict[tuple[str, int], _Step] = field(default_factory=dict)  # by kind of list and level
    lists: dict[str, str] = field(default_factory=dict)  # lists to their kinds
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # by list and level
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, level: Level) -> str:
        """The number of the next paragraph at this level, "" for bullets and lists that nobody described."""
        identity, depth = level
        kind = self.lists.get(identity, "")
        step = self.steps.get((kind, depth))
        if step is None:
            return ""
        restart = self.restarts.pop((identity, depth), None)
        if restart is not None:
            self.counts[kind, depth] = restart - 1
        self.counts[kind, depth] = self.counts.get((kind, depth), step.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((kind, deeper), None)
        if step.form in {"bullet", "none"}:
            return ""
        return _PLACE.sub(lambda place: self._number(kind, int(place[1]) - 1), step.text)

    def _number(self, kind: str, depth: int) -> str:
        step = self.steps.get((kind, depth), _Step())
        return formed(self.counts.get((kind, depth), step.start), step.form)


def formed(number: int, form: str) -> str:
    """A number in one of Word's forms; forms of other scripts come out as digits."""
    if not 0 < number < _MOST:
        return str(number)
    if form in {"upperLetter", "lowerLetter"}:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"upperRoman", "lowerRoman"}:
        roman, rest = "", number
        for value, sign in _ROMAN:
            roman += sign * (rest // value)
            rest %= value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02}" if form == "decimalZero" else str(number)


def numbering_of(xml: bytes) -> Numbering:
    """The lists that numbering.xml describes."""
    found = Numbering()
    kind = identity = ""
    depth = -1
    for event, element in walked(xml):
        name = short(element.tag)
        if event == "start":
            if name == "w:abstractNum":
                kind = attribute(element, "w:abstractNumId")
            elif name == "w:num":
                kind, identity = "", attribute(element, "w:numId")
            elif name in {"w:lvl", "w:lvlOverride"}:
                depth = _whole(attribute(element, "w:ilvl"), 0)
                if name == "w:lvl" and kind:
                    found.steps[kind, depth] = _Step()
            continue
        value = attribute(element, "w:val")
        if name == "w:abstractNumId" and identity:
            found.lists[identity] = value
        elif name == "w:startOverride":
            found.restarts[identity, depth] = _whole(value, 1)
        elif kind and (kind, depth) in found.steps:
            _describe(found.steps[kind, depth], name, value)
    return found


def _describe(step: _Step, name: str, value: str) -> None:
    if name == "w:start":
        step.start = _whole(value, 1)
    elif name == "w:numFmt":
        step.form = value
    elif name == "w:lvlText":
        step.text = value[:80]


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else otherwise
