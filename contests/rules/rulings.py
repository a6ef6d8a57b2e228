"""Whether a corrected key has the shape that its kind of question needs."""

from collections.abc import Sequence

from quiz.rules.kinds import kind
from quiz.rules.kinds.matching import is_partner


def sound(kind_code: str, codes: Sequence[str], key: Sequence[str]) -> bool:
    """A key of this kind, complete: every row beside a place, one option of a single choice, a range of numbers."""
    its_kind = kind(kind_code)
    if kind_code in {"number", "text"}:
        return not its_kind.check([], key)
    if not its_kind.accepts(list(key), codes):
        return False
    if kind_code == "single":
        return len(key) == 1
    if kind_code in {"matching", "ordering"}:
        return len(key) == sum(not is_partner(code) for code in codes)
    return True


def normal(kind_code: str, key: Sequence[str]) -> list[str]:
    """The key as the bank keeps it, so that equal keys are equal: sets sorted, a single number as a range."""
    if kind_code == "text":
        return list(dict.fromkeys(key))
    if kind_code == "number":
        return [key[0], key[0]] if len(key) == 1 else list(key)
    return sorted(key)
