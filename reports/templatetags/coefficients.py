"""Figures of item analysis for people: rounded half up once, a true minus, words of the fixed lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from contests.queries.paper import code_of_number
from reports.official.analysis import AskedLine, OptionLine
from reports.rules.shares import rounded_float
from reports.templatetags.figures import level_name

register = template.Library()

WORDS = {
    "very_good": gettext_lazy("Rất tốt"),
    "good": gettext_lazy("Tốt"),
    "fair": gettext_lazy("Khá"),
    "low": gettext_lazy("Hơi thấp"),
    "poor": gettext_lazy("Thấp"),
    "easy": pgettext_lazy("độ khó của đề", "Dễ"),
    "right": gettext_lazy("Vừa sức"),
    "hard": pgettext_lazy("độ khó của đề", "Khó"),
    "very_hard": gettext_lazy("Rất khó"),
}
TAGS = {
    "key": gettext_lazy("Nghi nhầm đáp án"),
    "hard": gettext_lazy("Quá khó"),
    "weak": gettext_lazy("Phân biệt yếu"),
    "unused": gettext_lazy("Có phương án thừa"),
    "easy": gettext_lazy("Quá dễ"),
}
SEXES = {"m": gettext_lazy("Nam"), "f": gettext_lazy("Nữ")}
SLOT, BAR, TALL = 14, 11, 34.0


@register.filter
def coefficient(value: float | None, places: int = 2) -> str:
    """`-0.125` → `−0,13`; `–` where nothing is known."""
    if value is None:
        return "–"
    kept = rounded_float(value, places)
    return ("−" if kept < 0 else "") + number_format(abs(kept), decimal_pos=places)


@register.filter
def hundredths(value: float | None) -> str:
    """A mean of points: `2061.7` → `20,6`."""
    return "–" if value is None else coefficient(value / 100, 1)


@register.filter
def percent_of(share: float | None) -> str:
    """`0.4712` → `47%`."""
    return "–" if share is None else f"{coefficient(100 * share, 0)}%"


@register.filter
def round_half_up(share: float | None) -> int:
    """The same as a whole number, for bars."""
    return int(rounded_float(100 * (share or 0), 0))


@register.filter
def odds(value: float) -> str:
    """A small p: `0,034`, or `< 0,001`."""
    return coefficient(value, 3) if value >= 0.001 else f"< {number_format(0.001, decimal_pos=3)}"


@register.filter
def word(code: str) -> str:
    return str(WORDS.get(code, ""))


@register.filter
def reason_tag(code: str) -> str:
    return str(TAGS[code])


@register.filter
def paper_code(number: int) -> str:
    return code_of_number(number)


@register.filter
def group_name(code: str, by: str) -> str:
    """A group of a comparison in the reader's words."""
    if by == "sex":
        return str(SEXES[code])
    return code_of_number(int(code)) if by == "paper" else level_name(code)


@register.filter
def place(line: AskedLine, papers: int) -> str:
    """`14`, or with several papers `101: 14; 102: 3`."""
    if papers == 1:
        return str(line.places[0][1])
    return "; ".join(f"{code_of_number(paper)}: {position}" for paper, position in line.places)


@dataclass(frozen=True)
class Column:
    """A bar as text, so that no decimal comma gets into it."""

    x: str
    y: str
    height: str
    right: bool


@register.filter
def columns(options: Sequence[OptionLine]) -> list[Column]:
    """Shares of the options in a box as wide as `columns_width` says and 34 high."""
    heights = [max(0.5, TALL * (option.share or 0)) for option in options]
    return [
        Column(str(SLOT * place), f"{TALL - tall:.1f}", f"{tall:.1f}", option.right)
        for place, (option, tall) in enumerate(zip(options, heights, strict=True))
    ]


@register.filter
def columns_width(options: Sequence[OptionLine]) -> str:
    return str(SLOT * len(options) - SLOT + BAR)
