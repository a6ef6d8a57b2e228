"""The health of the provincial bank: what contests told of its items, added up."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from django.core.paginator import Page, Paginator

from backend import clock
from quiz.models import ItemRecord, Question
from quiz.models.question import State
from quiz.rules.health import SIGNS, Health, Told, health
from schools.rules import years

PAGE = 50


@dataclass(frozen=True)
class HealthRow:
    """An approved item of the provincial bank and how it does."""

    slug: str
    stem_vi: str
    stem_en: str
    pillar: str
    health: Health

    @property
    def exposure(self) -> str:
        """Turns by school year, as words of figures: `2025-2026: 120; 2026-2027: 40`."""
        return "; ".join(f"{years.label(year)}: {turns}" for year, turns in self.health.years)


@dataclass(frozen=True)
class BankHealth:
    """`rows` is a page of the items with the sign asked for (all that were used without one), the worst first."""

    approved: int
    used: int
    to_look_at: int
    middle_p: float | None
    middle_d: float | None
    signs: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int, int], ...]  # school year, items used, turns
    points: tuple[tuple[str, float, float, bool], ...]  # slug, p, d, whether it has a sign
    rows: Page[HealthRow]


def bank_health(*, sign: str, number: str | int) -> BankHealth:
    """Two queries, whatever the size of the bank. A sign that is none of `SIGNS` counts as not asked."""
    rows = _rows()
    used = [row for row in rows if row.health.contests]
    ill = [row for row in used if row.health.signs]
    shown = sorted((row for row in used if sign not in SIGNS or sign in row.health.signs), key=_worst)
    counted = Counter(sign for row in ill for sign in row.health.signs)
    known = [(row.slug, row.health.p, row.health.d, bool(row.health.signs)) for row in used]
    points = tuple((slug, p, d, bad) for slug, p, d, bad in known if p is not None and d is not None)
    return BankHealth(
        approved=len(rows),
        used=len(used),
        to_look_at=len(ill),
        middle_p=_middle([row.health.p for row in used]),
        middle_d=_middle([row.health.d for row in used]),
        signs=tuple((sign, counted[sign]) for sign in SIGNS if counted[sign]),
        years=_years(used),
        points=points,
        rows=Paginator(shown, PAGE).get_page(number),
    )


def _rows() -> list[HealthRow]:
    told: dict[int, list[Told]] = defaultdict(list)
    records = ItemRecord.objects.filter(question__owner=None, n__gt=0).order_by("at")
    for question, place, n, p, d, at in records.values_list("question", "place", "n", "p", "discrimination", "at"):
        day = clock.day_of(at)
        told[question].append(Told(place, n, p, d, years.start_year(day), day))
    questions = Question.objects.filter(owner=None, state=State.APPROVED).order_by("slug")
    columns = ("pk", "slug", "current__stem_vi", "current__stem_en", "pillar")
    rows = questions.values_list(*columns)
    return [HealthRow(slug, vi, en, pillar, health(told[pk])) for pk, slug, vi, en, pillar in rows]


def _middle(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _worst(row: HealthRow) -> tuple[int, float, str]:
    first = SIGNS.index(row.health.signs[0]) if row.health.signs else len(SIGNS)
    return first, row.health.d if row.health.d is not None else 1.0, row.slug


def _years(used: list[HealthRow]) -> tuple[tuple[str, int, int], ...]:
    items: Counter[int] = Counter()
    turns: Counter[int] = Counter()
    for row in used:
        for year, n in row.health.years:
            items[year] += 1
            turns[year] += n
    return tuple((years.label(year), items[year], turns[year]) for year in sorted(items))
