"""Rules of item writing: what makes a sound item also a good one.

A rule takes a draft and returns problems; `ERRORS` are those that no approved item may have, the others are
warnings for a person to weigh. Sources named in the rules:

- HDR: Haladyna, Downing & Rodriguez, "A Review of Multiple-Choice Item-Writing Guidelines for Classroom
  Assessment", Applied Measurement in Education 15(3), 2002, doi:10.1207/S15324818AME1503_5, by guideline number;
- MOET: Bộ Giáo dục và Đào tạo's usual technical requirements for multiple-choice items (stem complete and clear,
  one right option, options parallel, no "all/none of the above");
- ITC: International Test Commission, "ITC Guidelines for Translating and Adapting Tests", second edition, 2017;
- own rule: settled in this project, with its reason in the rule.
"""

from collections.abc import Callable, Sequence

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.writing import languages, options, sources, stem
from quiz.rules.writing.duplicates import near_duplicates

RULES: tuple[Callable[[ItemDraft], list[Problem]], ...] = (
    options.all_or_none_of_the_above,
    options.overlapping,
    options.mixed_form,
    options.absolute_words,
    options.key_stands_out_by_length,
    options.partner_too_long,
    stem.unmarked_negation,
    stem.clue_repeated_in_the_key,
    stem.too_long_for_its_band,
    stem.picture_words_give_the_key,
    languages.numbers_differ,
    sources.not_the_bodys_own,
)
ERRORS = frozenset({"all_or_none", "options_overlap", "alt_gives_key", "numbers_differ", "source_not_own"})


def writing_problems(drafts: Sequence[ItemDraft]) -> list[Problem]:
    """What the rules say of every draft, then the pairs that are nearly the same."""
    return [problem for draft in drafts for rule in RULES for problem in rule(draft)] + near_duplicates(drafts)
