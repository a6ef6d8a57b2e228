"""Items as rows of a workbook, with drop-down lists, so that what goes out can be changed and come in again."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

from quiz.exchange.credit import QuestionRefused, plain
from quiz.exchange.plain import printable
from quiz.exchange.spreadsheet.columns import (
    DAYS,
    LETTERED,
    LETTERS,
    REQUIRED,
    WORDS,
    Column,
    layout,
    word_of,
)
from quiz.exchange.workbook import letters
from quiz.rules.draft import ItemDraft

ITEMS, LISTS = "Câu hỏi", "Danh mục"
LONGEST_CELL = 32_767  # Excel's own limit
USUAL_OPTIONS = 6
ROWS = 1_000  # to be filled in with the help of drop-down lists
DAY = "dd/mm/yyyy"
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is wrong or has no days at all
_WIDTHS = {"stem": 50, "explanation": 40, "option": 22, "match": 18, "why": 24, "key": 14, "highest": 12}
_WIDTHS |= {"topic": 28, "pillar": 20, "shelf": 20, "source_title": 26, "source_url": 28, "facts": 20, "slug": 16}
_COLOURS = {"vi": "#D9EAF7", "en": "#E8E8E8", "key": "#FCE4B8"}
# what some programs take for the beginning of a formula
_FORMULA = ("=", "+", "-", "@", "\t", "'")


class Workbook:
    """A workbook in the making. Nothing in it is a formula or a link."""

    def __init__(self, topics: Sequence[str] = ()) -> None:
        self._file = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self._file, {**options, "strings_to_numbers": False})
        # a fixed moment, so that equal items give equal files
        self.book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC), "title": "Câu hỏi ASEAN"})
        cell = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self.text = self.book.add_format(cell)
        self.guarded = self.book.add_format({**cell, "quote_prefix": True})
        self.number = self.book.add_format({"num_format": "General", "align": "left", "valign": "top"})
        self.day = self.book.add_format({"num_format": DAY, "align": "left", "valign": "top"})
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._choices = {
            base: [others[0] for code, others in codes.items() if code != "choice"] for base, codes in WORDS.items()
        }
        if topics:
            self._choices["topic"] = list(topics)

    def done(self) -> bytes:
        """Puts the drop-down lists behind the sheets, out of sight, and packs it all."""
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for place, (base, words) in enumerate(self._choices.items()):
            sheet.write_column(0, place, [Column(base).heading, *words])
        self.book.close()
        return self._file.getvalue()

    def _list(self, base: str) -> str:
        """Where the words for such a column will stand."""
        column = letters(list(self._choices).index(base))
        return f"='{LISTS}'!${column}$2:${column}${len(self._choices[base]) + 1}"

    def add_items(self, name: str, columns: Sequence[Column], comments: dict[str, str], rows: int) -> Any:
        """A sheet with headings, and drop-down lists for as many rows."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        sheet.set_row(0, 45)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column.base, 15), self.day if column.base in DAYS else self.text)
            sheet.write_string(0, place, column.heading, self._heading(column))
            if column.base in comments:
                sheet.write_comment(0, place, comments[column.base], {"x_scale": 2.2, "y_scale": 1.6, "author": ""})
            if column.base in self._choices and rows:
                allowed = {"validate": "list", "source": self._list(column.base), "error_type": "warning"}
                allowed |= {"error_title": column.heading[:32], "error_message": "Hãy chọn một mục trong danh sách."}
                sheet.data_validation(1, place, rows, place, allowed)
        return sheet

    def _heading(self, column: Column) -> Any:
        colour = _COLOURS["key" if column.base in REQUIRED and column.language != "en" else column.language or "vi"]
        look = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": colour}
        return self.book.add_format(look)

    def add_row(self, sheet: Any, row: int, columns: Sequence[Column], draft: ItemDraft) -> None:
        for place, column in enumerate(columns):
            value = value_of(draft, column)
            if isinstance(value, date):
                sheet.write_datetime(row, place, value, self.day)
            elif isinstance(value, float):
                sheet.write_number(row, place, value, self.number)
            elif value:
                sheet.write_string(row, place, value, self.guarded if value.startswith(_FORMULA) else self.text)


def columns_for(drafts: Sequence[ItemDraft]) -> list[Column]:
    return layout(max([USUAL_OPTIONS, *(len(draft.options) for draft in drafts)]))


def value_of(draft: ItemDraft, column: Column) -> str | float | date:
    """What stands in a cell; "" for nothing. Raises `QuestionRefused` number_bad for a key that is no number."""
    base = column.base
    if base in LETTERED:
        return _part(draft, column)
    if base in {"stem", "explanation"}:
        return printable(getattr(draft, f"{base}_{column.language}"))
    if base in {"key", "highest"}:
        return _key(draft, highest=base == "highest")
    if base in DAYS:
        return _day(getattr(draft, base))
    if base == "facts":
        return joined([printable(fact) for fact in draft.facts], ",", ";")
    return word_of(base, getattr(draft, base)) if base in WORDS else printable(getattr(draft, base))


def _part(draft: ItemDraft, column: Column) -> str:
    """A text of one option."""
    if column.letter >= len(draft.options):
        return ""
    prefix = {"option": "", "match": "match_", "why": "why_"}[column.base]
    return printable(getattr(draft.options[column.letter], prefix + column.language))


def _day(day: date | None) -> date | str:
    if day is None:
        return ""
    return day if day >= _FIRST_DAY else f"{day.day:02}/{day.month:02}/{day.year:04}"


def _key(draft: ItemDraft, *, highest: bool) -> str | float:
    if draft.kind == "number":
        if highest:
            return _number(draft.answers[1]) if len(draft.answers) > 1 else ""
        return _number(draft.answers[0])
    if highest or draft.kind == "matching":
        return ""
    if draft.kind == "text":
        return joined([printable(answer) for answer in draft.answers], "|", ";")
    if draft.kind == "ordering":
        return ", ".join(LETTERS[: len(draft.options)])
    return ", ".join(letter for letter, option in zip(LETTERS, draft.options, strict=False) if option.right)


def _number(answer: str) -> float | str:
    """As a number where Excel keeps all its digits, so that nobody takes a point for a thousands mark."""
    try:
        value = Decimal(answer)
        text = plain(value)
    except InvalidOperation:
        raise QuestionRefused("number_bad", answer) from None
    return float(value) if len(value.as_tuple().digits) <= 15 else text


def joined(pieces: Sequence[str], mark: str, other: str) -> str:
    """Several things in one cell; each on a line of its own where one of them holds the mark itself."""
    if any(mark in piece for piece in pieces) or (len(pieces) == 1 and other in pieces[0]):
        return "\n".join([*pieces, ""])
    return f" {mark} ".join(pieces) if mark == "|" else f"{mark} ".join(pieces)
