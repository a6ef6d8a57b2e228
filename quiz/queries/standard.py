"""The standard papers of the bank, as cells of topic and level that a contest's blueprint can take over."""

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from quiz.exchange.bank_folder import read_blueprints
from quiz.models.question import Band, Level
from quiz.queries.items import topics, usable
from quiz.rules.blueprint import Cell
from quiz.rules.mix import BandBlueprint


@dataclass(frozen=True)
class StandardPaper:
    """The audience a standard paper is for, and how many items it has."""

    band: str
    name: str
    count: int


@functools.cache
def _blueprints() -> Mapping[str, BandBlueprint]:
    return {one.band: one for one in read_blueprints()}


def standard_papers() -> list[StandardPaper]:
    """One for each audience, the youngest first."""
    return [StandardPaper(band, str(Band(band).label), sum(one.cells.values())) for band, one in _blueprints().items()]


def levels() -> list[tuple[str, str]]:
    """Code and name of every level, the easiest first."""
    return [(level.value, str(level.label)) for level in Level]


def standard_cells(band: str, *, first: date, last: date, at: datetime) -> dict[Cell, int]:
    """The standard paper of an audience, its pillars spread over their topics as the bank allows; one query.

    Where the bank is short of a cell the paper is so much shorter. Empty for an unknown audience.
    """
    blueprint = _blueprints().get(band)
    if blueprint is None:
        return {}
    fair = usable(first=first, last=last, at=at).filter(band__in=blueprint.bands).order_by()
    rows = fair.values_list("pillar", "topic__code", "level").annotate(n=Count("pk"))
    stock = {(pillar, topic, level): n for pillar, topic, level, n in rows}
    codes = [topic.code for topic in topics()]
    made: Counter[Cell] = Counter()
    for (pillar, level), wanted in blueprint.cells.items():
        for _unused in range(wanted):
            free = [code for code in codes if stock.get((pillar, code, level))]
            if not free:
                break
            topic = min(free, key=lambda code: sum(n for cell, n in made.items() if cell[0] == code))
            stock[pillar, topic, level] -= 1
            made[topic, level] += 1
    return dict(made)
