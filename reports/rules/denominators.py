"""How many pupils were invited at a school: class lists, else figures entered with day and source, else unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.rules.places import level_of


@dataclass(frozen=True)
class Figure:
    """Somebody entered: so many pupils on that day, says that source. No grade means the whole school or level."""

    grade: int | None
    level: str
    pupils: int
    as_of: date
    source: str


@dataclass(frozen=True)
class Part:
    """A part of a school's denominator; an empty `source` means class lists."""

    grade: int | None
    level: str
    pupils: int
    as_of: date
    source: str = ""


def denominator(
    grades: frozenset[int] | None,
    *,
    lists: Mapping[int, int],
    figures: Sequence[Figure],
    school_level: str,
    cut_off: date,
) -> tuple[Part, ...]:
    """The parts that together are the pupils invited (`grades=None`: the whole school).

    Empty when any of it is unknown: a rate over half of those invited would be a guess.
    """
    known = sorted((figure for figure in figures if figure.as_of <= cut_off), key=lambda figure: figure.as_of)
    if grades is None:
        if lists:
            return tuple(_listed(grade, lists[grade], school_level, cut_off) for grade in sorted(lists))
        return _whole(known, school_level)
    parts = []
    for grade in sorted(grades):
        entered = [figure for figure in known if figure.grade == grade]
        if lists.get(grade):
            parts.append(_listed(grade, lists[grade], school_level, cut_off))
        elif entered:
            parts.append(_entered(entered[-1], school_level))
        else:
            return ()
    return tuple(parts)


def _listed(grade: int, pupils: int, school_level: str, cut_off: date) -> Part:
    return Part(grade, level_of(school_level, grade), pupils, cut_off)


def _entered(figure: Figure, school_level: str) -> Part:
    level = level_of(figure.level or school_level, figure.grade)
    return Part(figure.grade, level, figure.pupils, figure.as_of, figure.source)


def _whole(known: Sequence[Figure], school_level: str) -> tuple[Part, ...]:
    """The newest figure of the school, or the newest of each level added up."""
    newest = {figure.level: figure for figure in known if figure.grade is None}
    chosen = [newest[""]] if "" in newest else [newest[level] for level in sorted(newest)]
    return tuple(_entered(figure, school_level) for figure in chosen)
