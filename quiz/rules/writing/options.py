"""Rules about options. Each returns at most one problem for an item."""

import re
from dataclasses import dataclass
from itertools import combinations

from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.text import fold

CHOSEN = frozenset({"single", "multiple"})
_OPTION = r"(dap an|phuong an|lua chon|dieu|cau|y)"
_ABOVE = r"(o |neu |ke )?tren\b(?! co so)"
ALL_OR_NONE = re.compile(
    rf"\b(tat ca|ca ([2-6]|hai|ba|bon|nam)) ((cac|nhung) )?({_OPTION} )?({_ABOVE}|deu (dung|sai)\b)"
    r"|(\bca |^)[a-f](, [a-f])*,? va [a-f]( deu)?( dung| sai)?\.?$"
    rf"|\bkhong (co )?{_OPTION} nao( {_ABOVE})?( la)?( dung| phu hop)?\.?$"
    r"|\b(all|none|both|neither|any) of (the above|these( (answers|options|choices|are correct))?\.?$)"
    r"|\b(both|neither) [a-f] (and|n?or) [a-f]( (is|are) (right|true|correct))?\.?$"
)
ABSOLUTE_VI = re.compile(
    r"\b(luôn luôn|luôn|không bao giờ|hoàn toàn không|bất cứ lúc nào|tuyệt đối|duy nhất)\b", re.IGNORECASE
)
LONG_PARTNER = 40
STANDS_OUT = 1.5


def all_or_none_of_the_above(draft: ItemDraft) -> list[Problem]:
    """An option that speaks of the others (HDR 25 and 26; MOET; useless where options are shuffled)."""
    texts = [fold(text) for option in draft.options for text in (option.vi, option.en)]
    return [Problem(draft.slug, "all_or_none")] if any(ALL_OR_NONE.search(text) for text in texts) else []


def overlapping(draft: ItemDraft) -> list[Problem]:
    """Two number ranges or counts of a single-choice item that share more than an end (HDR 22); spans of years are
    often names, so of those one must hold the other.
    """
    if draft.kind != "single":
        return []
    spans = [(option.vi, found) for option in draft.options if (found := _range(option.vi))]
    for (one, first), (other, second) in combinations(spans, 2):
        if first.unit == second.unit and _overlap(first, second):
            return [Problem(draft.slug, "options_overlap", (one, other))]
    return []


@dataclass(frozen=True)
class _Span:
    low: float
    high: float
    unit: str

    def holds(self, other: "_Span") -> bool:
        return self.low < self.high and self.low <= other.low and other.high <= self.high

    @property
    def years(self) -> bool:
        return not self.unit and self.low >= 1900 and self.high <= 2100


def _overlap(one: _Span, other: _Span) -> bool:
    if one.holds(other) or other.holds(one):
        return True
    shared = max(one.low, other.low) < min(one.high, other.high)
    return shared and not (one.years and other.years)


def _range(text: str) -> _Span | None:
    found = re.fullmatch(
        r"(?:từ )?(?:năm )?(\d[\d.]*)(?:\s*[-–]\s*|\s+đến\s+)(?:năm )?(\d[\d.]*)(?:\s+(\D*))?",
        text.strip(),
        re.IGNORECASE,
    )
    if found:
        return _Span(_number(found[1]), _number(found[2]), (found[3] or "").casefold())
    found = re.fullmatch(r"(?:năm )?(\d[\d.]*)(?:\s+(\D*))?", text.strip(), re.IGNORECASE)
    return _Span(_number(found[1]), _number(found[1]), (found[2] or "").casefold()) if found else None


def _number(text: str) -> float:
    return float(text.replace(".", ""))


def mixed_form(draft: ItemDraft) -> list[Problem]:
    """Options of one item are of one form: all dates, counts or words; all with a full stop or none (HDR 23)."""
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
    """The right option is longer than every other by half, which tests nothing but the eye (HDR 24 and 28d)."""
    right = [len(option.vi) for option in draft.options if option.right]
    wrong = [len(option.vi) for option in draft.options if not option.right]
    if draft.kind != "single" or len(right) != 1 or not wrong or right[0] < 20:
        return []
    return [Problem(draft.slug, "key_long_option")] if right[0] > STANDS_OUT * max(wrong) else []


def key_is_longest(draft: ItemDraft) -> bool:
    """Whether the right option of a single-choice item is longer (in Vietnamese) than each of the others (HDR 24)."""
    right = [len(option.vi) for option in draft.options if option.right]
    wrong = [len(option.vi) for option in draft.options if not option.right]
    return draft.kind == "single" and len(right) == 1 and bool(wrong) and right[0] > max(wrong)


def partner_too_long(draft: ItemDraft) -> list[Problem]:
    """Partners are shown in a drop-down list, where a narrow phone cuts a long line off (own rule)."""
    partners = [text for option in draft.options for text in (option.match_vi, option.match_en)]
    long = [text for text in partners if len(text) > LONG_PARTNER]
    return [Problem(draft.slug, "partner_long", (long[0],))] if long else []
