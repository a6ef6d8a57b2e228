"""Rules about options. Each returns at most one problem for an item."""

import re
from itertools import permutations

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

CHOSEN = frozenset({"single", "multiple"})
ALL_OR_NONE = re.compile(
    r"\b(tat ca|ca [a-f2-6]|ca (hai|ba|bon)) (cac )?(dap an|phuong an|y|cau)? ?(tren|deu dung)"
    r"|khong (co )?(dap an|phuong an) nao|\b(all|none|both|neither) of (the )?(above|these)",
)
ABSOLUTE_VI = re.compile(
    r"\b(luôn luôn|luôn|không bao giờ|hoàn toàn không|bất cứ lúc nào|tuyệt đối|duy nhất)\b", re.IGNORECASE
)
LONG_PARTNER = 40
STANDS_OUT = 1.5


def all_or_none_of_the_above(draft: ItemDraft) -> list[Problem]:
    """An option that speaks of the others (HDR 18 and 25; MOET; useless where options are shuffled, Moodle)."""
    texts = [fold(text) for option in draft.options for text in (option.vi, option.en)]
    return [Problem(draft.slug, "all_or_none")] if any(ALL_OR_NONE.search(text) for text in texts) else []


def overlapping(draft: ItemDraft) -> list[Problem]:
    """Two number ranges or counts of a single-choice item of which one holds the other: both could be right (HDR 21)."""
    if draft.kind != "single":
        return []
    spans = [(option.vi, _range(option.vi)) for option in draft.options]
    for (one, inner), (other, outer) in permutations(spans, 2):
        if inner and outer and outer[0] < outer[1] and outer[0] <= inner[0] and inner[1] <= outer[1]:
            return [Problem(draft.slug, "options_overlap", (one, other))]
    return []


def _range(text: str) -> tuple[float, float] | None:
    found = re.fullmatch(r"(?:từ )?([\d.]+)\s*(?:-|–|đến)\s*([\d.]+)(?: \D*)?", text.strip(), re.IGNORECASE)
    if found:
        return _number(found[1]), _number(found[2])
    found = re.fullmatch(r"([\d.]+)(?: [^\d]*)?", text.strip())
    return (_number(found[1]), _number(found[1])) if found else None


def _number(text: str) -> float:
    return float(text.replace(".", "") or 0)


def mixed_form(draft: ItemDraft) -> list[Problem]:
    """Options of one item are of one form: all dates, all counts or all words; all with a full stop or none (HDR 22-23)."""
    if draft.kind not in CHOSEN:
        return []
    forms = {_form(option.vi) for option in draft.options}
    stops = {option.vi.rstrip().endswith(".") for option in draft.options}
    return [Problem(draft.slug, "options_mixed")] if len(forms) > 1 or len(stops) > 1 else []


def _form(text: str) -> str:
    plain = text.strip()
    if re.fullmatch(r"(ngày )?\d{1,2}/\d{1,2}/\d{4}", plain, re.IGNORECASE):
        return "date"
    return "number" if re.fullmatch(r"(năm )?\d[\d.,]*%?( [^\d]{1,30})?", plain, re.IGNORECASE) else "words"


def absolute_words(draft: ItemDraft) -> list[Problem]:
    """ "Always", "never" and the like give an option away as wrong (HDR 28a)."""
    if draft.kind not in CHOSEN:
        return []
    found = {match[0].lower() for option in draft.options if (match := ABSOLUTE_VI.search(option.vi))}
    return [Problem(draft.slug, "absolute_words", tuple(sorted(found)))] if found else []


def key_stands_out_by_length(draft: ItemDraft) -> list[Problem]:
    """The right option is longer than every other by half, which tests nothing but the eye (HDR 24 and 28b)."""
    right = [len(option.vi) for option in draft.options if option.right]
    wrong = [len(option.vi) for option in draft.options if not option.right]
    if draft.kind != "single" or len(right) != 1 or not wrong or right[0] < 20:
        return []
    return [Problem(draft.slug, "key_long_option")] if right[0] > STANDS_OUT * max(wrong) else []


def key_is_longest(draft: ItemDraft) -> bool:
    """Whether the right option of a single-choice item is longer (in Vietnamese) than each of the others."""
    right = [len(option.vi) for option in draft.options if option.right]
    wrong = [len(option.vi) for option in draft.options if not option.right]
    return draft.kind == "single" and len(right) == 1 and bool(wrong) and right[0] > max(wrong)


def partner_too_long(draft: ItemDraft) -> list[Problem]:
    """Partners are shown in a drop-down list, where a narrow phone cuts a long line off."""
    long = [
        option.match_vi for option in draft.options if max(len(option.match_vi), len(option.match_en)) > LONG_PARTNER
    ]
    return [Problem(draft.slug, "partner_long", (long[0],))] if long else []
