"""What differs between two versions of a report: every figure, every word, each by its name."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from reports.official.figure_names import FIGURES, ROWS, SECTION_NAMES, row_name, value_text
from reports.official.report import SECTIONS, ChangedFigure, Report
from reports.rules.wording import capital

PRESENT, ABSENT, MISSING = "có", "không có", "(chưa viết)"
LONGEST_WORDS, MOST_SAID = 300, 3
#: What a row is called stands beside it already.
_NAMES = {"key", "name", "title", "code", "unit", "slug", "stem", "grade", "low", "high", "monday", "invited"}
#: Rows of these lists say in their own name what they are.
_SAY_THEMSELVES = {"schools", "grades", "contests", "weeks", "units", "clusters", "items"}


def changes(before: Report, after: Report) -> tuple[ChangedFigure, ...]:
    """Every leaf of the tree that differs, in the order of the tree, then every section worded otherwise."""
    figures = _objects(before.contents, after.contents, ())
    return (*figures, *_words(before, after))


def _objects(before: Any, after: Any, above: tuple[str, ...]) -> Iterator[ChangedFigure]:
    """Two objects of one class, field by field."""
    for its in fields(after):
        label = FIGURES.get(type(after).__name__, {}).get(its.name, its.name)
        was, now = getattr(before, its.name), getattr(after, its.name)
        if was != now:
            yield from _values(was, now, above, its.name, label)


def _values(was: Any, now: Any, above: tuple[str, ...], field: str, label: str) -> Iterator[ChangedFigure]:
    path = (*above, label) if label else above
    if is_dataclass(was) and is_dataclass(now):
        yield from _objects(was, now, path)
    elif is_dataclass(was) or is_dataclass(now):  # one of them is None
        yield ChangedFigure(_named(path), _summed(was), _summed(now))
    elif _is_rows(was) or _is_rows(now):
        yield from _rows(was, now, above if field in _SAY_THEMSELVES else path)
    else:
        yield ChangedFigure(_named(path), value_text(was, field), value_text(now, field))


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _rows(was: Sequence[Any], now: Sequence[Any], above: tuple[str, ...]) -> Iterator[ChangedFigure]:
    """Rows matched by what tells them apart, the new ones last."""
    old, new = _keyed(was), _keyed(now)
    for key, row in old.items():
        path = (*above, row_name(new.get(key, row)))
        if key not in new:
            yield ChangedFigure(_named(path), _told(row), ABSENT)
        elif row != new[key]:
            yield from _objects(row, new[key], path)
    for key, row in new.items():
        if key not in old:
            yield ChangedFigure(_named((*above, row_name(row))), ABSENT, _told(row))


def _keyed(rows: Sequence[Any]) -> dict[tuple[Any, ...], Any]:
    """A key for every row; of rows that say the same of themselves (merged ones) the second is told from the first."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        its = tuple(getattr(row, field) for field in ROWS[type(row).__name__]) or (getattr(row, "name", ""),)
        number = 0
        while (*its, number) in found:
            number += 1
        found[*its, number] = row
    return found


def _told(row: Any) -> str:
    """A line of persons that only one version has is told without figures: beside the line into which small ones were
    merged they would give back what was merged."""
    return PRESENT if any(hasattr(row, name) for name in ("taking", "participants")) else _summed(row)


def _summed(row: Any) -> str:
    """A row that is only in one of the versions: the first of what it says; the whole of it stands in that version."""
    if row is None:
        return ABSENT
    said = list(_leaves(row))
    return "; ".join(said[:MOST_SAID]) + ("; …" if len(said) > MOST_SAID else "")


def _leaves(row: Any) -> Iterator[str]:
    for its in fields(row):
        label = FIGURES.get(type(row).__name__, {}).get(its.name, its.name)
        value = getattr(row, its.name)
        if is_dataclass(value):
            yield from _leaves(value)
        elif _is_rows(value):
            yield from (f"{row_name(inner)}: {_summed(inner)}" for inner in value)
        elif its.name not in _NAMES and (value not in {None, "", (), 0} or isinstance(value, bool)):
            yield f"{label} {value_text(value, its.name)}"


def _words(before: Report, after: Report) -> Iterator[ChangedFigure]:
    """Sections worded otherwise; of long ones the part that differs."""
    sections = [*SECTIONS, *sorted({*before.wording, *after.wording} - {*SECTIONS})]
    for section in sections:
        was, now = before.wording.get(section, ""), after.wording.get(section, "")
        if was != now:
            yield ChangedFigure(f"Lời văn: {SECTION_NAMES.get(section, section)}", *_apart(was, now))


def _apart(was: str, now: str) -> tuple[str, str]:
    old, new = was.split(), now.split()
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    head = max(0, head - 3)  # some words before it, so that the place is found
    return _shown(old, head, tail), _shown(new, head, tail)


def _shown(words: list[str], head: int, tail: int) -> str:
    if not words:
        return MISSING
    said = " ".join(words[head : len(words) - tail])
    said = said if len(said) <= LONGEST_WORDS else f"{said[:LONGEST_WORDS].rstrip()}…"
    return f"{'… ' if head else ''}{said}{' …' if tail and not said.endswith('…') else ''}"


def _named(path: tuple[str, ...]) -> str:
    """`Trường THPT Hồ Thị Kỷ: học sinh dự thi`."""
    return capital(": ".join(path))
