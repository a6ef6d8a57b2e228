"""What answers earn in a file from elsewhere, and what becomes of that here, where an answer is right or wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from quiz.rules.kinds.number import PLAIN

FULL = Decimal(100)
# 33 % three times is how people write a third
NEARLY = Decimal(1)
_NUMBER = re.compile(r"([+-]?)([0-9]{0,20})(?:([.,])([0-9]{1,20}))?(?:[eE]([+-]?[0-9]{1,2}))?")


class QuestionRefused(ValueError):
    """One question cannot be read; the others of its file can."""

    def __init__(self, code: str, *values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = tuple(value[:80] for value in values)


@dataclass
class Chosen:
    """`kind` is single or multiple; `right` in step with the options; `notes` are codes with their values."""

    kind: str
    right: list[bool]
    notes: list[tuple[str, str]] = field(default_factory=list)


def weight_of(text: str) -> Decimal:
    """A share in per cent. Raises `QuestionRefused` weight_bad for what is none, or beyond -100 to 100."""
    found = _NUMBER.fullmatch(text.strip())
    weight = _decimal(found) if found else None
    if weight is None or abs(weight) > FULL:
        raise QuestionRefused("weight_bad", text.strip())
    return weight


def chosen(weights: Sequence[Decimal], *, several: bool) -> Chosen:
    """Single or multiple choice by what each option earns; `several` = the file lets a person tick several.

    One option that earns everything makes a single choice, parts that make up the whole a multiple one. Raises
    `QuestionRefused`: no_key, weights_sum.
    """
    earning = [weight for weight in weights if weight > 0]
    full = [weight for weight in weights if weight == FULL]
    if not earning:
        raise QuestionRefused("no_key")
    if len(full) == 1:
        result = Chosen("single", [weight == FULL for weight in weights])
        result.notes += [("weight_not_kept", _shown(weight)) for weight in earning if weight != FULL]
    elif full:
        result = Chosen("multiple", [weight == FULL for weight in weights])
        result.notes += [("weight_not_kept", _shown(weight)) for weight in earning if weight != FULL]
    elif abs(sum(earning) - FULL) <= NEARLY:
        result = Chosen("multiple", [weight > 0 for weight in weights])
        if max(earning) - min(earning) > NEARLY:
            result.notes.append(("weight_not_kept", ", ".join(_shown(weight) for weight in earning[:6])))
    else:
        raise QuestionRefused("weights_sum", _shown(sum(earning, Decimal(0))))
    if several != (result.kind == "multiple"):
        result.notes.append(("kind_changed_to", result.kind))
    return result


def accepted(answers: Sequence[tuple[Decimal, str]]) -> tuple[list[str], list[tuple[str, str]]]:
    """The spellings that earn everything, and notes on those that earn a part or stand for anything ("*").

    Raises `QuestionRefused` no_key if none is left.
    """
    spellings: list[str] = []
    notes = []
    for weight, text in answers:
        if weight <= 0 or not text.strip():
            continue
        if "*" in text.replace("\\*", ""):
            notes.append(("wildcard_not_kept", text))
        elif weight < FULL:
            notes.append(("weight_not_kept", f"{text} {_shown(weight)}"))
        else:
            spellings.append(text.replace("\\*", "*").strip().lstrip("= "))
    if not any(spellings):
        raise QuestionRefused("no_key")
    return [spelling for spelling in spellings if spelling], notes


def number_of(text: str) -> Decimal:
    """A plain decimal; "3,14" is 3.14, but "1,967" could mean two numbers. Raises `QuestionRefused` number_bad."""
    found = _NUMBER.fullmatch(text.strip())
    number = _decimal(found) if found else None
    if number is None:
        raise QuestionRefused("number_bad", text.strip())
    return number


def around(value: Decimal, tolerance: Decimal) -> tuple[Decimal, Decimal]:
    """Lowest and highest accepted number. Raises `QuestionRefused` tolerance_bad."""
    if tolerance < 0:
        raise QuestionRefused("tolerance_bad", format(tolerance.normalize(), "f"))
    return value - tolerance, value + tolerance


def one_range(ranges: Sequence[tuple[Decimal, Decimal, Decimal]]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The answers of a number question from (share, lowest, highest), with notes on ranges that earn a part only.

    Raises `QuestionRefused`: no_key, range_reversed, ranges_several (two ranges that do not meet earn everything).
    """
    if any(low > high for _weight, low, high in ranges):
        raise QuestionRefused("range_reversed")
    notes = [
        ("weight_not_kept", f"{plain(low)}–{plain(high)} {_shown(weight)}")
        for weight, low, high in ranges
        if 0 < weight < FULL
    ]
    full = sorted((low, high) for weight, low, high in ranges if weight >= FULL)
    if not full:
        raise QuestionRefused("no_key")
    low, high = full[0]
    for next_low, next_high in full[1:]:
        if next_low > high:
            raise QuestionRefused("ranges_several")
        high = max(high, next_high)
    return ((plain(low),) if low == high else (plain(low), plain(high))), notes


def plain(number: Decimal) -> str:
    """As our keys are written: "660", "680.5". Raises `QuestionRefused` number_bad if it does not fit into a key."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    if not PLAIN.fullmatch(text):
        raise QuestionRefused("number_bad", text)
    return text


def _decimal(found: re.Match[str]) -> Decimal | None:
    sign, whole, mark, part, power = found.groups()
    if not whole and not part:
        return None
    if mark == "," and len(part) == 3:
        return None
    return Decimal(f"{sign}{whole or 0}.{part or 0}e{power or 0}")


def _shown(weight: Decimal) -> str:
    return f"{format(weight.quantize(Decimal('0.01')).normalize(), 'f')} %"
