"""Vietnamese and English are one item: what can be compared without understanding is compared."""

import re
from collections import Counter

from quiz.rules.draft import ItemDraft, Problem

MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
# numbers that one language may spell out
WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "đầu": 1, "nhất": 1, "nhì": 2, "mốt": 1, "nửa": 2, "đôi": 2, "chục": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "half": 2, "once": 1, "twice": 2, "both": 2, "single": 1,
    "quarter": 4, "decade": 10, "dozen": 12, "century": 100, "hundred": 100, "thousand": 1000,
}  # fmt: skip
DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
MONTH_YEAR = re.compile(r"\b(?:tháng )(\d{1,2})\b|\b(\d{1,2})/(\d{4})\b")


def numbers_differ(draft: ItemDraft) -> list[Problem]:
    """Numbers and dates of stem, options and explanation are the same in both languages (MOET: translations agree)."""
    pairs = [(draft.stem_vi, draft.stem_en), (draft.explanation_vi, draft.explanation_en)]
    pairs += [(option.vi, option.en) for option in draft.options]
    pairs += [(option.match_vi, option.match_en) for option in draft.options]
    for vi, en in pairs:
        if vi and en and (odd := _odd(vi, en)):
            return [Problem(draft.slug, "numbers_differ", (", ".join(odd),))]
    return []


def _odd(vi: str, en: str) -> list[str]:
    """Numbers that stand in one text and, even spelled out, not in the other."""
    mine, theirs = _numbers_vi(vi), _numbers_en(en)
    only_vi = {number for number in mine - theirs if number not in _spelled(en)}
    only_en = {number for number in theirs - mine if number not in _spelled(vi)}
    return sorted(only_vi | only_en)


def _spelled(text: str) -> set[str]:
    return {str(WORDS[word]) for word in re.findall(r"\w+", text.lower()) if word in WORDS}


def _numbers_vi(text: str) -> set[str]:
    """1.234,5 is one number; of 20/11/2007 day, month and year are three."""
    found: Counter[str] = Counter()
    for match in DATE.finditer(text):
        found.update(str(int(part)) for part in match.groups() if part)
    rest = DATE.sub(" ", text)
    for match in MONTH_YEAR.finditer(rest):
        found.update(str(int(part)) for part in match.groups() if part)
    rest = MONTH_YEAR.sub(" ", rest)
    found.update(_plain(number.replace(".", "").replace(",", ".")) for number in _marked(rest))
    return set(found)


def _numbers_en(text: str) -> set[str]:
    rest = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text)
    found = {_plain(number.replace(",", "")) for number in _marked(rest)}
    months = {str(MONTHS[word.lower()]) for word in re.findall(r"[A-Z][a-z]+", rest) if word.lower() in MONTHS}
    return found | months


def _marked(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def _plain(number: str) -> str:
    whole, _point, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole or 0)}.{fraction}" if fraction else str(int(whole or 0))
