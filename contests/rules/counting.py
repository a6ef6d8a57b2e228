"""Which of one person's attempts counts, and whether one is left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from contests.rules.words import Say


class Ended(Protocol):
    """An attempt that has ended."""

    @property
    def number(self) -> int: ...
    @property
    def points(self) -> int: ...
    @property
    def ended_at(self) -> datetime | None: ...


T = TypeVar("T", bound=Ended)


def counting(attempts: Sequence[T], counts: str) -> T:
    """`best`: most points, of equals the one that ended first; `last`; `first`. ValueError without attempts."""
    if counts == "best":
        return min(attempts, key=lambda one: (-one.points, one.ended_at is None, one.ended_at, one.number))
    by_number = sorted(attempts, key=lambda one: one.number)
    if not by_number:
        raise ValueError("no attempt to count")
    return by_number[-1] if counts == "last" else by_number[0]


def is_left(used: int, most: int | None) -> bool:
    """Whether one more attempt may be begun; `most` None: no limit."""
    return most is None or used < most


def in_words(most: int | None, counts: str, _: Say) -> str:
    """The rule as one sentence."""
    if most == 1:
        return _("Mỗi người làm một lần.")
    which = {
        "best": _("Tính lượt cao điểm nhất; bằng điểm thì tính lượt làm sớm hơn."),
        "last": _("Tính lượt làm cuối cùng."),
        "first": _("Tính lượt làm đầu tiên."),
    }[counts]
    if most is None:
        return _("Mỗi người được làm nhiều lần trong khung giờ.") + " " + which
    return _("Mỗi người được làm tối đa %(n)s lần.") % {"n": most} + " " + which
