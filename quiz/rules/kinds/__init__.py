"""Kinds of question. One file each; `kind("single")` gives the object that knows how to check and grade it."""

from quiz.rules.kinds.base import Choice, Kind, OptionDraft
from quiz.rules.kinds.matching import Matching
from quiz.rules.kinds.multiple import Multiple
from quiz.rules.kinds.number import Number
from quiz.rules.kinds.ordering import Ordering
from quiz.rules.kinds.single import Single
from quiz.rules.kinds.text import Text

KINDS: dict[str, Kind] = {
    known.name: known for known in (Single(), Multiple(), Matching(), Ordering(), Number(), Text())
}


def kind(name: str) -> Kind:
    """The kind of this name; KeyError for a name nobody registered."""
    return KINDS[name]


__all__ = ["KINDS", "Choice", "Kind", "OptionDraft", "kind"]
