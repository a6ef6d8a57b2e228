"""Figures for people: shares in the reader's language, steps of the map scale, bars of the score chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.official.contents import Scores
from reports.rules.periods import NamedPeriod
from reports.rules.shares import percent
from reports.rules.wording import roman, short_day

register = template.Library()

LEVELS = {
    "TH": gettext_lazy("Tiểu học"),
    "THCS": gettext_lazy("Trung học cơ sở"),
    "THPT": gettext_lazy("Trung học phổ thông"),
    "GDTX": gettext_lazy("Giáo dục thường xuyên"),
    "CĐ, ĐH": gettext_lazy("Cao đẳng, đại học"),
    "": pgettext_lazy("cấp học", "Chưa rõ"),
}
AUDIENCES = {
    "pupils": gettext_lazy("Học sinh"),
    "students": gettext_lazy("Sinh viên"),
    "teachers": gettext_lazy("Giáo viên"),
}
CHANNELS = {
    "online": gettext_lazy("Trực tuyến"),
    "lan": gettext_lazy("Mạng nội bộ"),
    "paper": gettext_lazy("Trên giấy"),
}
ROUNDS = {
    "school": gettext_lazy("Vòng trường"),
    "cluster": gettext_lazy("Vòng cụm"),
    "commune": gettext_lazy("Vòng xã, phường"),
    "district": gettext_lazy("Vòng huyện"),
    "province": gettext_lazy("Vòng tỉnh"),
}
PILLARS = {
    "apsc": gettext_lazy("Chính trị – An ninh"),
    "aec": gettext_lazy("Kinh tế"),
    "ascc": gettext_lazy("Văn hóa – Xã hội"),
    "cross": gettext_lazy("Liên trụ cột"),
}
PERIODS = {
    "school_year": gettext_lazy("Năm học {year}–{next}"),
    "school_half": gettext_lazy("Học kỳ {roman}, {year}–{next}"),
    "report_year": gettext_lazy("Năm {year} (đến 14/12)"),
    "report_half": gettext_lazy("Sáu tháng {number}/{year} ({first}–{last})"),
    "report_quarter": gettext_lazy("Quý {roman}/{year} ({first}–{last})"),
    "report_month": gettext_lazy("Tháng {number}/{year} ({first}–{last})"),
    "calendar_year": gettext_lazy("Năm dương lịch {year}"),
    "calendar_quarter": gettext_lazy("Quý {roman}/{year} theo lịch"),
    "calendar_month": gettext_lazy("Tháng {number}/{year} theo lịch"),
}
GROUPS = {
    "school": gettext_lazy("Năm học"),
    "report": gettext_lazy("Kỳ báo cáo định kỳ"),
    "calendar": gettext_lazy("Theo lịch"),
}
#: Lower edges of the map's five steps, in percent.
STEPS = ((95, "q5"), (90, "q4"), (80, "q3"), (70, "q2"))
WIDTH, FLOOR, TALL = 40, 120.0, 100.0


@register.filter
def share(number: float | None) -> str:
    """`95.8` → `95,8%`; nothing known → `chưa có số liệu`."""
    return _("chưa có số liệu") if number is None else f"{number_format(number, decimal_pos=1)}%"


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
def audience_name(code: str) -> str:
    return str(AUDIENCES.get(code, code))


@register.filter
def channel_name(code: str) -> str:
    return str(CHANNELS.get(code, code))


@register.filter
def round_name(code: str) -> str:
    return str(ROUNDS.get(code, code))


@register.filter
def pillar_name(code: str) -> str:
    return str(PILLARS.get(code, code))


@register.filter
def group_name(code: str) -> str:
    """Of a group of periods to choose from."""
    return str(GROUPS.get(code, code))


@register.filter
def period_name(its: NamedPeriod) -> str:
    """`Quý III/2026 (15/06–14/09)`; free days are only told."""
    first, last = its.period.first, its.period.last
    if its.kind not in PERIODS:
        return f"{short_day(first)} – {short_day(last)}"
    known = {"year": its.year, "next": its.year + 1, "number": its.number, "roman": roman(its.number)}
    return str(PERIODS[its.kind]).format(**known, first=f"{first:%d/%m}", last=f"{last:%d/%m}")


@register.filter
def size(change: float | None) -> float:
    """A change without its sign, which words say."""
    return abs(change or 0)


@register.filter
def ratio(part: int, whole: int) -> float | None:
    """In percent; None of nothing."""
    return percent(part, whole)


@register.filter
def at(of: Sequence[Any], index: int) -> Any:
    """The entry of that number, from 0."""
    return of[index]


@register.simple_tag(takes_context=True)
def rows_url(context: Any, figure: str) -> str:
    """Where the rows of a figure are, with the period and the place of the page."""
    query = "&".join(part for part in (context["asked"].query, context.get("narrow", "")) if part)
    return f"{reverse('reports:rows', args=[figure])}?{query}"


@register.simple_tag(takes_context=True)
def down_url(context: Any, name: str, key: str) -> str:
    """A page further down (`unit`, `school`, `contest`) in the same period."""
    return f"{reverse(f'reports:{name}', args=[key])}?{context['asked'].query}"


@register.filter
def step(number: float | None) -> str:
    """The class of the map scale."""
    return next((name for edge, name in STEPS if number is not None and number >= edge), "q1")


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
