"""The board's one text: every client of a contest gets the same, and reads its own place from the steps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contests.queries.board import Figures
from contests.rules.board import Step, thinned

BOARD = "board"
MOST_BYTES = 2_047
MOST_STEPS = 200
#: As long as so many steps fit, the words may stay; below that words get shorter first.
ENOUGH_STEPS = 31
SHORTEST_NAME = 12


@dataclass(frozen=True)
class TopRow:
    """One of the ten. `groups`: where this person belongs, from the longest way to say it to the shortest."""

    rank: int
    tied: bool
    name: str
    groups: tuple[str, ...]
    points: int
    move: int = 0

    def group(self, level: int) -> str:
        return self.groups[min(level, len(self.groups) - 1)] if self.groups else ""


@dataclass(frozen=True)
class BoardText:
    """Everything that the text says. Field by field: docs/live-protocol.md."""

    contest: str
    epoch: int
    version: int
    at: datetime
    frozen: bool
    entrants: int
    sitting: int
    submitted: int
    top: tuple[TopRow, ...]
    steps: tuple[Step, ...]
    every: int = 1

    def text(self) -> str:
        """JSON of at most `MOST_BYTES`: groups, then steps, then names give way where they do not fit."""
        steps = thinned(self.steps, MOST_STEPS)  # once: thousands of different sums are no reason to thin thousands
        for level in range(4):
            if text := self._fitted(level, 40, steps, min(len(steps), ENOUGH_STEPS)):
                return text
        for letters in (40, 32, 24, 18, SHORTEST_NAME):
            if text := self._fitted(3, letters, steps, min(len(steps), 2)):
                return text
        return self._written(3, SHORTEST_NAME, ())

    def _fitted(self, level: int, letters: int, steps: tuple[Step, ...], at_least: int) -> str:
        """With as many steps as there is room for; empty where not even `at_least` fit."""
        low, high = at_least, len(steps)
        best = ""
        while low <= high:
            middle = high if not best and high == len(steps) else (low + high) // 2
            text = self._written(level, letters, thinned(steps, middle))
            if len(text.encode()) <= MOST_BYTES:
                best, low = text, middle + 1
            else:
                high = middle - 1
        return best

    def _written(self, level: int, letters: int, steps: tuple[Step, ...]) -> str:
        slower = {"every": self.every} if self.every > 1 else {}
        body = {
            "type": BOARD,
            "contest": self.contest,
            "epoch": self.epoch,
            "version": self.version,
            "at": self.at.isoformat(timespec="milliseconds"),
            "frozen": self.frozen,
            "entrants": self.entrants,
            "sitting": self.sitting,
            "submitted": self.submitted,
            "top": [_row(row, level, letters) for row in self.top],
            "steps": [list(step) for step in steps],
            **slower,
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _row(row: TopRow, level: int, letters: int) -> dict[str, object]:
    return {
        "rank": row.rank,
        "tied": row.tied,
        "name": _cut(row.name, letters),
        "group": row.group(level),
        "points": row.points,
        "move": row.move,
    }


def _cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def board_text(
    figures: Figures, *, epoch: int, version: int, at: datetime, moves: Mapping[int, int], every: int = 1
) -> str:
    """Figures as the text of one version; `moves` by attempt, `every` the seconds between two texts."""
    top = tuple(
        TopRow(row.rank, row.tied, row.name, row.groups, row.points, moves.get(row.attempt, 0))
        for row in figures.leaders
    )
    return BoardText(
        contest=figures.code,
        epoch=epoch,
        version=version,
        at=at,
        frozen=figures.frozen,
        entrants=figures.entrants,
        sitting=figures.sitting,
        submitted=figures.submitted,
        top=top,
        steps=figures.steps,
        every=every,
    ).text()
