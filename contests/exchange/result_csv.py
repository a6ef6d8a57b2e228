"""Result lists as CSV (UTF-8 with BOM, commas): text is inert, numbers stay numbers."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from contests.exchange.cells import inert

Cell = str | int | float | None
MEDIA = "text/csv; charset=utf-8"
BOM = "\ufeff"


class _Line:
    """Takes what the writer writes, one line at a time."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def lines(notes: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file line by line, as the rows come: headings first, and below the rows what the list is (`notes`)."""
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    start = BOM
    for row in _all(notes, headings, rows):
        writer.writerow([inert(cell) if isinstance(cell, str) else _number(cell) for cell in row])
        yield (start + line.text).encode()
        start = ""


def _all(notes: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield headings
    yield from rows
    for note in notes:
        yield [note]


def _number(cell: float | None) -> int | float | str:
    """A whole number without a point."""
    if cell is None:
        return ""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
