"""Where a sheet's headings stand and which column holds what."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from quiz.exchange.reading import FileRefused
from quiz.exchange.spreadsheet.cells import words
from quiz.exchange.spreadsheet.columns import HEADINGS, IGNORED, IN_BOTH, REQUIRED, Column, column_of, plain_heading
from quiz.exchange.workbook import Sheet

SEARCHED = 20  # rows from the top: titles and remarks may stand above
LONGEST_HEADING = 80


@dataclass
class Header:
    """`row` is the last row of headings; `unknown` are headings that nobody knows, by column."""

    row: int
    columns: dict[Column, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)


def header_of(sheet: Sheet) -> Header | None:
    """The headings, None if the sheet has none of ours.

    They may stand in two rows, "Phương án" over "A B C D". Raises `FileRefused`: column_twice, column_missing.
    """
    best, most = None, 1
    for row, names in _candidates(sheet):
        known = sum(1 for name in names if _known(name))
        if known > most:
            best, most = (row, names), known
    if best is None:
        return None
    header = _header(sheet, *best)
    bases = {column.base for column in header.columns}
    missing = [base for base in REQUIRED if base not in bases and not (base == "key" and "match" in bases)]
    if missing:
        raise FileRefused("column_missing", sheet.place(header.row), HEADINGS[missing[0]])
    return header


def _known(name: str) -> bool:
    return len(name) <= LONGEST_HEADING and column_of(name) is not None


def _candidates(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Rows that may be the headings, alone and together with the row under them."""
    top = [[words(cell) for cell in row] for row in sheet.rows[: SEARCHED + 1]]
    for row, names in enumerate(top):
        yield row, names
        if row + 1 < len(top):
            yield row + 1, _joined(names, top[row + 1])


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Each lower heading with the caption over it, which merged cells hold in their first cell only."""
    names, caption = [], ""
    for over, under in zip(above, below, strict=True):
        caption = over or caption
        if not under:
            names.append(over)
            continue
        ways = [f"{caption} {under}", f"{under} {caption}", under]
        names.append(next((way for way in ways if _known(way)), under))
    return names


def _header(sheet: Sheet, row: int, names: list[str]) -> Header:
    header = Header(row)
    english = []
    for place, name in enumerate(names):
        known = column_of(name) if len(name) <= LONGEST_HEADING else None
        if known is None:
            if plain_heading(name[:LONGEST_HEADING]) not in IGNORED:
                header.unknown[place] = name[:LONGEST_HEADING]
        elif known[1]:
            english.append((known[0], place))
        else:
            _add(sheet, header, known[0], place)
    for column, place in english:
        beside = Column(column.base, "en", column.letter)
        _add(sheet, header, beside if column in header.columns and column.base in IN_BOTH else column, place)
    return header


def _add(sheet: Sheet, header: Header, column: Column, place: int) -> None:
    if column in header.columns:
        raise FileRefused("column_twice", sheet.place(header.row, place), column.heading)
    header.columns[column] = place
