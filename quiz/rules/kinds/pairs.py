"""What matching and ordering share: an answer puts rows beside places, one "row:place" word each.

Rows may be left open; what stands is graded. No row and, where places are taken once, no place stands twice.
"""

from collections.abc import Sequence
from fractions import Fraction


def pair(row: str, place: str) -> str:
    """The word of a value or key that puts `row` beside `place`."""
    return f"{row}:{place}"


def parted(word: str) -> tuple[str, str]:
    """Row and place of a word."""
    row, _colon, place = word.partition(":")
    return row, place


def paired(value: object, rows: Sequence[str], places: Sequence[str], *, once: bool) -> bool:
    """Whether `value` is a non-empty list of such words, each row at most once (and each place, if `once`)."""
    if not isinstance(value, list) or not 0 < len(value) <= len(rows):
        return False
    if not all(isinstance(word, str) for word in value):
        return False
    parts = [parted(word) for word in value]
    if not all(row in rows and place in places for row, place in parts):
        return False
    taken = [row for row, _place in parts]
    filled = [place for _row, place in parts]
    return len(set(taken)) == len(taken) and (not once or len(set(filled)) == len(filled))


def share(value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
    """All or nothing; with `partial` the share of rows that stand right.

    It is how Moodle grades a matching question and, as "absolute position", an ordering question
    (docs.moodle.org, "Matching question type" and "Ordering question type").
    """
    right = set(value) & set(key)
    if not key:
        return Fraction(0)
    return Fraction(len(right), len(key)) if partial else Fraction(int(set(value) == set(key)))
