"""Kinds of question. One file each; `kind("single")` gives the object that knows how to check and grade it."""

from collections.abc import Sequence

from quiz.rules.kinds.base import Choice, Kind, OptionDraft
from quiz.rules.kinds.matching import Matching
from quiz.rules.kinds.multiple import Multiple
from quiz.rules.kinds.number import Number
from quiz.rules.kinds.ordering import Ordering
from quiz.rules.kinds.pairs import pair, parted
from quiz.rules.kinds.single import Single
from quiz.rules.kinds.text import Text, spelling

KINDS: dict[str, Kind] = {
    known.name: known for known in (Single(), Multiple(), Matching(), Ordering(), Number(), Text())
}


def kind(name: str) -> Kind:
    """The kind of this name; KeyError for a name nobody registered."""
    return KINDS[name]


def best_value(name: str, key: Sequence[str]) -> list[str]:
    """A value that earns everything; for a simulated crowd and for tests."""
    if name in {"number", "text"}:
        return [spelling(key[0])]
    return sorted(key)


def wrong_value(name: str, key: Sequence[str], codes: Sequence[str]) -> list[str]:
    """A value of the right shape that does not earn everything; for a simulated crowd and for tests."""
    if name in {"number", "text"}:
        return ["-0,987654"]
    if name in {"matching", "ordering"}:
        rows, places = zip(*map(parted, sorted(key)), strict=True)
        return sorted(pair(row, place) for row, place in zip(rows, (*places[1:], places[0]), strict=True))
    return [next(code for code in codes if code not in key)]


__all__ = ["KINDS", "Choice", "Kind", "OptionDraft", "best_value", "kind", "wrong_value"]
