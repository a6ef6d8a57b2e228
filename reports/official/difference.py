"""What differs between two versions of a report: every figure, every word, each by its name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from reports.official.figure_names import FIGURES, ROWS, SECTION_NAMES, keyed, row_name, value_text
from reports.official.report import BLANK, MOVED, SECTIONS, ChangedFigure, Report
from reports.official.small_differences import LINES, Untold, untold
from reports.rules.wording import capital

PRESENT, ABSENT, MISSING = "có", "không có", "(chưa viết)"
LONGEST_WORDS, MOST_SAID = 300, 3
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
#: What a row is called stands beside it already.
_NAMES = {"key", "name", "title", "code", "unit", "slug", "stem", "grade", "low", "high", "monday", "invited"}
#: Rows of these lists say in their own name what they are. Clusters do not: a commune may have a former one's name.
_SAY_THEMSELVES = {"schools", "grades", "contests", "weeks", "units", "items", "topics"}


@dataclass(frozen=True)
class _At:
    """Where in the tree: the names above, the field of the whole in which that lies, and what is kept to ourselves."""

    untold: Untold
    path: tuple[str, ...] = ()
    part: str = ""

    def below(self, field: str, label: str) -> "_At":
        part = field if field == "bands" else self.part or field
        return _At(self.untold, (*self.path, label) if label else self.path, part)

    def row(self, name: str) -> "_At":
        return replace(self, path=(*self.path, name))

    def told(self, before: str, after: str) -> ChangedFigure:
        """`Trường THPT Hồ Thị Kỷ: học sinh dự thi`, and how that stood and stands."""
        return ChangedFigure(capital(": ".join(self.path)), before, after)


def changes(before: Report, after: Report) -> tuple[ChangedFigure, ...]:
    """Every leaf of the tree that differs, in the order of the tree, then every section worded otherwise."""
    kept = untold(before.contents, after.contents)
    figures = _objects(before.contents, after.contents, _At(kept))
    return (*figures, *_words(before, after, kept))


def _objects(before: Any, after: Any, at: _At) -> Iterator[ChangedFigure]:
    """Two objects of one class, field by field."""
    kind = type(after).__name__
    for its in fields(after):
        was, now = getattr(before, its.name), getattr(after, its.name)
        if was != now:
            yield from _values(was, now, at, its.name, kind)


def _values(was: Any, now: Any, at: _At, field: str, kind: str) -> Iterator[ChangedFigure]:
    below = at.below(field, _label(kind, field))
    if is_dataclass(was) and is_dataclass(now):
        yield from _objects(was, now, below)
    elif is_dataclass(was) or is_dataclass(now):  # one of them is None: these are figures of persons
        yield below.told(*(ABSENT if value is None else PRESENT for value in (was, now)))
    elif _is_rows(was) or _is_rows(now):
        yield from _rows(was, now, replace(below, path=at.path) if field in _SAY_THEMSELVES else below)
    else:
        old = MOVED if at.untold.hides(below.part, kind, field) else value_text(was, field, kind)
        yield below.told(old, value_text(now, field, kind))


def _label(kind: str, field: str) -> str:
    return FIGURES.get(kind, {}).get(field, field)


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _rows(was: Sequence[Any], now: Sequence[Any], at: _At) -> Iterator[ChangedFigure]:
    """Rows matched by what tells them apart, the new ones last."""
    old, new = keyed(was), keyed(now)
    gone, here = _names(old, gone=True), _names(new)
    for key, row in old.items():
        if key not in new:
            yield at.row(gone[key]).told(_told(row, at), ABSENT)
        elif row != new[key]:
            yield from _objects(row, new[key], at.row(here[key]))
    for key, row in new.items():
        if key not in old:
            yield at.row(here[key]).told(ABSENT, _told(row, at))


def _names(rows: Mapping[Any, Any], *, gone: bool = False) -> dict[Any, str]:
    return {key: row_name(row, place, gone=gone) for place, (key, row) in enumerate(rows.items(), start=1)}


def _told(row: Any, at: _At) -> str:
    """A line of persons that only one version has is told without figures: beside the line into which small ones were
    merged they would give back what was merged."""
    return PRESENT if at.part in LINES or hasattr(row, "taking") else _summed(row, at)


def _summed(row: Any, at: _At) -> str:
    """A row that is only in one of the versions: the first of what it says; the whole of it stands in that version."""
    said = list(_leaves(row, at))
    return "; ".join(said[:MOST_SAID]) + ("; …" if len(said) > MOST_SAID else "") or PRESENT


def _leaves(row: Any, at: _At) -> Iterator[str]:
    kind = type(row).__name__
    named = _NAMES.union(ROWS.get(kind, ()))
    for its in fields(row):
        value = getattr(row, its.name)
        if is_dataclass(value):
            yield from _leaves(value, at)
        elif _is_rows(value):
            yield from (f"{row_name(inner, place)}: {_summed(inner, at)}" for place, inner in enumerate(value, start=1))
        elif its.name in named or at.untold.hides(at.part, kind, its.name):
            continue
        elif value not in {None, "", (), 0} or isinstance(value, bool):
            yield f"{_label(kind, its.name)} {value_text(value, its.name, kind)}"


def _words(before: Report, after: Report, kept: Untold) -> Iterator[ChangedFigure]:
    """Sections worded otherwise; of long ones the part that differs. Figures stand in words as well, so where any are
    kept to ourselves the old words are told without numbers."""
    sections = [*SECTIONS, *sorted({*before.wording, *after.wording} - {*SECTIONS})]
    for section in sections:
        was, now = before.wording.get(section, ""), after.wording.get(section, "")
        if was != now:
            old, new = _apart(was, now)
            old = _NUMBER.sub(BLANK, old) if kept.anything else old
            yield ChangedFigure(f"Lời văn: {SECTION_NAMES.get(section, section)}", old, new)


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
