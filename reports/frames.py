"""Rows to DataFrames: the only place where tables meet pandas. Ids that are unknown become 0 (`NOWHERE`)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from backend import clock
from reports.queries import Rows
from reports.rules.places import level_of, unit_on, units_between

PUPILS = "pupils"


@dataclass(frozen=True)
class Frames:
    """What the statistics take.

    turns      one row per turn: contest, audience, user, school, unit, grade (ints, 0 unknown), level, sex (text),
               points, most (hundredths), right, items (ints)
    invited    one row per contest and school of the pupils' contests: contest, school
    placed     one row per unit and invited school: unit, school (a school that moved stands in both units)
    parts      denominators: school, grade (0: the whole school), level, pupils
    items      items of the papers: item, paper, revision, most
    answers    equal answers counted: item, value, n, points, ungraded
    sat        turns by paper: paper, n
    """

    turns: pd.DataFrame
    invited: pd.DataFrame
    placed: pd.DataFrame
    parts: pd.DataFrame
    items: pd.DataFrame
    answers: pd.DataFrame
    sat: pd.DataFrame


TURNS = {
    "contest": "int64",
    "audience": "str",
    "user": "int64",
    "school": "int64",
    "unit": "int64",
    "grade": "int64",
    "level": "str",
    "sex": "str",
    "paper": "int64",
    "points": "int64",
    "most": "int64",
    "right": "int64",
    "items": "int64",
}


def frames(rows: Rows) -> Frames:
    """The rows of a period as frames, each with the columns and types that `Frames` states."""
    pupils = {contest.id for contest in rows.contests if contest.audience == PUPILS}
    invited = sorted({(row.contest, row.school) for row in rows.invitations if row.contest in pupils})
    parts = [(school, part.grade or 0, part.level, part.pupils) for school, its in rows.parts.items() for part in its]
    turns = _turns(rows)
    papers = Counter(row.paper for row in rows.attempts if row.audience == PUPILS)
    return Frames(
        turns=turns,
        invited=_frame(invited, {"contest": "int64", "school": "int64"}),
        placed=_frame(_placed(rows, invited), {"unit": "int64", "school": "int64"}),
        parts=_frame(parts, {"school": "int64", "grade": "int64", "level": "str", "pupils": "int64"}),
        items=_frame(rows.paper_items, dict.fromkeys(("item", "paper", "revision", "most"), "int64")),
        answers=_frame(
            rows.answers, {"item": "int64", "value": "str", "n": "int64", "points": "int64", "ungraded": "int64"}
        ),
        sat=_frame(sorted(papers.items()), {"paper": "int64", "n": "int64"}),
    )


def _frame(rows: Iterable[tuple[object, ...]], columns: dict[str, str]) -> pd.DataFrame:
    """Rows under these columns with these types, right also when there are none."""
    return pd.DataFrame.from_records(list(rows), columns=list(columns)).astype(columns)


def _turns(rows: Rows) -> pd.DataFrame:
    most: dict[int, int] = {}
    items: dict[int, int] = {}
    for item in rows.paper_items:
        most[item.paper] = most.get(item.paper, 0) + item.points
        items[item.paper] = items.get(item.paper, 0) + 1
    unit = _Units(rows)
    made = []
    for row in rows.attempts:
        school = rows.schools.get(row.school or 0)
        made.append(
            (
                row.contest,
                row.audience,
                row.user,
                row.school or 0,
                unit.on(row.school, row.started_at),
                row.grade or 0,
                level_of(school.level if school else "", row.grade),
                row.sex,
                row.paper,
                row.points,
                most.get(row.paper, 0),
                row.right,
                items.get(row.paper, 0),
            )
        )
    return _frame(made, TURNS)


class _Units:
    """The unit of a school on the day of an instant, looked up once per school and day."""

    def __init__(self, rows: Rows) -> None:
        self._spans = rows.spans
        self._known: dict[tuple[int, date], int] = {}

    def on(self, school: int | None, at: datetime) -> int:
        key = (school or 0, clock.day_of(at))
        if key not in self._known:
            self._known[key] = unit_on(self._spans.get(key[0], []), key[1])
        return self._known[key]


def _placed(rows: Rows, invited: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Units in which each invited school stood while its contests ran inside the period."""
    windows = {
        contest.id: (
            max(clock.day_of(contest.opens_at), rows.period.first),
            min(clock.day_of(contest.closes_at), rows.period.last),
        )
        for contest in rows.contests
    }
    pairs: set[tuple[int, int]] = set()
    for contest, school in invited:
        first, last = windows[contest]
        pairs |= {(unit, school) for unit in units_between(rows.spans.get(school, []), first, max(first, last))}
    return sorted(pairs)
