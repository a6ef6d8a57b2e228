"""Vietnamese and English are one item: what can be compared without understanding is compared."""

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.writing.numbers import SCALES, numbers_en, numbers_vi, scaled, spelled


def numbers_differ(draft: ItemDraft) -> list[Problem]:
    """Numbers and dates of every text are the same in both languages (own rule, after ITC: what is translated must
    ask the same).
    """
    pairs = [(draft.stem_vi, draft.stem_en), (draft.explanation_vi, draft.explanation_en)]
    pairs += [(option.vi, option.en) for option in draft.options]
    pairs += [(option.match_vi, option.match_en) for option in draft.options]
    pairs += [(option.why_vi, option.why_en) for option in draft.options]
    if draft.picture:
        pairs.append((draft.picture.alt_vi, draft.picture.alt_en))
    for vi, en in pairs:
        if vi and en and (odd := _odd(vi, en)):
            return [Problem(draft.slug, "numbers_differ", (", ".join(odd),))]
    return []


def _odd(vi: str, en: str) -> list[str]:
    """Numbers that stand in one text and, even spelled out or counted in millions, not in the other."""
    mine, theirs = numbers_vi(vi), numbers_en(en)
    only_vi = mine - theirs - spelled(en)
    only_en = theirs - mine - spelled(vi)
    if SCALES.search(vi) or SCALES.search(en):
        only_vi = {number for number in only_vi if not scaled(number) & theirs}
        only_en = {number for number in only_en if not scaled(number) & mine}
    return sorted(only_vi | only_en)
