"""What differs between two versions of a report: every figure, every word, each by its name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from reports.official.figure_names import FIGURES, ROWS, SECTION_NAMES, keyed, row_name, value_text
from reports.official.report import SECTIONS, ChangedFigure, Report
from reports.rules.wording import capital

PRESENT, ABSENT, MISSING = "có", "không có", "(chưa viết)"
LONGEST_WORDS, MOST_SAID = 300, 3
#: What a row is called stands beside it already.
_NAMES = {"key", "name", "title", "code", "unit", "slug", "stem", "grade", "low", "high", "monday", "invited"}
#: Rows of these lists say in their own name what they are. Clusters do not: a commune may have a former one's name.
_SAY_THEMSELVES = {"schools", "grades", "contests", "weeks", "units", "items", "topics"}


def changes(before: Report, after: Report) -> tuple[ChangedFigure, ...]:
    """Every leaf of the tree that differs, in the order of the tree, then every section worded otherwise."""
    figures = _objects(before.contents, after.contents, ())
    return (*figures, *_words(before, after))


def _objects(before: Any, after: Any, above: tuple[str, ...]) -> Iterator[ChangedFigure]:
    """Two objects of one class, field by field."""
    kind = type(after).__name__
    for its in fields(after):
        was, now = getattr(before, its.name), getattr(after, its.name)
        if was != now:
            yield from _values(was, now, above, its.name, kind)


def _values(was: Any, now: Any, above: tuple[str, ...], field: str, kind: str) -> Iterator[ChangedFigure]:
    label = _label(kind, field)
    path = (*above, label) if label else above
    if is_dataclass(was) and is_dataclass(now):
        yield from _objects(was, now, path)
    elif is_dataclass(was) or is_dataclass(now):  # one of them is None
        yield ChangedFigure(_named(path), _summed(was), _summed(now))
    elif _is_rows(was) or _is_rows(now):
        yield from _rows(was, now, above if field in _SAY_THEMSELVES else path)
    else:
        yield ChangedFigure(_named(path), value_text(was, field, kind), value_text(now, field, kind))


def _label(kind: str, field: str) -> str:
    return FIGURES.get(kind, {}).get(field, field)


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _rows(was: Sequence[Any], now: Sequence[Any], above: tuple[str, ...]) -> Iterator[ChangedFigure]:
    """Rows matched by what tells them apart, the new ones last."""
    old, new = keyed(was), keyed(now)
    gone, here = _names(old, gone=True), _names(new)
    for key, row in old.items():
        if key not in new:
            yield ChangedFigure(_named((*above, gone[key])), _told(row), ABSENT)
        elif row != new[key]:
            yield from _objects(row, new[key], (*above, here[key]))
    for key, row in new.items():
        if key not in old:
            yield ChangedFigure(_named((*above, here[key])), ABSENT, _told(row))


def _names(rows: Mapping[Any, Any], *, gone: bool = False) -> dict[Any, str]:
    return {key: row_name(row, place, gone=gone) for place, (key, row) in enumerate(rows.items(), start=1)}


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
    kind = type(row).__name__
    named = _NAMES.union(ROWS.get(kind, ()))
    for its in fields(row):
        value = getattr(row, its.name)
        if is_dataclass(value):
            yield from _leaves(value)
        elif _is_rows(value):
            yield from (f"{row_name(inner, place)}: {_summed(inner)}" for place, inner in enumerate(value, start=1))
        elif its.name not in named and (value not in {None, "", (), 0} or isinstance(value, bool)):
            yield f"{_label(kind, its.name)} {value_text(value, its.name, kind)}"


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
