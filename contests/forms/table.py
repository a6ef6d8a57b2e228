"""The blueprint as a table of topics and levels, with what the bank has for each cell and the sums of the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.forms.fields import NumberOption, PointsField
from contests.rules.sheet import WORTH
from quiz.rules.blueprint import Cell

MOST_OF_A_CELL = 50


@dataclass(frozen=True)
class Stock:
    """What the table is made of: topics and levels as (code, name), and how many items the bank has for a cell."""

    topics: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]
    items: Mapping[Cell, int]

    @property
    def columns(self) -> list[tuple[str, object]]:
        return [("", _("Mức nào cũng được")), *self.levels]


@dataclass(frozen=True)
class TableCell:
    field: forms.BoundField
    column: object
    there: int


@dataclass(frozen=True)
class TableRow:
    name: str
    there: int
    cells: Sequence[TableCell]
    total: int


def name_of(topic: str, level: str) -> str:
    """The form's name of a cell."""
    return f"topic_{topic}__{level}" if level else f"topic_{topic}"


def worth_name(level: str) -> str:
    return f"worth__{level}" if level else "worth"


def table_fields(stock: Stock) -> dict[str, forms.Field]:
    """A number for every cell, and for every level what one of its items is worth."""
    made: dict[str, forms.Field] = {}
    for topic, name in stock.topics:
        for level, column in stock.columns:
            field = NumberOption(None, least=0, most=MOST_OF_A_CELL, label=f"{name}, {column}")
            field.widget.attrs["aria-label"] = field.label
            made[name_of(topic, level)] = field
    for level, column in stock.columns:
        label = _("Điểm mỗi câu, %(level)s") % {"level": column}
        made[worth_name(level)] = PointsField(WORTH, label=label)
        made[worth_name(level)].widget.attrs["aria-label"] = label
    return made


def rows_of(form: forms.Form, stock: Stock) -> list[TableRow]:
    """The table to show, with the sums of what stands in it now."""
    rows = []
    for topic, name in stock.topics:
        cells = [
            TableCell(form[name_of(topic, level)], column, stock.items.get((topic, level), 0))
            for level, column in stock.columns
        ]
        total = sum(number_in(cell.field) for cell in cells)
        rows.append(TableRow(name, stock.items.get((topic, ""), 0), cells, total))
    return rows


def number_in(field: forms.BoundField) -> int:
    """What stands in a cell now, as a number; 0 for nothing and for what is no number."""
    text = str(field.value() if field.value() is not None else "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def even_shares(there: Mapping[str, int], total: int) -> dict[str, int]:
    """`total` items spread evenly over the topics, none above what the bank has."""
    shares = dict.fromkeys(there, 0)
    while sum(shares.values()) < total:
        free = [code for code in shares if shares[code] < there[code]]
        if not free:
            break
        shares[min(free, key=lambda code: shares[code])] += 1
    return shares
