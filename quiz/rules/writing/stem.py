"""Rules about the stem and the picture beside it."""

import re
from itertools import pairwise

from quiz.rules.draft import ItemDraft, Problem

NEGATION_VI = re.compile(
    r"(?<!có )\bkhông (phải|thuộc|đúng|nằm|có|phù hợp|là|được coi)\b"
    r"|\bnào (sau đây |dưới đây )?(không|chưa) (?!gian\b|chỉ\b)\w"
    r"|\bngoại trừ\b|(?<!loại )(?<!bài )(?<!khấu )(?<!phòng )(?<!diệt )\btrừ\b"
    r"|(?<!hay )(?<!hoặc )\bsai\b(?! (lầm|sót|phạm|số|lệch))",
    re.IGNORECASE,
)
NEGATION_EN = re.compile(
    r"\b(is|are|was|were|do|does|did|has|have|had|can|may) not\b(?! only)|\bnot (true|correct|part|among|one)\b"
    r"|\bexcept\b|(?<!true or )\bfalse\b",
    re.IGNORECASE,
)
MARKED_VI = re.compile(r"\b(KHÔNG|CHƯA|SAI|TRỪ)\b")
MARKED_EN = re.compile(r"\b(NOT|EXCEPT|FALSE|INCORRECT|WRONG)\b")
CONDITION = re.compile(r"^(nếu|khi|vì|do|dù|tuy|if|when|although|because|since)\b[^,]*,\s*", re.IGNORECASE)
# where one sentence ends and the next begins; TP. Hồ Chí Minh is one name
SENTENCE_END = re.compile(r"(?<!TP\.)(?<=[.:!?])[”\"’»)]*\s+")
# syllables of the stem; a primary pupil reads about 90 syllables a minute (an own, cautious setting)
LONGEST = {"primary": 32, "lower_secondary": 55, "upper_secondary": 75, "student": 95, "teacher": 95}
COMMON = frozenset({"việt nam", "cà mau", "đông nam", "nam á", "quốc gia", "thành viên", "hiệp hội"})
# words that say nothing by themselves; a pair with one of them is no clue
FUNCTION = frozenset(
    "và của các là có được ở trong với cho từ đến tại về vào những một mỗi này đó khi mà để theo như cùng trên dưới "
    "nào gì ai nước asean ngày tháng năm".split()
)


def unmarked_negation(draft: ItemDraft) -> list[Problem]:
    """A question that asks for what is not so says it in capitals, or a hurried reader misses it (HDR 17)."""
    if draft.kind not in {"single", "multiple"}:
        return []
    unmarked_vi = NEGATION_VI.search(_question(draft.stem_vi)) and not MARKED_VI.search(draft.stem_vi)
    unmarked_en = NEGATION_EN.search(_question(draft.stem_en)) and not MARKED_EN.search(draft.stem_en)
    return [Problem(draft.slug, "negation_unmarked")] if unmarked_vi or unmarked_en else []


def _question(stem: str) -> str:
    """The sentence that asks: a story or condition before it may hold any word, and so may a direction behind it."""
    sentences = SENTENCE_END.split(stem.strip())
    return CONDITION.sub("", next((one for one in reversed(sentences) if one.endswith("?")), sentences[-1]))


def clue_repeated_in_the_key(draft: ItemDraft) -> list[Problem]:
    """Two syllables running that stem and key share, but no other option has (HDR 28b, clang associations)."""
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
    """Two syllables with nothing but a space between them; "lá cờ" and "là có" stay two things."""
    phrases = re.split(r"[^\w\s]+", text.casefold())
    pairs = {pair for phrase in phrases for pair in pairwise(phrase.split())}
    return {f"{one} {other}" for one, other in pairs if not {one, other} & FUNCTION}


def too_long_for_its_band(draft: ItemDraft) -> list[Problem]:
    """Reading must not be what is tested (HDR 13): syllables of the stem against the youngest band's limit."""
    syllables = len(draft.stem_vi.split())
    limit = LONGEST.get(draft.band, max(LONGEST.values()))
    return [Problem(draft.slug, "stem_long", (str(syllables), str(limit)))] if syllables > limit else []


def picture_words_give_the_key(draft: ItemDraft) -> list[Problem]:
    """The words of a picture must not name the right answer (own rule; WCAG 2.2, 1.1.1 allows it for tests). Words
    that name every option alike give nothing away.
    """
    if draft.picture is None or draft.kind not in {"single", "multiple", "number", "text"}:
        return []
    words = f"{draft.picture.alt_vi} {draft.picture.alt_en}".casefold()
    wrong = [option for option in draft.options if not option.right]
    if wrong and all(_named(option.vi, words) or _named(option.en, words) for option in wrong):
        return []
    keys = [text for option in draft.options if option.right for text in (option.vi, option.en)]
    keys += [answer.removeprefix("=") for answer in draft.answers]
    given = [key for key in keys if _named(key, words)]
    return [Problem(draft.slug, "alt_gives_key", (given[0],))] if given else []


def _named(text: str, words: str) -> bool:
    """Whether the words hold this text with its diacritics ("Lào" is not in "lao động"); shorter than three letters,
    or than two digits, it may stand there for anything.
    """
    plain = text.casefold().strip(" .,;:!?")
    enough = len(plain) > 2 or (len(plain) == 2 and plain.isdecimal())
    return enough and re.search(rf"(?<![\w.,]){re.escape(plain)}(?!\w|[.,]\d)", words) is not None
