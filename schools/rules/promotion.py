"""From one school year to the next: which class becomes which, and who leaves."""

import re
from collections.abc import Collection
from dataclasses import dataclass

LAST_GRADE = 12
LAST_OF_A_LEVEL = frozenset({5, 9, 12})
LONGEST_NAME = 40


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a class: its name and grade of the next year; grade 0 when its pupils leave."""

    name: str
    grade: int

    @property
    def leaves(self) -> bool:
        return self.grade == 0


def proposal(name: str, grade: int, taught: Collection[int]) -> Proposal:
    """`10A3` → `11A3`; a last class of its level leaves, unless the school teaches the grade after it (`taught`)."""
    if grade >= LAST_GRADE or (grade in LAST_OF_A_LEVEL and grade + 1 not in taught):
        return Proposal("", 0)
    return Proposal(next_name(name, grade), grade + 1)


def next_name(name: str, grade: int) -> str:
    """The name with its leading grade raised by one; a name that does not begin with its grade stays as it is."""
    found = re.match(r"\d+", name)
    if found is None or int(found[0]) != grade:
        return name
    return f"{grade + 1}{name[found.end() :]}"
