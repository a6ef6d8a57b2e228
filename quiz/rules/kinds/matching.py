"""Three to six prompts, each beside its partner; there may be up to two partners too many.

Codes of prompts begin with `p`, those of partners with `t`: a paper keeps them as one list and needs no more.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from quiz.rules.kinds.base import Choice, OptionDraft, coded, same_text
from quiz.rules.kinds.pairs import pair, paired, parted, share


def is_partner(code: str) -> bool:
    return code.startswith("t")


def _with_partner(option: OptionDraft, partner: OptionDraft | None) -> OptionDraft:
    return replace(option, match_vi=partner.vi, match_en=partner.en) if partner else option


class Matching:
    name = "matching"

    def choices(self, slug: str, options: Sequence[OptionDraft]) -> list[Choice]:
        """Prompts by code, then partners by code; a partner of several prompts stands once."""
        prompts = [option for option in options if option.vi or option.en]
        codes = coded(slug, [option.vi for option in prompts], "p")
        rows = [Choice(code, option.vi, option.en) for code, option in zip(codes, prompts, strict=True)]
        partners = {option.match_vi: option.match_en for option in options if option.match_vi or option.match_en}
        codes = coded(slug, list(partners), "t")
        places = [Choice(code, vi, en) for code, (vi, en) in zip(codes, partners.items(), strict=True)]
        return sorted([*rows, *places], key=lambda choice: choice.code)

    def key(self, slug: str, options: Sequence[OptionDraft], answers: Sequence[str]) -> list[str]:
        prompts = [option for option in options if option.vi or option.en]
        rows = coded(slug, [option.vi for option in prompts], "p")
        partners = list(dict.fromkeys(option.match_vi for option in options if option.match_vi or option.match_en))
        places = dict(zip(partners, coded(slug, partners, "t"), strict=True))
        return sorted(
            pair(row, places[option.match_vi])
            for row, option in zip(rows, prompts, strict=True)
            if option.match_vi in places
        )

    def written(
        self, choices: Sequence[tuple[str, OptionDraft]], key: Sequence[str]
    ) -> tuple[list[OptionDraft], list[str]]:
        partners = {code: option for code, option in choices if is_partner(code)}
        beside = dict(parted(word) for word in key)
        rows = [
            _with_partner(option, partners.get(beside.get(code, "")))
            for code, option in choices
            if not is_partner(code)
        ]
        spare = [option for code, option in partners.items() if code not in beside.values()]
        return [*rows, *(OptionDraft("", "", match_vi=option.vi, match_en=option.en) for option in spare)], []

    def check(self, choices: Sequence[Choice], key: Sequence[str]) -> list[str]:
        problems = []
        prompts = [choice for choice in choices if not is_partner(choice.code)]
        partners = [choice for choice in choices if is_partner(choice.code)]
        if not 3 <= len(prompts) <= 6 or not 2 <= len(partners) <= 8:
            problems.append("options_count")
        if same_text(prompts) or same_text(partners):
            problems.append("options_same")
        if len({parted(word)[0] for word in key}) < len(prompts):
            problems.append("no_key")
        return problems

    def accepts(self, value: object, codes: Sequence[str]) -> bool:
        rows = [code for code in codes if not is_partner(code)]
        return paired(value, rows, [code for code in codes if is_partner(code)], once=False)

    def grade(self, value: Sequence[str], key: Sequence[str], *, partial: bool) -> Fraction:
        return share(value, key, partial=partial)
