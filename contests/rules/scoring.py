"""From an answer and its frozen key to points in hundredths."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contests.rules.words import Say
from quiz.rules.kinds import kind

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Score:
    points: int
    right: bool


@dataclass(frozen=True)
class Scoring:
    """How a contest scores: `partial` shares for parts, and what a wrong answer costs, in percent of its worth."""

    partial: bool = False
    negative_percent: int = 0

    def in_words(self, _: Say) -> list[str]:
        """One sentence a rule."""
        if self.partial:
            said = _(
                "Câu nhiều đáp án: mỗi lựa chọn đúng được một phần điểm, mỗi lựa chọn sai trừ đi một phần. "
                "Câu ghép đôi, sắp thứ tự: mỗi ý đúng chỗ được một phần điểm."
            )
        else:
            said = _("Câu nhiều đáp án, ghép đôi, sắp thứ tự: đúng hết mới có điểm.")
        if not self.negative_percent:
            return [said, _("Câu chưa đúng không bị trừ điểm.")]
        lost = _("Câu trả lời chưa đúng bị trừ %(n)s%% số điểm của câu; câu bỏ trống không bị trừ.")
        return [said, lost % {"n": self.negative_percent}]


@dataclass(frozen=True)
class Key:
    """A frozen key under its ruling: `key` (value is the key), `any` (value is a list of keys), `all_right`, `void`."""

    value: tuple[Any, ...]
    ruling: str = "key"

    def shown(self) -> list[str]:
        """The key as a page shows it; the first one where several are accepted."""
        first = self.value[0] if self.ruling == "any" and self.value else self.value
        return list(first)

    @property
    def keys(self) -> list[list[str]]:
        """Every key that earns the full points."""
        return [list(one) for one in self.value] if self.ruling == "any" else [list(self.value)]


def score(share: Fraction, worth: int) -> Score:
    """`worth` hundredths for a full answer; halves round up. Only a full answer counts as right."""
    return Score(points=_rounded(share * worth), right=share == 1)


def graded(kind_code: str, given: Sequence[str], key: Key, scoring: Scoring, worth: int) -> Score:
    """What an answer earns. An empty one earns and costs nothing, whatever the key.

    `all_right`: whoever answered the item has its full points. `void`: nobody has any.
    """
    if not given or key.ruling == "void":
        return Score(0, False)
    if key.ruling == "all_right":
        return Score(worth, True)
    its_kind = kind(kind_code)
    share = max(its_kind.grade(list(given), one, partial=scoring.partial) for one in key.keys)
    if share == 0 and scoring.negative_percent:
        return Score(-_rounded(Fraction(worth * scoring.negative_percent, 100)), False)
    return score(share, worth)


def speed_points(points: int, most_points: int, left_ms: int, length_ms: int, speed_most: int) -> int:
    """Hundredths for handing in early: the share of the time left × the share of the points earned × the cap.

    So a blank paper handed in at once earns nothing.
    """
    if not speed_most or points <= 0 or most_points <= 0 or length_ms <= 0:
        return 0
    left = min(max(0, left_ms), length_ms)
    return _rounded(Fraction(speed_most * min(points, most_points) * left, most_points * length_ms))


def _rounded(value: Fraction) -> int:
    return int(value + HALF)
