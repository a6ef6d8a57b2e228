"""The options of a question in its lines: one on each, two beside each other, all in a row, behind the stem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from quiz.exchange.word.lines import WIDE, Line
from quiz.exchange.word.words import OPTION

LETTERS = "ABCDEFGH"
MOST_LABELS = 100  # of one line
ENOUGH = 3  # labels in one line that are no chance, though nothing but a space parts them


@dataclass
class Choice:
    """An option: its letter as a capital, that letter as it stands there, its whole label, and its text."""

    letter: str
    mark: Line
    label: Line
    texts: list[Line] = field(default_factory=list)
    starred: bool = False


@dataclass(frozen=True)
class Label:
    """`letter_at` is where the letter itself stands, `end` where the text begins."""

    letter: str
    start: int
    letter_at: int
    end: int
    starred: bool
    parted: bool  # at the line's start or behind a gap

    @property
    def index(self) -> int:
        return LETTERS.index(self.letter.upper())


def labels(text: str) -> Iterator[Label]:
    """Everything in the line that looks like the label of an option."""
    at = depth = 0  # how many brackets are open before a label
    for found in OPTION.finditer(text):
        start, before = found.start(), text[found.start() - 1 : found.start()]
        depth += text.count("(", at, start) - text.count(")", at, start)
        at = start
        if start and not before.isspace():
            continue
        if found["open"] and found["mark"] != ")":
            continue
        if found["mark"] == ")" and not found["open"] and depth > 0:
            continue  # "(cuốn A)"
        parted = not start or before == WIDE
        # "e: f" or "a. b" between single spaces are words
        if not parted and (found["mark"] in "/:" or found["letter"].islower()):
            continue
        starred = bool(found["star"] or found["star2"] or found["star3"])
        yield Label(found["letter"], start, found.start("letter"), found.end(), starred, parted)


def first_choices(line: Line, ahead: int = -1) -> tuple[Line, list[Choice]]:
    """What stands before the first option, and the options; no options if the line holds none.

    `ahead` is the letter with which the next line begins, from 0, -1 if with none: it is no option of this line.
    """
    every = list(islice(labels(line.text), MOST_LABELS))
    if every and line.numbered and every[0].start == 0:
        return line.part(0, 0), _choices(line, every[:1])  # an automatic list may count on from another question
    for place, label in enumerate(every):
        if label.index or (not label.parted and label.letter.islower()):
            continue
        row = _row(every[place:], 0, ahead, small=label.letter.islower())
        if label.start == 0 or (label.parted and len(row) > 1) or len(row) >= ENOUGH:
            return line.part(0, label.start), _choices(line, row)
    return line, []


def next_choices(line: Line, taken: int, ahead: int = -1, *, small: bool) -> tuple[Line, list[Choice]]:
    """The same for a line behind `taken` options, whose letters are small or capital."""
    every = [label for label in islice(labels(line.text), MOST_LABELS) if label.letter.islower() == small]
    if not every:
        return line, []
    first = every[0]
    if first.start == 0 and (first.index > taken or line.numbered):
        # a letter was left out, or an automatic list counts on
        row = [first, *_row(every[1:], first.index + 1, ahead, small=small)]
        return line.part(0, 0), _choices(line, row, taken if line.numbered else first.index)
    row = _row(every, taken, ahead, small=small)
    if not row or not row[0].parted:
        return line, []
    return line.part(0, row[0].start), _choices(line, row, taken)


def letter_at_start(line: Line) -> int:
    """The letter, from 0, of the option that begins the line, -1 if none does."""
    first = next(labels(line.text), None)
    return first.index if first and first.start == 0 else -1


def _row(every: Sequence[Label], expected: int, ahead: int, *, small: bool) -> list[Label]:
    """The labels that follow each other from `expected` on; where a letter stands twice, the one behind a gap."""
    last = {label.index: label.start for label in every if label.parted}
    row: list[Label] = []
    for label in every:
        is_next = label.letter.islower() == small and label.index == expected + len(row)
        is_free = label.index != ahead and last.get(label.index, -1) < label.start
        if is_next and (label.parted or is_free):
            row.append(label)
    return row


def _choices(line: Line, row: list[Label], first: int = 0) -> list[Choice]:
    """`first` is the letter of the first one, which an automatic list may have counted wrongly."""
    choices = []
    shift = first - row[0].index
    for place, label in enumerate(row):
        end = row[place + 1].start if place + 1 < len(row) else len(line.text)
        letter = LETTERS[min(label.index + shift, len(LETTERS) - 1)]
        mark = line.part(label.letter_at, label.letter_at + 1)
        whole = line.part(label.start, label.end)
        choices.append(Choice(letter, mark, whole, [line.part(label.end, end)], label.starred))
    return choices
