"""A table before any file format: values stay values (a number is a number), columns say what they mean.

Word and PDF print the columns that have a width, Excel and CSV hold all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from reports.official.blocks import Grid
from reports.rules import wording

Plain = str | int | float | bool | date | None
Kind = Literal["text", "count", "percent", "points", "coefficient", "day", "money", "yes"]
UNITS: Mapping[Kind, tuple[str, str]] = {
    "text": ("", "chữ"),
    "count": ("", "số nguyên"),
    "percent": ("%", "số, 01 chữ số thập phân"),
    "points": ("điểm phần trăm", "số, 01 chữ số thập phân"),
    "coefficient": ("", "số"),
    "day": ("", "ngày yyyy-mm-dd"),
    "money": ("đồng", "số nguyên"),
    "yes": ("", "1 = có, 0 = không"),
}
HIDDEN = "không nêu"  # known, but of so few persons that it is not published
NUMBER_WIDTH = 10


@dataclass(frozen=True)
class Said:
    """A value with words of its own on paper: a rate with what it was divided by."""

    value: Plain
    text: str


Cell = Plain | Said


@dataclass(frozen=True)
class Column:
    """`key` heads the column in CSV and is the field's name in JSON; `width` in mm on paper, 0 keeps it off paper.
    `empty` is what paper says where nothing stands."""

    key: str
    title: str
    kind: Kind
    meaning: str
    meaning_en: str
    width: int = 0
    empty: str = wording.NO_DATA

    def on_paper(self, width: int, title: str = "") -> "Column":
        """The same column, printed."""
        return replace(self, width=width, title=title or self.title)


@dataclass(frozen=True)
class Table:
    """`name` is its file's (ASCII), `numbered` gives a running number on paper."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    numbered: bool = True
    note: str = ""


def value_of(cell: Cell) -> Plain:
    return cell.value if isinstance(cell, Said) else cell


def said(cell: Cell, column: Column) -> str:
    """A cell as paper says it."""
    if isinstance(cell, Said):
        return cell.text
    if cell is None:
        return column.empty
    if isinstance(cell, bool):
        return "có" if cell else ""
    if isinstance(cell, date):
        return wording.short_day(cell)
    if isinstance(cell, str):
        return cell
    return _number(cell, column.kind)


def _number(value: int | float, kind: Kind) -> str:
    if kind == "percent":
        return wording.percent(value)
    if kind == "coefficient":
        return wording.decimal(value, 2)
    return wording.whole(value) if isinstance(value, int) else wording.decimal(value)


def grid(table: Table, caption: str = "") -> Grid:
    """The printed columns, in words. `caption` stands before the title: `Bảng 1`."""
    printed = [place for place, column in enumerate(table.columns) if column.width]
    columns = [table.columns[place] for place in printed]
    number = int(table.numbered)
    rows = [
        (*([str(count)] if number else []), *(said(row[place], table.columns[place]) for place in printed))
        for count, row in enumerate(table.rows, start=1)
    ]
    return Grid(
        caption=f"{caption}. {table.title}" if caption else table.title,
        head=(*(["TT"] if number else []), *(column.title for column in columns)),
        rows=rows,
        widths=(*([NUMBER_WIDTH] if number else []), *(column.width for column in columns)),
        left=frozenset(place + number for place, column in enumerate(columns) if column.kind == "text"),
    )
