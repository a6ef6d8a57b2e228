"""Points (hundredths), times (milliseconds) and what decided a rank, as people read them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from contests.rules.ranking import STEPS

register = template.Library()


@register.filter
def points(hundredths: int | None) -> str:
    """`1850` → `18,5`; empty for nothing."""
    if hundredths is None:
        return ""
    places = 0 if hundredths % 100 == 0 else (1 if hundredths % 10 == 0 else 2)
    return number_format(hundredths / 100, decimal_pos=places)


@register.filter
def minutes(ms: int | None) -> str:
    """`65300` → `1:05`; empty for nothing."""
    if ms is None:
        return ""
    seconds = int(ms) // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def decided(step: str) -> str:
    """The step of the tie chain that parted a row from the one above: `points` → `nhiều điểm hơn`."""
    found = STEPS.get(step)
    return found.in_words(gettext) if found else gettext("bằng nhau ở mọi tiêu chí")
