"""The figures of a small world once more: slowly, in plain Python, straight from the rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from reports.queries import Rows
from reports.queries.sheets import BLANK, UNGRADED
from reports.rules.places import unit_on

BY_GRADE = {
    **dict.fromkeys(range(1, 6), "TH"),
    **dict.fromkeys(range(6, 10), "THCS"),
    10: "THPT",
    11: "THPT",
    12: "THPT",
}


@dataclass(frozen=True)
class Turn:
    """A turn with everything that it is counted by."""

    user: int
    girl: bool
    school: int
    unit: int
    cluster: str
    level: str
    grade: int
    channel: str
    contest: int
    round: str
    monday: date
    group: str
    started: datetime
    right: int
    items: int
    score: tuple[int, int]


class Recount:
    """Everything of a world by plain loops."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.contests = {contest.id: contest for contest in rows.contests}
        self.turns = [self._turn(number) for number in range(len(list(rows.attempts)))]
        self.learners = [turn for turn in self.turns if turn.group != "teachers"]
        self.invited = {
            (row.contest, row.school) for row in rows.invitations if self.contests[row.contest].audience == "pupils"
        }
        self.parts = [(school, part) for school, parts in rows.parts.items() for part in parts]

    def _turn(self, number: int) -> Turn:
        rows, row = self.rows, list(self.rows.attempts)[number]
        day = (row.started_at + timedelta(hours=7)).date()
        unit = unit_on(rows.spans.get(row.school or 0, []), day)
        kind = rows.schools[row.school].level if row.school else ""
        level = self._level(kind, row.grade)
        items = [item for item in rows.paper_items if item.paper == row.paper]
        group = "students" if row.audience == "pupils" and level == "CĐ, ĐH" else row.audience
        return Turn(
            row.user, row.sex == "f", row.school or 0, unit, self.cluster(unit), level, row.grade or 0, row.channel,
            row.contest, self.contests[row.contest].level, day - timedelta(days=day.weekday()), group, row.started_at,
            row.right, len(items), (row.points, sum(item.points for item in items)),
        )  # fmt: skip

    @staticmethod
    def _level(kind: str, grade: int | None) -> str:
        if kind == "GDTX":
            return "GDTX"
        if kind in {"CĐ", "Đại học", "ĐH"}:
            return "CĐ, ĐH" if kind != "Đại học" else BY_GRADE.get(grade or 0, "")
        if grade is None:
            return kind if kind in {"TH", "THCS", "THPT"} else ""
        return BY_GRADE[grade]

    def cluster(self, unit: int) -> str:
        return self.rows.clusters[unit].code if unit in self.rows.clusters else "0"

    def placed(self) -> set[tuple[int, int]]:
        """Unit and school for every day on which one of the school's contests ran."""
        found = set()
        for contest, school in self.invited:
            its, period = self.contests[contest], self.rows.period
            first = max((its.opens_at + timedelta(hours=7)).date(), period.first)
            last = max(first, min((its.closes_at + timedelta(hours=7)).date(), period.last))
            for number in range((last - first).days + 1):
                found.add((unit_on(self.rows.spans[school], first + timedelta(days=number)), school))
        return found

    def taking(self, turns: Iterable[Turn], invited: set[int], parts: Iterable[tuple[int, int]]) -> dict[str, Any]:
        """The figures of a scope: its turns, the schools invited in it, schools and pupils of its denominators."""
        its, known = list(turns), list(parts)
        persons = {turn.user for turn in its}
        schools = {school for school, _pupils in known}
        enrolled = sum(pupils for _school, pupils in known) if known else None
        there = {turn.user for turn in its if turn.school in schools}
        taking_part = {turn.school for turn in its} & invited
        few = len(persons) < 5
        right, items = sum(turn.right for turn in its), sum(turn.items for turn in its)
        return {
            "participants": len(persons),
            "girls": len({turn.user for turn in its if turn.girl}),
            "turns": len(its),
            "schools_invited": len(invited),
            "schools_taking_part": len(taking_part),
            "coverage": tenths(len(taking_part), len(invited)),
            "enrolled": enrolled,
            "enrolled_schools": len(schools),
            "enrolled_participants": len(there),
            "rate": tenths(len(there), enrolled or 0),
            "exceeds": enrolled is not None and len(there) > enrolled,
            "right": 0 if few else right,
            "items": 0 if few else items,
            "right_share": None if few else tenths(right, items),
        }

    def overall(self) -> dict[str, Any]:
        return self.taking(self.learners, {school for _c, school in self.invited}, self._pupils())

    def _pupils(self, wanted: Callable[[int], bool] = lambda _school: True) -> list[tuple[int, int]]:
        return [(school, part.pupils) for school, part in self.parts if wanted(school)]

    def by_unit(self, of: Callable[[int], Any]) -> dict[Any, dict[str, Any]]:
        """By what `of` makes of a unit: the unit itself, or its cluster."""
        placed = {(of(unit), school) for unit, school in self.placed()}
        keys = {key for key, _school in placed} | {of(turn.unit) for turn in self.learners}
        found = {}
        for key in keys:
            there = {school for its, school in placed if its == key}
            turns = [turn for turn in self.learners if of(turn.unit) == key]
            found[key] = self.taking(turns, there, self._pupils(there.__contains__))
        return found

    def by_school(self) -> dict[int, dict[str, Any]]:
        invited = {school for _contest, school in self.invited}
        keys = invited | {turn.school for turn in self.learners} | {school for school, _part in self.parts}
        found = {}
        for key in keys:
            turns = [turn for turn in self.learners if turn.school == key]
            found[key] = self.taking(turns, invited & {key}, self._pupils({key}.__contains__))
        return found

    def by_level(self) -> dict[str, dict[str, Any]]:
        keys = {turn.level for turn in self.learners} | {part.level for _school, part in self.parts} - {""}
        found = {}
        for key in keys:
            turns = [turn for turn in self.learners if turn.level == key]
            parts = [(school, part.pupils) for school, part in self.parts if part.level == key and key]
            found[key] = self.taking(turns, set(), parts) | {
                "schools_taking_part": len({turn.school for turn in turns})
            }
        return found

    def by(self, column: str, turns: Iterable[Turn] | None = None) -> dict[Any, tuple[int, int, int]]:
        """Persons, girls and turns by any column."""
        groups: dict[Any, list[Turn]] = defaultdict(list)
        for turn in self.learners if turns is None else turns:
            groups[getattr(turn, column)].append(turn)
        return {key: counts(its) for key, its in groups.items()}

    def weeks(self) -> dict[date, tuple[int, int, int]]:
        """Persons, newcomers and turns of every week from the first to the last."""
        if not self.learners:
            return {}
        monday, found = min(turn.monday for turn in self.learners), {}
        seen: set[int] = set()
        while monday <= max(turn.monday for turn in self.learners):
            its = [turn for turn in self.learners if turn.monday == monday]
            persons = {turn.user for turn in its}
            found[monday] = (len(persons), len(persons - seen), len(its))
            seen |= persons
            monday += timedelta(days=7)
        return found

    def bands(self) -> list[int]:
        found = [0] * 10
        for turn in self.learners:
            points, most = turn.score
            if most:
                found[min(9, 10 * points // most)] += 1
        return found

    def topic(self, wanted: Callable[[Any], bool]) -> tuple[int, dict[int, tuple[int, int]]]:
        """Turns with such an item, and of each person points earned and possible."""
        by_id = {item.id: item for item in self.rows.paper_items}
        turns, persons = 0, defaultdict(lambda: (0, 0))
        for sheet in self.rows.answers.sheets:
            for place, points in zip(sheet.turns.tolist(), sheet.points.tolist(), strict=True):
                pairs = [
                    (0 if given == BLANK else given, by_id[item].points)
                    for item, given in zip(sheet.items.tolist(), points, strict=True)
                    if given != UNGRADED and wanted(by_id[item])
                ]
                most = sum(worth for _given, worth in pairs)
                turns += most > 0
                before = persons[self.turns[place].user]
                persons[self.turns[place].user] = (before[0] + sum(given for given, _worth in pairs), before[1] + most)
        return turns, {user: its for user, its in persons.items() if its[1]}

    def twice(self) -> list[tuple[float, float, int]]:
        """Share right in the first and in the last contest of those pupils who sat two, and the school of the last."""
        found = []
        for user in {turn.user for turn in self.learners}:
            its = [turn for turn in self.learners if turn.user == user and turn.group == "pupils" and turn.items]
            first = {turn.contest: turn for turn in sorted(its, key=lambda turn: turn.started, reverse=True)}
            ordered = sorted(first.values(), key=lambda turn: turn.started)
            if len(ordered) > 1:
                one, two = ordered[0], ordered[-1]
                found.append((100 * one.right / one.items, 100 * two.right / two.items, two.school))
        return found


def counts(turns: Iterable[Turn]) -> tuple[int, int, int]:
    """Persons, girls, turns."""
    its = list(turns)
    return len({turn.user for turn in its}), len({turn.user for turn in its if turn.girl}), len(its)


def tenths(part: int, whole: int) -> float | None:
    """Percent, one decimal, half up."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None
