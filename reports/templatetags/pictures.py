"""Pictures drawn by templates: the tile map, the weeks, the pillars with their intervals. Geometry comes as text, so
that no decimal comma gets into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import template

from reports.official.contents import Contents, TopicLine, UnitLine, WeekLine
from reports.queries.drill import CLUSTER
from reports.rules import tiles

register = template.Library()
WIDE, FLOOR, TALL = 420, 130, 104
LABELS = 6  # as many dates as fit under the bars on a phone
NUMBERS = 12  # more bars than this bear their number only where it is the largest


@dataclass(frozen=True)
class Tile:
    """A place of the map; without a name it stays empty, without a line nobody there was invited."""

    name: str = ""
    key: str = ""
    line: UnitLine | None = None


@register.filter
def tile_rows(shown: Contents) -> list[list[Tile]]:
    """The map, row by row."""
    lines = {line.key: line for line in shown.clusters}
    return [[_tile(code, lines) for code in row] for row in tiles.grid(shown.last, lines)]


def _tile(code: str, lines: dict[str, UnitLine]) -> Tile:
    return Tile(tiles.NAMES[code], f"{CLUSTER}{code}", lines.get(code)) if code else Tile()


@register.filter
def off_the_map(shown: Contents) -> list[UnitLine]:
    """Clusters without a place on the map."""
    lines = {line.key: line for line in shown.clusters}
    return [lines[code] for code in tiles.outside(tiles.grid(shown.last, lines), list(lines))]


@register.filter
def cluster_key(line: UnitLine) -> str:
    """The name of a cluster in addresses."""
    return f"{CLUSTER}{line.key}"


@register.filter
def short_name(name: str) -> str:
    """A cluster without its kind."""
    return tiles.short(name)


@dataclass(frozen=True)
class Week:
    """A bar of the trend, and whether its date and its number are written."""

    monday: date
    newcomers: int
    x: str
    y: str
    width: str
    height: str
    middle: str
    above: str
    labelled: bool
    numbered: bool
    tallest: bool


@register.filter
def week_bars(weeks: Sequence[WeekLine]) -> list[Week]:
    """Bars of the newcomers of every week, also of the weeks without any, in a box of 420 × 160."""
    counted = {week.monday: week.newcomers for week in weeks}
    if not counted:
        return []
    first, number = min(counted), (max(counted) - min(counted)).days // 7 + 1
    mondays = [first + timedelta(weeks=index) for index in range(number)]
    most, step = max(counted.values()) or 1, WIDE / max(number, 6)
    every = -(-number // LABELS)
    return [
        _bar(index, monday, counted.get(monday, 0), most, step, every, number) for index, monday in enumerate(mondays)
    ]


def _bar(index: int, monday: date, n: int, most: int, step: float, every: int, number: int) -> Week:
    height = TALL * n / most
    return Week(
        monday=monday,
        newcomers=n,
        x=f"{index * step + step * 0.12:.1f}",
        y=f"{FLOOR - height:.1f}",
        width=f"{step * 0.76:.1f}",
        height=f"{height:.1f}",
        middle=f"{(index + 0.5) * step:.1f}",
        above=f"{FLOOR - height - 6:.1f}",
        labelled=index % every == 0,
        numbered=n > 0 and (number <= NUMBERS or n == most),
        tallest=n == most,
    )


@dataclass(frozen=True)
class Whisker:
    """A share as a bar from 0 to 400, its interval as a line over it."""

    width: str
    low: str
    high: str
    reach: str


@register.filter
def whisker(topic: TopicLine) -> Whisker | None:
    if topic.share is None:
        return None
    low, high = (topic.share if edge is None else edge for edge in (topic.low, topic.high))
    low, high = max(0.0, min(low, 100.0)), max(0.0, min(high, 100.0))
    return Whisker(f"{4 * topic.share:.1f}", f"{4 * low:.1f}", f"{4 * high:.1f}", "" if topic.low is None else "1")
