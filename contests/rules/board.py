"""What a board says, worked out from plain figures: rank ranges by points, and words that get shorter."""

from collections.abc import Sequence
from dataclasses import dataclass

PARTS = ("school", "grade", "unit")


@dataclass(frozen=True)
class Part:
    """A part of the entrants with a board of its own: `school` and `unit` by id, `grade` by number."""

    kind: str
    value: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


def part_of(text: str, offered: str) -> Part:
    """From `grade:10`; `offered` is the rule sheet's list. ValueError for what is none or is not offered."""
    kind, _, value = text.partition(":")
    if kind not in PARTS or kind not in offered.split(",") or not (value.isascii() and value.isdecimal()):
        raise ValueError(text)
    if len(value) > 9:
        raise ValueError(text)
    return Part(kind, int(value))


Step = tuple[int, int, int]  # points, first and last rank of those who have them

_SHORT = (
    ("Trung học cơ sở và Trung học phổ thông", "THCS-THPT"),
    ("Trung học phổ thông", "THPT"),
    ("Trung học cơ sở", "THCS"),
    ("Tiểu học", "TH"),
    ("Phổ thông", "PT"),
    ("Dân tộc nội trú", "DTNT"),
)
LONGEST_SHORT = 20


def steps_of(counts: Sequence[tuple[int, int]]) -> tuple[Step, ...]:
    """From (points, how many have them), in any order, to rank ranges, best first."""
    steps = []
    above = 0
    for points, many in sorted(counts, reverse=True):
        steps.append((points, above + 1, above + many))
        above += many
    return tuple(steps)


def thinned(steps: Sequence[Step], most: int) -> tuple[Step, ...]:
    """At most `most` of them, the first and the last among them, the others spread evenly over the ranks.

    Points that are left out lie between two that stand, and so do their ranks.
    """
    if len(steps) <= most:
        return tuple(steps)
    if most < 2:
        return ()
    last = steps[-1][2]
    kept = {0, len(steps) - 1}
    wanted = iter(range(1, most - 1))
    mark = next(wanted, None)
    for index in range(1, len(steps) - 1):
        left = len(steps) - 1 - index
        if mark is None:
            break
        if steps[index][2] >= last * mark / (most - 1) or left <= most - 1 - mark:
            kept.add(index)
            mark = next(wanted, None)
    return tuple(steps[index] for index in sorted(kept))


def short_school(name: str) -> str:
    """`Trường Trung học phổ thông Hồ Thị Kỷ` → `THPT Hồ Thị Kỷ`; cut with an ellipsis where still long."""
    text = name.removeprefix("Trường ").strip()
    for long, short in _SHORT:
        text = _replaced(text, long, short)
    return text if len(text) <= LONGEST_SHORT else text[: LONGEST_SHORT - 1].rstrip() + "…"


def _replaced(text: str, long: str, short: str) -> str:
    at = text.casefold().find(long.casefold())
    return text if at < 0 else text[:at] + short + text[at + len(long) :]


def shown_name(full_name: str, initials: str, class_name: str, *, with_name: bool) -> str:
    """The full name where it may be shown, else initials and class."""
    if with_name:
        return full_name
    return _joined(initials, class_name)


def groups_of(class_name: str, school: str, *, with_class: bool) -> tuple[str, ...]:
    """Where a person belongs, from the longest way to say it to none; the class only where the name lacks it."""
    of_class = class_name if with_class else ""
    whole = school.removeprefix("Trường ").strip()
    tries = (_joined(of_class, whole), _joined(of_class, short_school(school)), of_class, "")
    return tuple(dict.fromkeys(tries))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
