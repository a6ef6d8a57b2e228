"""Kahoot!'s spreadsheet of questions (https://support.kahoot.com, "How to import questions from a spreadsheet").

The template has its title and advice in rows 1 to 7 of the first sheet, headings in row 8 from column B on, and a
question a row under them, numbered in column A. It holds single and multiple choice of two to four answers in one
language, 120 characters for a question and 75 for an answer; no name, explanation, source, remarks, picture or marks.
It says how many seconds a question stays open, which no item of ours does.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import xlsxwriter

from quiz.exchange.credit import QuestionRefused
from quiz.exchange.found import LONGEST_TEXT, Found, FoundOption, Gathering
from quiz.exchange.marks import left_behind
from quiz.exchange.markup import Words
from quiz.exchange.plain import printable
from quiz.exchange.reading import FileRefused, Reading, Written
from quiz.exchange.spreadsheet.cells import words
from quiz.exchange.workbook import Sheet, read_book
from quiz.exchange.writable import obstacle
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

LONGEST_QUESTION, LONGEST_ANSWER = 120, 75
MOST_ANSWERS = 4
MOST_QUESTIONS = 100  # rows that the template has
TIMES = (5, 10, 20, 30, 60, 90, 120, 240)
HEADING_ROW = 7  # from 0
SEARCHED = 30
NOT_HELD = ("explanation", "source", "remarks", "picture", "marks")
HEADINGS = (
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, MOST_ANSWERS + 1)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
_KNOWN = {
    "question": re.compile(r"question\b"),
    **{str(number): re.compile(rf"answer {number}\b") for number in range(1, MOST_ANSWERS + 1)},
    "time": re.compile(r"time limit\b"),
    "correct": re.compile(r"correct answer"),
}
_LEFT_OUT = ("question", "1", "2", "correct")
# "1,3" becomes the number 1.3 where a comma is the decimal mark
_CORRECT = re.compile(r"[1-4](?:\s?[,.;]?\s?[1-4]){0,3}")


@dataclass
class _Columns:
    row: int
    places: dict[str, int] = field(default_factory=dict)


def read(data: bytes, name: str = "") -> Reading:
    """Drafts of single and multiple choice; texts are taken as Vietnamese. Places are rows, "Sheet1!9".

    Problems: stem_missing, options_too_few, no_key, key_digits_bad, answer_unknown, cell_error, text_too_long,
    slug_twice.
    Notes: time_limits_not_kept (once a file), picture_dropped. Raises `FileRefused`: not_kahoot, column_missing,
    too_many_items, and what `read_book` refuses.
    """
    book = read_book(data)
    gathering = Gathering()
    for sheet in book.sheets:
        columns = None if sheet.hidden else _columns(sheet)
        if columns:
            _read_sheet(sheet, columns, gathering)
            break
    else:
        raise FileRefused("not_kahoot")
    if book.pictures:  # the logo of the template is one, so nothing is said unless there are more
        more = book.pictures[1:10]
        gathering.reading.notes += [Problem("", "picture_dropped", (", ".join(more),))] if more else []
    return gathering.reading


def _columns(sheet: Sheet) -> _Columns | None:
    for number, row in enumerate(sheet.rows[:SEARCHED]):
        columns = _Columns(number)
        for place, cell in enumerate(row):
            plain = fold(cell[:200]) if isinstance(cell, str) else ""
            for name, pattern in _KNOWN.items():
                if pattern.match(plain):
                    columns.places.setdefault(name, place)
        if {"question", "1"} <= set(columns.places):
            missing = [name for name in _LEFT_OUT if name not in columns.places]
            if missing:
                raise FileRefused("column_missing", sheet.place(number), _heading(missing[0]))
            return columns
    return None


def _heading(name: str) -> str:
    return {"correct": "Correct answer(s)", "question": "Question"}.get(name, f"Answer {name}")


def _read_sheet(sheet: Sheet, columns: _Columns, gathering: Gathering) -> None:
    timed = ""
    for number in range(columns.row + 1, len(sheet.rows)):
        filled = [
            columns.places[name] for name in ("question", "1", "2") if sheet.rows[number][columns.places[name]] != ""
        ]
        errors = [place for place in columns.places.values() if (number, place) in sheet.found.errors]
        if not filled and not errors:  # rows beyond the last question have a number and nothing else
            continue
        timed = timed or (sheet.place(number) if _text(sheet, number, columns.places, "time") else "")
        found = Found(sheet.place(number))
        gathering.take(found, lambda found, number=number: _fill(found, sheet, number, columns.places))  # type: ignore[misc]
    if timed:
        gathering.reading.notes.append(Problem(timed, "time_limits_not_kept"))


def _text(sheet: Sheet, number: int, places: Mapping[str, int], name: str) -> str:
    place = places.get(name, -1)
    return words(sheet.rows[number][place], sheet.found.forms.get((number, place), "")) if place >= 0 else ""


def _fill(found: Found, sheet: Sheet, number: int, places: Mapping[str, int]) -> None:
    for name, place in places.items():
        if name != "time" and (number, place) in sheet.found.errors:
            found.place = sheet.place(number, place)
            raise QuestionRefused("cell_error", _heading(name), sheet.found.errors[number, place])
    found.stem = Words(_text(sheet, number, places, "question"))
    answers = {str(n): _text(sheet, number, places, str(n)) for n in range(1, MOST_ANSWERS + 1)}
    if any(len(text) > LONGEST_TEXT for text in (found.stem.vi, *answers.values())):
        raise QuestionRefused("text_too_long")
    options = {n: FoundOption(Words(answer)) for n, answer in answers.items() if answer}
    if len(options) < 2:
        raise QuestionRefused("options_too_few")
    for right in _rights(_text(sheet, number, places, "correct")):
        if right not in options:
            raise QuestionRefused("answer_unknown", right)
        options[right].right = True
    found.options = list(options.values())
    found.kind = "multiple" if [option.right for option in found.options].count(True) > 1 else "single"


def _rights(key: str) -> list[str]:
    if not key:
        raise QuestionRefused("no_key")
    if not _CORRECT.fullmatch(key):
        raise QuestionRefused("key_digits_bad", key)
    return list(dict.fromkeys(re.findall("[1-4]", key)))


def write(drafts: Sequence[ItemDraft], *, language: str = "vi") -> Written:
    """Single and multiple choice that fit, in one language ("vi" or "en"), each open for a time that fits its length.

    Notes: kind_not_carried, no_key, stem_missing, options_too_many (over 4), options_too_few, language_missing,
    text_over_limit (a text that Kahoot! would cut): the item is left out; fields_not_carried for what the others
    lose; too_many_for_template (over 100 items, all of them written).
    """
    notes: list[Problem] = []
    kept = []
    for draft in drafts:
        problem = _obstacle(draft, language)
        if problem:
            notes.append(problem)
        else:
            other = "stem_en" if language == "vi" else "stem_vi"
            notes += left_behind(draft, [other, *NOT_HELD])
            kept.append(draft)
    if len(kept) > MOST_QUESTIONS:
        notes.append(Problem("", "too_many_for_template", (str(len(kept)), str(MOST_QUESTIONS))))
    return Written(_written(kept, language), tuple(notes))


def _obstacle(draft: ItemDraft, language: str) -> Problem | None:
    problem = obstacle(draft, lost=("matching", "ordering", "number", "text"))
    if problem:
        return problem
    texts = [getattr(draft, f"stem_{language}"), *(getattr(option, language) for option in draft.options)]
    if not all(map(printable, texts)):
        return Problem(draft.slug, "language_missing", (language,))
    if not 2 <= len(draft.options) <= MOST_ANSWERS:
        return Problem(draft.slug, "options_too_many" if len(draft.options) > MOST_ANSWERS else "options_too_few")
    for text, longest in zip(texts, (LONGEST_QUESTION, *[LONGEST_ANSWER] * MOST_ANSWERS), strict=False):
        if _length(text) > longest:
            return Problem(draft.slug, "text_over_limit", (text[:40], str(_length(text)), str(longest)))
    return None


def _length(text: str) -> int:
    """As browsers and Excel count: some signs are two."""
    return len(printable(text).encode("utf-16-le")) // 2


def _seconds(draft: ItemDraft, language: str) -> int:
    """Ten seconds to think and a second for three words to read, as far as the template has such a time."""
    texts = [getattr(draft, f"stem_{language}"), *(getattr(option, language) for option in draft.options)]
    wanted = 10 + sum(len(text.split()) for text in texts) / 3
    return next(time for time in TIMES if time >= min(wanted, TIMES[-1]))


def _written(drafts: Sequence[ItemDraft], language: str) -> bytes:
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    bold, text = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": "@", "text_wrap": True}),
    )
    guarded = book.add_format({"num_format": "@", "text_wrap": True, "quote_prefix": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 7, 24)
    sheet.write_string(1, 1, "Quiz template", bold)
    for place, heading in enumerate(HEADINGS, start=1):
        sheet.write_string(HEADING_ROW, place, heading, bold)
    for number, draft in enumerate(drafts, start=1):
        row = HEADING_ROW + number
        sheet.write_number(row, 0, number)
        cells = [getattr(draft, f"stem_{language}"), *(getattr(option, language) for option in draft.options)]
        for place, cell in enumerate(map(printable, cells), start=1):
            sheet.write_string(row, place, cell, guarded if cell[:1] in "=+-@" else text)
        sheet.write_number(row, 6, _seconds(draft, language))
        rights = [str(place) for place, option in enumerate(draft.options, start=1) if option.right]
        if len(rights) == 1:
            sheet.write_number(row, 7, int(rights[0]))
        else:
            sheet.write_string(row, 7, ",".join(rights), text)
    book.close()
    return data.getvalue()
