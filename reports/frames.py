"""Rows to DataFrames: the only place where tables meet pandas. Ids that are unknown become 0 (`NOWHERE`).

Turns and answers stay columns all the way: what depends on few things (the unit on a school and a day, the level on a
school and a grade) is worked out once for each of these and then looked up for all turns together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd

from backend import clock
from reports.queries import Rows
from reports.queries.columns import Integers
from reports.queries.rows import SchoolRow
from reports.queries.sheets import UNGRADED, Sheet, Sheets
from reports.queries.turns import Turns, turns_of
from reports.rules.places import Span, level_of, unit_on, units_between

PUPILS = "pupils"
STUDENTS = "students"
_COLLEGE = "CĐ, ĐH"
_QUARTER_MS = 900_000  # zones differ from UTC by whole quarters of an hour


@dataclass(frozen=True)
class Frames:
    """What the statistics take.

    turns      one row per turn: contest, audience (of the contest), user, school, unit, grade (ints, 0 unknown),
               level, sex (text), paper, points, most (hundredths), right, items (ints); channel (text), group (text:
               pupils, students, teachers), day (ordinal), week (numbered on: its Monday is `monday_of(week)`),
               started (ms), id (of the attempt). The index is the place of the turn in the rows
    invited    one row per contest and school of the pupils' contests: contest, school
    placed     one row per unit and invited school: unit, school (a school that moved stands in both units)
    parts      denominators: school, grade (0: the whole school), level, pupils
    items      items of the papers: item, paper, revision, most, topic, pillar (text)
    answers    equal answers counted: item, value, n, points, ungraded
    sat        turns by paper: paper, n
    sheets     every answer in one block for each paper; `turns` of a sheet are labels of the frame `turns`
    """

    turns: pd.DataFrame
    invited: pd.DataFrame
    placed: pd.DataFrame
    parts: pd.DataFrame
    items: pd.DataFrame
    answers: pd.DataFrame
    sat: pd.DataFrame
    sheets: Sheets = field(default_factory=Sheets)


ITEMS = {
    "item": "int64", "paper": "int64", "revision": "int64", "most": "int64", "topic": "str", "pillar": "str",
}  # fmt: skip
ANSWERS = {"item": "int64", "value": "str", "n": "int64", "points": "int64", "ungraded": "int64"}


def frames(rows: Rows) -> Frames:
    """The rows of a period as frames, each with the columns and types that `Frames` states."""
    pupils = {contest.id for contest in rows.contests if contest.audience == PUPILS}
    invited = sorted({(row.contest, row.school) for row in rows.invitations if row.contest in pupils})
    parts = [(school, part.grade or 0, part.level, part.pupils) for school, its in rows.parts.items() for part in its]
    items = _frame(rows.paper_items, ITEMS)
    turns = _turns(rows, items)
    papers = turns.loc[turns["audience"] == PUPILS, "paper"].value_counts().sort_index()
    sheets = rows.answers if isinstance(rows.answers, Sheets) else Sheets()
    return Frames(
        turns=turns,
        invited=_frame(invited, {"contest": "int64", "school": "int64"}),
        placed=_frame(_placed(rows, invited), {"unit": "int64", "school": "int64"}),
        parts=_frame(parts, {"school": "int64", "grade": "int64", "level": "str", "pupils": "int64"}),
        items=items,
        answers=_counted(sheets) if isinstance(rows.answers, Sheets) else _frame(rows.answers, ANSWERS),
        sat=pd.DataFrame({"paper": papers.index.to_numpy(), "n": papers.to_numpy()}, dtype="int64"),
        sheets=sheets,
    )


def monday_of(week: int) -> date:
    """The first day of a week of the turns."""
    return date.fromordinal(7 * week + 1)


def _frame(rows: Iterable[tuple[object, ...]], columns: dict[str, str]) -> pd.DataFrame:
    """Rows under these columns with these types, right also when there are none."""
    return pd.DataFrame.from_records(list(rows), columns=list(columns)).astype(columns)


def _turns(rows: Rows, items: pd.DataFrame) -> pd.DataFrame:
    read = rows.attempts if isinstance(rows.attempts, Turns) else turns_of(rows.attempts)
    papers = items.groupby("paper")["most"].agg(["sum", "size"]).reindex(read["paper"], fill_value=0)
    day = _days(read["started"])
    level, audience = _levels(read, rows.schools), _words(read, "audience")
    made: dict[str, object] = {
        "contest": read["contest"],
        "audience": audience,
        "user": read["user"],
        "school": read["school"],
        "unit": _units(read["school"], day, rows.spans),
        "grade": read["grade"],
        "level": level,
        "sex": _words(read, "sex"),
        "paper": read["paper"],
        "points": read["points"],
        "most": papers["sum"].to_numpy(),
        "right": read["right"],
        "items": papers["size"].to_numpy(),
        "channel": _words(read, "channel"),
        "group": audience.mask((audience == PUPILS) & (level == _COLLEGE), STUDENTS),
        "day": day,
        "week": (day - 1) // 7,
        "started": read["started"],
        "id": read["id"],
    }
    whole = {name: "int64" for name, column in made.items() if isinstance(column, np.ndarray)}
    return pd.DataFrame(made).astype(whole)


def _words(read: Turns, name: str) -> "pd.Series[str]":
    return _spread(read[name], read.texts[name])


def _spread(codes: Integers, texts: Iterable[str]) -> "pd.Series[str]":
    """The text of every code, without a Python object for each."""
    known = pd.Series(list(texts), dtype="str")
    return known.take(codes).reset_index(drop=True)


def _days(started: Integers) -> Integers:
    """The day of every instant as its ordinal, in the settings' zone."""
    quarters, which = np.unique(started // _QUARTER_MS, return_inverse=True)
    start = datetime(1970, 1, 1, tzinfo=UTC)
    days = [clock.day_of(start + timedelta(milliseconds=_QUARTER_MS * quarter)) for quarter in quarters.tolist()]
    return np.array([day.toordinal() for day in days], np.int64)[which]


def _levels(read: Turns, schools: Mapping[int, SchoolRow]) -> "pd.Series[str]":
    """By school and grade, once for each pair."""
    pairs, which = np.unique(read["school"] * 1000 + read["grade"], return_inverse=True)
    found = []
    for pair in pairs.tolist():
        school = schools.get(pair // 1000)
        found.append(level_of(school.level if school else "", pair % 1000 or None))
    return _spread(which, found)


def _units(school: Integers, day: Integers, spans: Mapping[int, list[Span]]) -> Integers:
    """The unit of each school on each day, worked out once for every stretch of days in which nothing changed."""
    made = np.zeros(len(school), np.int64)
    order = np.argsort(school, kind="stable")
    known, starts = np.unique(school[order], return_index=True)
    for its, places in zip(known.tolist(), np.split(order, starts[1:]), strict=False):
        held = spans.get(its, [])
        edges = _changes(held)
        units = np.array([unit_on(held, date.fromordinal(edge)) for edge in edges], np.int64)
        made[places] = units[np.searchsorted(edges, day[places], "right") - 1]
    return made


def _changes(spans: Iterable[Span]) -> list[int]:
    """The days on which a school's unit may change, from the first day there is."""
    firsts = {span.first.toordinal() for span in spans if span.first}
    after = {span.last.toordinal() + 1 for span in spans if span.last}
    return sorted({1} | firsts | {edge for edge in after if edge <= date.max.toordinal()})


def _counted(sheets: Sheets) -> pd.DataFrame:
    """Equal answers of every item, counted along the blocks."""
    parts = [_of_item(sheet, column) for sheet in sheets.sheets for column in range(len(sheet.items))]
    if not parts:
        return _frame([], ANSWERS)
    item, code, n, points, ungraded = (np.concatenate(column) for column in zip(*parts, strict=True))
    value = _spread(code, sheets.values)
    made = pd.DataFrame({"item": item, "value": value, "n": n, "points": points, "ungraded": ungraded})
    return made.astype(ANSWERS)


def _of_item(sheet: Sheet, column: int) -> tuple[Integers, ...]:
    choice, points = sheet.choice[:, column], sheet.points[:, column]
    given = choice >= 0
    choice, points = choice[given], points[given]
    which, codes = pd.factorize(choice)
    waiting = points == UNGRADED
    earned = np.bincount(which, np.where(waiting, 0, points), len(codes))
    item = np.full(len(codes), sheet.items[column])
    n, ungraded = (np.bincount(counted, minlength=len(codes)) for counted in (which, which[waiting]))
    return item, codes, n, earned.round().astype(np.int64), ungraded


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
