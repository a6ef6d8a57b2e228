"""Kinds of question. One file each; `kind("single")` gives the object that knows how to check and grade it."""

from quiz.rules.kinds.base import Choice, Kind
from quiz.rules.kinds.multiple import Multiple
from quiz.rules.kinds.single import Single

KINDS: dict[str, Kind] = {known.name: known for known in (Single(), Multiple())}


def kind(name: str) -> Kind:
    """The kind of this name; KeyError for a name nobody registered."""
    return KINDS[name]


__all__ = ["KINDS", "Choice", "Kind", "kind"]
