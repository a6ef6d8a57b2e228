"""Figures for people: shares in the reader's language, steps of the map scale, bars of the score chart."""

from dataclasses import dataclass

from django import template
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.official.contents import Scores

register = template.Library()

LEVELS = {
    "TH": gettext_lazy("Tiểu học"),
    "THCS": gettext_lazy("Trung học cơ sở"),
    "THPT": gettext_lazy("Trung học phổ thông"),
    "GDTX": gettext_lazy("Giáo dục thường xuyên"),
    "CĐ, ĐH": gettext_lazy("Cao đẳng, đại học"),
    "": pgettext_lazy("cấp học", "Chưa rõ"),
}
#: Lower edges of the map's five steps, in percent.
STEPS = ((95, "q5"), (90, "q4"), (80, "q3"), (70, "q2"))
WIDTH, FLOOR, TALL = 40, 120.0, 100.0


@register.filter
def share(percent: float | None) -> str:
    """`95.8` → `95,8%`; nothing known → `chưa có số liệu`."""
    return _("chưa có số liệu") if percent is None else f"{number_format(percent, decimal_pos=1)}%"


@register.filter
def whole(number: int) -> str:
    """`12345` → `12.345` or `12,345`. Said here, because Django's Vietnamese formats do not group digits."""
    return f"{number:,}".replace(",", get_format("THOUSAND_SEPARATOR"))


@register.filter
def plain(number: float | None) -> str:
    """For attributes, which no language may touch: `1234.5`."""
    return "0" if number is None else str(number)


@register.filter
def level_name(level: str) -> str:
    return str(LEVELS.get(level, level))


@register.filter
def step(percent: float | None) -> str:
    """The class of the map scale."""
    return next((name for edge, name in STEPS if percent is not None and percent >= edge), "q1")


@dataclass(frozen=True)
class Bar:
    """Geometry as text, so that no decimal comma gets into it."""

    x: str
    y: str
    height: str
    middle: str
    above: str
    low: int
    high: int
    n: int
    tallest: bool


@register.filter
def bars(scores: Scores) -> list[Bar]:
    """The bars of the score chart in a box of 400 × 150."""
    most = max((band.n for band in scores.bands), default=0) or 1
    made = []
    for index, band in enumerate(scores.bands):
        height = TALL * band.n / most
        made.append(
            Bar(
                x=f"{index * WIDTH + 4}",
                y=f"{FLOOR - height:.1f}",
                height=f"{height:.1f}",
                middle=f"{index * WIDTH + WIDTH // 2}",
                above=f"{FLOOR - height - 5:.1f}",
                low=band.low,
                high=band.high,
                n=band.n,
                tallest=band.n == most,
            )
        )
    return made
