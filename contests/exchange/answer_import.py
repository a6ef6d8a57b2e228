"""Answers from paper in a table: a template to fill in, and a filled-in file read into rows of marks."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from contests.exchange import result_xlsx
from schools.exchange.roster_sheet import FileRefused, read
from schools.rules import names
from schools.rules.roster import Cell

MOST_ROWS = 500
HEADINGS = ("Mã học sinh", "Họ và tên", "Lớp", "Mã đề")
_FIELDS = {"ma hoc sinh": "number", "ma hs": "number", "ho va ten": "name", "ho ten": "name", "lop": "class_name",
           "ma de": "paper"}  # fmt: skip
_ITEM = re.compile(r"(?:cau\s*)?(\d{1,3})")


@dataclass(frozen=True)
class AnswerRow:
    """A line of the file: who, which paper, and the mark written for each item by its number."""

    row: int
    number: str
    name: str
    class_name: str
    paper: str
    marks: dict[int, str]


def read_answers(data: bytes, filename: str) -> list[AnswerRow]:
    """The rows under the heading that names a paper and items.

    Raises `FileRefused` as a class list does, and with no_headings, no_rows, too_many_rows.
    """
    for sheet in read(data, filename):
        found = _heading(sheet.rows)
        if found is None:
            continue
        top, fields, items = found
        rows = [_row(number, cells, fields, items) for number, cells in enumerate(sheet.rows[top:], start=top + 1)]
        rows = [row for row in rows if row.number or row.name or row.paper]
        if not rows:
            raise FileRefused("no_rows")
        if len(rows) > MOST_ROWS:
            raise FileRefused("too_many_rows")
        return rows
    raise FileRefused("no_headings")


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int], dict[int, int]] | None:
    """Where the rows begin; the place of each field; the place of each item by its number."""
    for top, cells in enumerate(rows[:20], start=1):
        fields: dict[str, int] = {}
        items: dict[int, int] = {}
        for place, cell in enumerate(cells):
            title = names.fold(_text(cell)).strip(" .:*")
            if title in _FIELDS:
                fields.setdefault(_FIELDS[title], place)
            elif number := _ITEM.fullmatch(title):
                items.setdefault(int(number[1]), place)
        if "paper" in fields and items and ("number" in fields or {"name", "class_name"} <= set(fields)):
            return top, fields, items
    return None


def _row(number: int, cells: Sequence[Cell], fields: dict[str, int], items: dict[int, int]) -> AnswerRow:
    def at(place: int | None) -> str:
        return _text(cells[place]) if place is not None and place < len(cells) else ""

    texts = {name: at(fields.get(name)) for name in ("number", "name", "class_name", "paper")}
    return AnswerRow(row=number, marks={item: at(place) for item, place in items.items()}, **texts)


def _text(cell: Cell) -> str:
    """As somebody typed it. A date is what a program made of "1-2": told as it stands, so that no mark is guessed."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time | timedelta):
        return f"({cell})"
    return " ".join(str(cell).split()).removeprefix("'")


def template(pupils: Iterable[tuple[str, str, str, str]], items: int, how: Sequence[str]) -> bytes:
    """A workbook with a line for each pupil (number, name, class, paper) and a column for each item."""
    file = io.BytesIO()
    headings = [*HEADINGS, *map(str, range(1, items + 1))]
    rows = [[*pupil, *([""] * items)] for pupil in pupils]
    result_xlsx.write(file, sheet_name="Bài giấy", notes=how, headings=headings, rows=rows)
    return file.getvalue()


__all__ = ["HEADINGS", "MOST_ROWS", "AnswerRow", "FileRefused", "read_answers", "template"]
