"""One right option out of three to six."""

from collections.abc import Sequence
from fractions import Fraction

from quiz.rules.kinds.base import Choice, ChoiceKind, choice_problems, chosen


class Single(ChoiceKind):
    name = "single"

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        problems = choice_problems(choices, key)
        if not key:
            problems.append("no_key")
        elif len(key) > 1:
            problems.append("key_count")
        return problems

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        return isinstance(value, list) and len(value) == 1 and chosen(value, codes)

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        return Fraction(int(bool(key) and list(value) == list(key)))
