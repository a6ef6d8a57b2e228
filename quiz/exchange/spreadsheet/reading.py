"""One row of a sheet as a question."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quiz.exchange import marks
from quiz.exchange.credit import QuestionRefused
from quiz.exchange.found import LONGEST_TEXT, Found, FoundOption
from quiz.exchange.markup import Words
from quiz.exchange.reading import slug_for
from quiz.exchange.spreadsheet.cells import day_of, decimal_of, plain_number, words
from quiz.exchange.spreadsheet.columns import DAYS, LETTERS, Column, code_of
from quiz.exchange.spreadsheet.header import Header
from quiz.exchange.workbook import Cell, Sheet
from quiz.rules.text import fold

_TOPIC = re.compile(r"(?:.* )?\(?([a-z0-9]+(?:[_-][a-z0-9]+)*)\)?")
_RANGE = re.compile(r"(?:từ )?([-−]?[0-9.,]+) ?(?:đến|tới|–|—|\.\.|-|;|\|) ?([-−]?[0-9.,]+)", re.IGNORECASE)
_BEFORE_KEY = re.compile(r"(?:phương án|đáp án|câu)(?: đúng)?:? ", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:và|and)\s+|[\s,;/.&+]+")
_LONGEST_KEY = 80


@dataclass
class Row:
    sheet: Sheet
    header: Header
    number: int
    topics: Mapping[str, str]  # codes by plain name

    def cell(self, found: Found, base: str, language: str = "", letter: int = -1) -> Cell:
        """The cell; an error value in it refuses the question."""
        column = Column(base, language, letter)
        at = self.header.columns.get(column, -1)
        if not 0 <= at < len(self.sheet.rows[self.number]):
            return ""
        error = self.sheet.found.errors.get((self.number, at))
        if error is not None:
            found.place = self.sheet.place(self.number, at)
            raise QuestionRefused("cell_error", column.heading, error)
        return self.sheet.rows[self.number][at]

    def words(self, found: Found, base: str, language: str = "", letter: int = -1) -> str:
        cell = self.cell(found, base, language, letter)
        at = self.header.columns.get(Column(base, language, letter), -1)
        text = words(cell, self.sheet.found.forms.get((self.number, at), ""), language or "vi")
        if len(text) > LONGEST_TEXT:
            found.place = self.sheet.place(self.number, at)
            raise QuestionRefused("text_too_long")
        return text

    def both(self, found: Found, base: str, letter: int = -1) -> Words:
        return Words(self.words(found, base, "vi", letter), self.words(found, base, "en", letter))

    def is_empty(self) -> bool:
        """Whether nothing stands in our columns; the error values are something."""
        row = self.sheet.rows[self.number]
        places = self.header.columns.values()
        return not any(
            (at < len(row) and row[at] not in ("", None)) or (self.number, at) in self.sheet.found.errors
            for at in places
        )


def fill(found: Found, row: Row) -> None:
    """Everything of the question. Raises `QuestionRefused`."""
    slug = row.words(found, "slug")
    found.names.append(slug)
    if slug and slug_for(slug, []) != slug:
        found.note("value_not_kept", Column("slug").heading, slug)
    found.stem = row.both(found, "stem")
    found.explanation = row.both(found, "explanation")
    options = _options(found, row)
    found.options = list(options.values())
    found.kind = _kind(found, row, options)
    _READERS[found.kind](found, row, options)
    _take_marks(found, row)


def _options(found: Found, row: Row) -> dict[int, FoundOption]:
    """By their letters; a column left empty in between moves no other."""
    last = max((column.letter for column in row.header.columns), default=-1)
    options = {}
    for letter in range(last + 1):
        option = FoundOption(
            row.both(found, "option", letter),
            match=row.both(found, "match", letter),
            why=row.both(found, "why", letter),
        )
        if any((option.words.vi, option.words.en, option.match.vi, option.match.en)):
            options[letter] = option
        elif option.why.vi or option.why.en:
            found.note("value_not_kept", Column("why", "vi", letter).heading, option.why.vi or option.why.en)
    return options


def _kind(found: Found, row: Row, options: Mapping[int, FoundOption]) -> str:
    said = row.words(found, "kind")
    kind = code_of("kind", said) if said else _guessed(found, row, options)
    if not kind:
        raise QuestionRefused("kind_not_carried", said)
    if kind != "choice":
        return kind
    return "multiple" if len(_letters(row.words(found, "key"), options)) > 1 else "single"


def _guessed(found: Found, row: Row, options: Mapping[int, FoundOption]) -> str:
    """What a row without a kind must be."""
    if any(option.match.vi or option.match.en for option in options.values()):
        return "matching"
    if options:
        return "choice"
    try:
        decimal_of(row.cell(found, "key"))
    except QuestionRefused as refused:
        return "number" if refused.code == "number_unclear" else "text"
    return "number"


def _choice(found: Found, row: Row, options: dict[int, FoundOption]) -> None:
    rights = _letters(row.words(found, "key"), options)
    if (len(rights) == 1) != (found.kind == "single"):
        raise QuestionRefused("key_count", row.words(found, "key"))
    for letter in rights:
        options[letter].right = True


def _letters(key: str, options: Mapping[int, FoundOption]) -> list[int]:
    """The options that a key names, "A, C", "AC" or "1 và 3" alike, or by the whole text of one.

    Raises `QuestionRefused`: no_key, key_bad (no letters), answer_unknown (a letter that no option has).
    """
    plain = _BEFORE_KEY.sub("", key, count=1).strip()
    if not plain:
        raise QuestionRefused("no_key")
    pieces = [piece for piece in _BETWEEN.split(plain) if piece] if len(plain) <= _LONGEST_KEY else []
    if len(pieces) == 1 and pieces[0].isascii() and pieces[0].isalpha() and pieces[0].isupper():
        pieces = list(pieces[0])
    named = [_named(piece) for piece in pieces]
    if not named or None in named or len(set(named)) < len(named):
        same = [letter for letter, option in options.items() if fold(option.words.vi) == fold(plain)]
        if len(same) != 1:
            raise QuestionRefused("key_bad", key)
        return same
    letters = [letter for letter in named if letter is not None]
    unknown = [letter for letter in letters if letter not in options]
    if unknown:
        raise QuestionRefused("answer_unknown", LETTERS[unknown[0]])
    return letters


def _named(piece: str) -> int | None:
    upper = piece.upper().strip("().")
    if len(upper) == 1 and upper in LETTERS:
        return LETTERS.index(upper)
    return int(upper) - 1 if re.fullmatch(r"[1-9]|1[0-9]|2[0-6]", upper) else None


def _matching(found: Found, row: Row, options: dict[int, FoundOption]) -> None:
    if not options:
        raise QuestionRefused("no_key")
    alone = [option.words for option in options.values() if not (option.match.vi or option.match.en)]
    if alone:
        raise QuestionRefused("match_bad", alone[0].vi or alone[0].en)
    _pass_over(found, row, "key", "highest")


def _ordering(found: Found, row: Row, options: dict[int, FoundOption]) -> None:
    """In the order of the key, or as written if there is none."""
    if not options:
        raise QuestionRefused("no_key")
    key = row.words(found, "key")
    if key:
        order = _letters(key, options)
        if set(order) != set(options):
            raise QuestionRefused("key_bad", key)
        found.options = [options[letter] for letter in order]
    _pass_over(found, row, "highest")


def _number(found: Found, row: Row, _options: dict[int, FoundOption]) -> None:
    cells = [row.cell(found, "key"), row.cell(found, "highest")]
    text = words(cells[0])
    if not text:
        raise QuestionRefused("no_key")
    span = _RANGE.fullmatch(text) if isinstance(cells[0], str) and len(text) <= _LONGEST_KEY else None
    if span and not words(cells[1]):
        cells = [span[1], span[2]]
    numbers = [(decimal_of(cell), plain_number(cell)) for cell in cells if words(cell)]
    if numbers[0][0] > numbers[-1][0]:
        raise QuestionRefused("range_reversed")
    found.answers = list(dict.fromkeys(number for _value, number in numbers))


def _text(found: Found, row: Row, _options: dict[int, FoundOption]) -> None:
    cell = row.cell(found, "key")
    pieces = parted(cell) if isinstance(cell, str) else [row.words(found, "key")]
    if any(len(piece) > LONGEST_TEXT for piece in pieces):
        raise QuestionRefused("text_too_long")
    found.answers = [piece for piece in pieces if piece.strip("= ")]
    if not found.answers:
        raise QuestionRefused("no_key")
    _pass_over(found, row, "highest")


def parted(text: str, marks_between: str = "|;") -> list[str]:
    """The pieces of a cell that lists several things: by line if it has lines, else by the first mark that it holds."""
    mark = next((mark for mark in ("\n", *marks_between) if mark in text), "\n")
    return [piece for piece in map(words, text.split(mark)) if piece]


def _pass_over(found: Found, row: Row, *bases: str) -> None:
    for base in bases:
        if text := row.words(found, base):
            found.note("value_not_kept", Column(base).heading, text)


def _take_marks(found: Found, row: Row) -> None:
    given: list[tuple[str, str, str]] = [("topic", "topic", _topic(row.words(found, "topic"), row.topics))]
    given += [(base, base, code_of(base, row.words(found, base))) for base in ("pillar", "level", "band", "shelf")]
    given += [(base, base, row.words(found, base)) for base in ("group", "source_title", "source_url")]
    facts = row.cell(found, "facts")
    given += [("facts", "fact", fact) for fact in (parted(facts, ",;") if isinstance(facts, str) else [words(facts)])]
    for base in DAYS:
        try:
            day = day_of(row.cell(found, base))
        except QuestionRefused as refused:
            found.place = row.sheet.place(row.number, row.header.columns[Column(base)])
            raise QuestionRefused(refused.code, Column(base).heading, *refused.values) from None
        given.append((base, base, day.isoformat() if day else ""))
    for base, name, value in given:
        mark = marks.written((name, value))
        if value and not marks.taken([mark]).unknown:
            found.tags.append(mark)
        elif value or (base != "facts" and row.words(found, base)):
            found.note("value_not_kept", Column(base).heading, value or row.words(found, base))


def _topic(text: str, topics: Mapping[str, str]) -> str:
    """A code, alone or in brackets behind a name, or the code of a name that the book's own list has."""
    known = topics.get(fold(text))
    if known:
        return known
    code = _TOPIC.fullmatch(text) if len(text) <= 200 else None
    return code[1] if code and (" " not in text or text.endswith(")")) else ""


_READERS: dict[str, Callable[[Found, Row, dict[int, FoundOption]], None]] = {
    "single": _choice,
    "multiple": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "number": _number,
    "text": _text,
}
