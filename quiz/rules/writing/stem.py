"""Rules about the stem and the picture beside it."""

import re
from itertools import pairwise

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

NEGATION_VI = re.compile(
    r"(?<!có )\bkhông (phải|thuộc|đúng|nằm|có|phù hợp|là|được coi)\b|\bngoại trừ\b|\btrừ\b|\bsai\b"
)
NEGATION_EN = re.compile(r"\b(is|are|was|were|does|do|did) not\b|\bexcept\b|\b(in)?correctly false\b|\bfalse\b")
MARKED = re.compile(r"\b(KHÔNG|SAI|TRỪ|NGOẠI TRỪ|NOT|EXCEPT|FALSE)\b")
# syllables of the stem; a primary pupil reads about 90 syllables a minute (an own, cautious setting)
LONGEST = {"primary": 32, "lower_secondary": 55, "upper_secondary": 75, "student": 95, "teacher": 95}
COMMON = frozenset({"asean", "viet nam", "ca mau", "dong nam", "nam a", "quoc gia", "thanh vien", "hiep hoi"})


def unmarked_negation(draft: ItemDraft) -> list[Problem]:
    """A question that asks for what is not so says it in capitals, or a hurried reader misses it (HDR 17)."""
    asks = draft.kind in {"single", "multiple"}
    negative = NEGATION_VI.search(_question(draft.stem_vi)) is not None
    return [Problem(draft.slug, "negation_unmarked")] if asks and negative and not MARKED.search(draft.stem_vi) else []


def _question(stem: str) -> str:
    """The sentence that asks: a story before it may hold any word."""
    sentences = re.split(r"(?<=[.:!])\s+", stem.strip())
    return sentences[-1]


def clue_repeated_in_the_key(draft: ItemDraft) -> list[Problem]:
    """Two syllables running that stem and key share, but no other option has (HDR 28c, clang associations)."""
    if draft.kind != "single":
        return []
    stem = _pairs(draft.stem_vi)
    right = [_pairs(option.vi) for option in draft.options if option.right]
    wrong = [_pairs(option.vi) for option in draft.options if not option.right]
    if len(right) != 1 or not wrong:
        return []
    shared = (right[0] & stem) - set().union(*wrong) - COMMON
    return [Problem(draft.slug, "clue_in_stem", (min(shared),))] if shared else []


def _pairs(text: str) -> set[str]:
    syllables = re.findall(r"\w+", fold(text))
    return {f"{one} {other}" for one, other in pairwise(syllables)}


def too_long_for_its_band(draft: ItemDraft) -> list[Problem]:
    """Reading must not be what is tested (HDR 8 and 13): syllables of the stem against the youngest band's limit."""
    syllables = len(draft.stem_vi.split())
    limit = LONGEST.get(draft.band, max(LONGEST.values()))
    return [Problem(draft.slug, "stem_long", (str(syllables), str(limit)))] if syllables > limit else []


def picture_words_give_the_key(draft: ItemDraft) -> list[Problem]:
    """The words of a picture must not name the right answer (own rule; WCAG 2.2, 1.1.1 allows it for tests)."""
    if draft.picture is None or draft.kind not in {"single", "text", "multiple"}:
        return []
    keys = [text for option in draft.options if option.right for text in (option.vi, option.en)]
    keys += [answer.removeprefix("=") for answer in draft.answers]
    words = f" {fold(draft.picture.alt_vi)} {fold(draft.picture.alt_en)} "
    given = [key for key in keys if len(key) > 2 and re.search(rf"\b{re.escape(fold(key))}\b", words)]
    return [Problem(draft.slug, "alt_gives_key", (given[0],))] if given else []
