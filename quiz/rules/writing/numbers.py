"""The numbers that a text says, in digits or in words."""

import re
from decimal import Decimal

MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
}
UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
}  # fmt: skip
TENS = {
    "mười": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
# words that stand for one number or, as fractions, for two
WORDS: dict[str, tuple[int, ...]] = {
    **{word: (number,) for word, number in (UNITS | TENS).items()},
    **{word: (number,) for number, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), start=10)},
    **{word + "th": (number,) for number, word in enumerate(
        "ten eleven twelf thirteen fourteen fifteen sixteen seventeen eighteen nineteen twentie".split(), start=10)},
    **{name[:3]: (number,) for name, number in MONTHS.items()},
    "sept": (9,), "thirtieth": (30,), "fortieth": (40,), "fiftieth": (50,), "sixtieth": (60,), "hundredth": (100,),
    "đầu": (1,), "nhất": (1,), "nhì": (2,), "giêng": (1,), "chạp": (12,), "đôi": (2,), "chục": (10,), "trăm": (100,),
    "once": (1,), "twice": (2,), "both": (2,), "single": (1,), "double": (2,), "zero": (0,), "không": (0,),
    "decade": (10,), "dozen": (12,), "century": (100,), "hundred": (100,), "thousand": (1000,), "nghìn": (1000,),
    "nửa": (1, 2), "half": (1, 2), "whole": (100,), "thirds": (3,), "quarter": (1, 4), "quarters": (4,),
}  # fmt: skip
SCALES = re.compile(r"\b(?:nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion|trillion)\b", re.IGNORECASE)
FACTORS = tuple(Decimal(10) ** power for power in (-9, -6, -3, 3, 6, 9))
DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
MONTH_YEAR = re.compile(r"\btháng (\d{1,2})\b|\b(\d{1,2})/(\d{4})\b", re.IGNORECASE)
DECADE = re.compile(r"\b(thập (?:niên|kỷ|kỉ)(?: những năm)?) ([1-9]0)\b", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+\b")  # 14 874
ROMAN = re.compile(r"\b(?=[IVXL]+\b)(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
# "May" may be a verb: only beside a number or behind one of these words it is a month
ENGLISH_MONTH = re.compile(
    r"\b(" + "|".join(name.title() for name in MONTHS if name != "may") + r")\b"
    r"|\b(?:\d{1,2}|[Ii]n|[Oo]f|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Tt]o) (May)\b|\b(May),? \d"
)


def numbers_vi(text: str) -> set[str]:
    """1.234,5 and 14 874 are one number each; of 20/11/2007 day, month and year are three; "thập niên 90" is 1990."""
    rest = DECADE.sub(r"\1 19\2", _closed(text))
    found = [part for match in DATE.finditer(rest) for part in match.groups() if part]
    rest = DATE.sub(" ", rest)
    found += [part for match in MONTH_YEAR.finditer(rest) for part in match.groups() if part]
    rest = MONTH_YEAR.sub(" ", rest)
    return {_plain(_english(number)) for number in found + NUMBER.findall(rest)}


def numbers_en(text: str) -> set[str]:
    """1,234.5 is one number; the name of a month is its number."""
    found = {_plain(number.replace(",", "")) for number in NUMBER.findall(_closed(text))}
    months = (next(filter(None, match.groups())) for match in ENGLISH_MONTH.finditer(text))
    return found | {str(MONTHS[month.lower()]) for month in months}


def spelled(text: str) -> set[str]:
    """Numbers that words of either language (and Roman numerals) may stand for: "hai mươi lăm" and "twenty-fifth"
    give 25, and 20, 2 and 5 as well; what is too much excuses a difference and makes none.
    """
    words = re.findall(r"\w+", text.lower())
    found = {number for word in words for number in WORDS.get(word, ())}
    for at, word in enumerate(words):
        ten = TENS.get(word)
        follows = words[at + 1] if at + 1 < len(words) else ""
        if word in {"mươi", "mười"} and at and words[at - 1] in UNITS:
            ten = 10 * UNITS[words[at - 1]]
            found.add(ten)
        if ten and follows in UNITS:
            found.add(ten + UNITS[follows])
    return set(map(str, found | set(map(_roman, ROMAN.findall(text)))))


def scaled(number: str) -> set[str]:
    """The same number counted in thousands, millions or more: 10 nghìn is 10,000."""
    return {_plain(format(Decimal(number) * factor, "f")) for factor in FACTORS}


def _closed(text: str) -> str:
    return SPACED.sub(lambda match: re.sub(r"\D", "", match[0]), text)


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[sign] for sign in text]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))


def _english(number: str) -> str:
    """1.967,5 as 1967.5; "3.0" is a version ("ACFTA 3.0"), which is written alike in both languages."""
    return number if re.fullmatch(r"\d\.0", number) else number.replace(".", "").replace(",", ".")


def _plain(number: str) -> str:
    whole, _point, fraction = number.partition(".")
    fraction = fraction.replace(".", "").rstrip("0")
    return f"{int(whole or 0)}.{fraction}" if fraction else str(int(whole or 0))
