"""Three to six things to be put in order; the author writes them in the right one. A place is a number from 1."""

from collections.abc import Sequence
from fractions import Fraction

from quiz.rules.kinds.base import Choice, OptionDraft, coded, same_text
from quiz.rules.kinds.pairs import pair, paired, parted, share


class Ordering:
    name = "ordering"

    def choices(self, slug: str, options: Sequence[OptionDraft]) -> list[Choice]:
        codes = coded(slug, [option.vi for option in options])
        found = [Choice(code, option.vi, option.en) for code, option in zip(codes, options, strict=True)]
        return sorted(found, key=lambda choice: choice.code)

    def key(self, slug: str, options: Sequence[OptionDraft], answers: Sequence[str]) -> list[str]:
        codes = coded(slug, [option.vi for option in options])
        return sorted(pair(code, str(place)) for place, code in enumerate(codes, start=1))

    def written(
        self, choices: Sequence[tuple[str, OptionDraft]], key: Sequence[str]
    ) -> tuple[list[OptionDraft], list[str]]:
        place = {code: int(place) for code, place in map(parted, key)}
        return [option for _code, option in sorted(choices, key=lambda pair: place.get(pair[0], 0))], []

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        problems = []
        if not 3 <= len(choices) <= 6:
            problems.append("options_count")
        if same_text(choices):
            problems.append("options_same")
        if not key:
            problems.append("no_key")
        return problems

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        return paired(value, codes, [str(place) for place in range(1, len(codes) + 1)], once=True)

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        return share(value, key, partial=partial)
