"""Several right options; at least two, and never all of them."""

from collections.abc import Sequence
from fractions import Fraction

from quiz.rules.kinds.base import Choice, ChoiceKind, choice_problems, chosen


class Multiple(ChoiceKind):
    name = "multiple"

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        problems = choice_problems(choices, key)
        if not key:
            problems.append("no_key")
        elif not 2 <= len(set(key)) < len(choices):
            problems.append("key_count")
        return problems

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        return chosen(value, codes)

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        """All or nothing; with `partial` max(0, (right chosen − wrong chosen) / right options).

        One wrong cross takes one right cross back, so that crossing everything never pays, and the floor keeps
        an item from costing what others earned. It is the rule that Canvas calls "partial credit with penalty"
        (Instructor guide, "How do I create a Multiple Answer question in New Quizzes?",
        https://community.canvaslms.com/t5/Instructor-Guide/x/ta-p/977): points divided by the number of right
        options, given for each right one and taken for each wrong one, zero the lowest.
        """
        given, right = set(value), set(key)
        if not right or not given:
            return Fraction(0)
        if not partial:
            return Fraction(int(given == right))
        return max(Fraction(0), Fraction(len(given & right) - len(given - right), len(right)))
