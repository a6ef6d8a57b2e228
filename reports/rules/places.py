"""Where a school lay on a day, and the level a pupil learns at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

NOWHERE = 0  # the unit of a school without a placement on the day: "chưa xếp xã"
LEVELS = ("TH", "THCS", "THPT", "GDTX", "CĐ, ĐH")
_CENTRES = ("GDTX", "GDNN", "TTGD")
_COLLEGES = ("CĐ", "ĐH")
_ALONE = {"TH": "TH", "THCS": "THCS", "THPT": "THPT"}


@dataclass(frozen=True)
class Span:
    """A school stood in a unit from a day to a day, both included, None for open."""

    unit: int
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, first: date, last: date) -> bool:
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)


def unit_on(spans: Sequence[Span], day: date) -> int:
    """The unit on that day, the latest begun where two overlap; `NOWHERE` if none."""
    held = [span for span in spans if span.holds(day)]
    return max(held, key=lambda span: span.first or date.min).unit if held else NOWHERE


def units_between(spans: Sequence[Span], first: date, last: date) -> set[int]:
    """Every unit in which the school stood on some day of `[first, last]`."""
    days = {first, last}
    for span in spans:
        days |= {edge for edge in (span.first, span.last) if edge is not None and first <= edge <= last}
        days |= set(_day_after(span.last, first, last))
    return {unit_on(spans, day) for day in days}


def _day_after(day: date | None, first: date, last: date) -> Iterable[date]:
    """The day after a span's end, where a gap may begin."""
    if day is not None and first <= day < last:
        yield date.fromordinal(day.toordinal() + 1)


def level_of(school_level: str, grade: int | None) -> str:
    """A level belongs to the class: by grade, except in centres and colleges; "" where nothing tells it."""
    text = school_level.upper()
    if text.startswith(_CENTRES):
        return "GDTX"
    if text.startswith(_COLLEGES):
        return "CĐ, ĐH"
    if grade is None:
        return _ALONE.get(text, "")
    if 1 <= grade <= 5:
        return "TH"
    if 6 <= grade <= 9:
        return "THCS"
    return "THPT" if 10 <= grade <= 12 else ""
