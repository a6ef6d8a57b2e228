"""What is told of few persons: nothing published stands for 1 to 4 of them, nor can such a number be worked out.

Lines with fewer than `SMALL` persons are merged with each other, then with the next smallest, until the merged line
holds enough; nothing is left out, so no subtraction from a total gives a small number. Lines of nobody stay: that
nobody came is nobody's secret. Tables that stand under each other (clusters, units, schools) are merged within the
lines of the table above, because a line above less its other lines is a subtraction, too. Choices are deterministic:
smallest first, equal ones in the order given.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TypeVar

from reports.rules.shares import SMALL

K = TypeVar("K", bound=Hashable)


def too_few(persons: int) -> bool:
    """Whether so many may not be published: one to four."""
    return 0 < persons < SMALL


def merged(persons: Mapping[K, int], together: Callable[[Collection[K]], int]) -> frozenset[K]:
    """The lines that must be told as one; empty if none must.

    `together` counts the distinct persons of several lines: who stands in two of them must not count twice. When even
    all lines hold too few, all are merged, those of nobody too, for else it would be plain who is meant.
    """
    group = [key for key, number in persons.items() if too_few(number)]
    if not group:
        return frozenset()
    for following in sorted((key for key, number in persons.items() if number >= SMALL), key=persons.__getitem__):
        if together(group) >= SMALL:
            break
        group.append(following)
    return frozenset(group) if together(group) >= SMALL else frozenset(persons)


def merged_within(
    persons: Mapping[K, int], above: Mapping[K, Hashable], together: Callable[[Collection[K]], int]
) -> tuple[frozenset[K], ...]:
    """The same for lines that stand under the lines of another table (`above`): a set for each merged line.

    Where a line above has too few persons of its own under it, its lines join the smallest ones elsewhere.
    """
    groups: dict[Hashable, dict[K, int]] = {}
    for key, number in persons.items():
        groups.setdefault(above.get(key), {})[key] = number
    found = [its for its in (merged(lines, together) for lines in groups.values()) if its]
    lost = {key for its in found if together(its) < SMALL for key in its if persons[key]}
    if not lost:
        return tuple(found)
    kept = sorted((its for its in found if not its & lost), key=together)
    free = {key: number for key, number in persons.items() if not any(key in its for its in kept)}
    joined = merged(free, together)
    while kept and together(joined) < SMALL:
        joined |= kept.pop(0)
    return (*kept, joined)


def runs(number: int, told: Callable[[int, int], bool]) -> tuple[tuple[int, int], ...]:
    """Neighbours (weeks, bands of scores) merged, `[start, stop)` each, so that every run may be told.

    `told(start, stop)` says whether a run may. Empty where not even the whole may.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for stop in range(1, number + 1):
        if told(start, stop):
            found.append((start, stop))
            start = stop
    while start < number and found:  # what is left at the end joins the run before
        start = found.pop()[0]
        if told(start, number):
            found.append((start, number))
            start = number
    return tuple(found)


def hidden(parts: Mapping[K, tuple[int, int]], also: Collection[K] = ()) -> frozenset[K]:
    """The lines whose two parts (girls, the rest) may not be told, so that none follows from their total either.

    A line is hidden where a part of it is too few, or for another reason (`also`); then the next smallest are, too,
    until what is hidden has enough in both parts together, because their sum can be worked out.
    """
    chosen = [key for key, (one, other) in parts.items() if too_few(one) or too_few(other) or key in also]
    if not chosen:
        return frozenset()
    rest = [key for key, both in parts.items() if sum(both) and key not in set(chosen)]
    for following in sorted(rest, key=lambda key: sum(parts[key])):
        if len(chosen) > 1 and min(map(sum, zip(*(parts[key] for key in chosen), strict=True))) >= SMALL:
            break
        chosen.append(following)
    return frozenset(chosen)
