"""Which: levels, grades, contests, audiences, channels, rounds, weeks."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from backend import clock
from reports.frames import monday_of
from reports.official import contents as tree
from reports.official.figures.lines import Key, Lines, girls_told, lines_of
from reports.official.figures.taking import Table, table
from reports.official.figures.world import TEACHERS, World
from reports.queries.rows import ContestRow
from reports.rules import small_cells
from reports.rules.places import LEVELS, level_of
from reports.statistics.participation import by_kind
from reports.statistics.trend import by_week, span

CHANNELS = ("online", "lan", "paper")
ROUNDS = ("school", "cluster", "commune", "district", "province")
OTHER_CONTESTS = "Các cuộc thi khác"
ALL_CONTESTS = "Các cuộc thi trong kỳ"


def levels(world: World, overall: tree.Taking) -> tuple[tuple[tree.LevelLine, ...], tuple[tree.GradeLine, ...]]:
    """Levels and grades; published, grades are told together within their level."""
    hidden = {None} if overall.girls is None else set()
    parts = world.made.parts[world.made.parts["level"] != ""]
    there = {*world.turns["level"].unique(), *parts["level"].unique()}
    lines = lines_of(world.turns, "level", [key for key in (*LEVELS, "") if key in there], published=world.published)
    nobody = pd.DataFrame({"line": [], "school": []}, dtype="int64")  # invitations name schools, not levels
    found = table(world, lines, "level", invited=nobody, enrolled=lines.on(parts, "level"), hidden=hidden)
    schools = lines.on(world.turns, "level").groupby("line")["school"].nunique().to_dict()
    return _level_lines(found, schools), _grade_lines(world, found)


def _level_lines(found: Table, schools: dict[Key, int]) -> tuple[tree.LevelLine, ...]:
    made = []
    for number, (keys, taking) in enumerate(zip(found.lines.keys, found.takings, strict=True)):
        alone = len(keys) == 1
        counted = replace(taking, schools_taking_part=int(schools.get(number, 0)))
        made.append(tree.LevelLine(str(keys[0]) if alone else "", counted, 0 if alone else len(keys)))
    return tuple(made)


def _grade_lines(world: World, above: Table) -> tuple[tree.GradeLine, ...]:
    keys = sorted(int(grade) for grade in world.turns["grade"].unique())
    level = {grade: above.lines.of.get(level_of("", grade or None), -1) for grade in keys}
    lines = lines_of(world.turns, "grade", keys, published=world.published, above=level)
    counts = _counted(world.turns, lines, "grade")
    girls = girls_told(
        [(persons, its) for persons, its, _turns in counts],
        published=world.published,
        groups=[level[keys[0]] for keys in lines.keys],
        hidden=above.hidden,
    )
    return tuple(
        tree.GradeLine(keys[0] if len(keys) == 1 else -1, persons, told, turns, keys if len(keys) > 1 else ())
        for keys, (persons, _girls, turns), told in zip(lines.keys, counts, girls, strict=True)
    )


def _counted(turns: pd.DataFrame, lines: Lines, scope: str) -> list[tuple[int, int, int]]:
    """Persons, girls and turns of every line."""
    found = by_kind(lines.on(turns, scope), "line").reindex(range(len(lines.keys)), fill_value=0)
    return [tuple(map(int, row)) for row in found[["participants", "girls", "turns"]].to_numpy().tolist()]


def audiences(world: World, overall: tree.Taking) -> tuple[tree.AudienceLine, ...]:
    """Pupils, students and teachers, each for itself."""
    if not world.read.contests:
        return ()
    lines = lines_of(world.turns, "group", ("pupils", "students"), published=world.published)
    counts = _counted(world.turns, lines, "group")
    hidden = {None} if overall.girls is None else set()
    told = girls_told([its[:2] for its in counts], published=world.published, hidden=hidden)
    made = [
        tree.AudienceLine(str(keys[0]) if len(keys) == 1 else "learners", persons, girls, turns)
        for keys, (persons, _girls, turns), girls in zip(lines.keys, counts, told, strict=True)
    ]
    teachers = world.made.turns[world.made.turns["group"] == TEACHERS]
    persons, girls = teachers["user"].nunique(), teachers.loc[teachers["sex"] == "f", "user"].nunique()
    told = girls_told([(int(persons), int(girls))], published=world.published)
    return (*made, tree.AudienceLine(TEACHERS, int(persons), told[0], len(teachers)))


def channels(world: World) -> tuple[tree.KindLine, ...]:
    """Online, LAN and paper, each also where nobody used it; empty if there was no contest."""
    return _kinds(world, "channel", CHANNELS)[1] if world.read.contests else ()


def rounds_and_contests(world: World) -> tuple[tuple[tree.KindLine, ...], tuple[tree.ContestLine, ...]]:
    """Rounds of pupils' contests, and all contests; published, contests are told together within their round."""
    sat = {contest.level for contest in world.read.contests if contest.audience != TEACHERS}
    lines, rounds = _kinds(world, "round", [code for code in ROUNDS if code in sat])
    return rounds, _contests(world, lines)


def _kinds(world: World, scope: str, keys: Sequence[Key]) -> tuple[Lines, tuple[tree.KindLine, ...]]:
    lines = lines_of(world.turns, scope, keys, published=world.published)
    made = []
    for its, (persons, _girls, turns) in zip(lines.keys, _counted(world.turns, lines, scope), strict=True):
        alone = len(its) == 1
        made.append(tree.KindLine(str(its[0]) if alone else "", persons, turns, 0 if alone else len(its)))
    return lines, tuple(made)


def _contests(world: World, rounds: Lines) -> tuple[tree.ContestLine, ...]:
    rows = {contest.id: contest for contest in world.read.contests}
    order = {contest: number for number, contest in enumerate(rows)}
    placed: list[tuple[tuple[bool, int], tree.ContestLine]] = []
    for teachers in (False, True):  # each has a total of its own
        its = {key: row for key, row in rows.items() if (row.audience == TEACHERS) is teachers}
        turns = world.made.turns[world.made.turns["contest"].isin(list(its))]
        above = {key: row.level if teachers else rounds.of[row.level] for key, row in its.items()}
        lines = lines_of(turns, "contest", its, published=world.published, above=above)
        for keys, (persons, _girls, sat) in zip(lines.keys, _counted(turns, lines, "contest"), strict=True):
            title = OTHER_CONTESTS if len(keys) < len(its) else ALL_CONTESTS
            line = _contest_line(world, [rows[key] for key in keys], title, persons, sat)
            placed.append(((len(keys) > 1, order[keys[0]]), line))
    return tuple(line for _place, line in sorted(placed, key=lambda its: its[0]))


def _contest_line(
    world: World, rows: Sequence[ContestRow], title: str, participants: int, turns: int
) -> tree.ContestLine:
    ids, first, alone = {row.id for row in rows}, rows[0], len(rows) == 1
    levels = {row.level for row in rows}
    return tree.ContestLine(
        code=first.code if alone else "",
        title=first.title if alone else title,
        audience=first.audience,
        level=first.level if len(levels) == 1 else "",
        first_day=clock.day_of(min(row.opens_at for row in rows)),
        last_day=clock.day_of(max(row.closes_at for row in rows)),
        schools_invited=len({row.school for row in world.read.invitations if row.contest in ids}),
        participants=participants,
        turns=turns,
        merged=0 if alone else len(rows),
    )


def weeks(world: World) -> tuple[tree.WeekLine, ...]:
    """Every week from the first with a turn to the last; published, neighbours are told together."""
    found = by_week(world.turns)
    if found.empty:
        return ()
    first, rows = int(found.index[0]), found[["participants", "newcomers", "turns"]].to_numpy().tolist()
    persons = span(world.turns, "week")

    def told(start: int, stop: int) -> bool:
        newcomers = sum(row[1] for row in rows[start:stop])
        counted = rows[start][0] if stop == start + 1 else persons(first + start, first + stop)
        return not (small_cells.too_few(newcomers) or small_cells.too_few(counted))

    runs = small_cells.runs(len(rows), told) if world.published else [(n, n + 1) for n in range(len(rows))]
    return tuple(
        tree.WeekLine(
            monday=monday_of(first + start),
            participants=rows[start][0] if stop == start + 1 else persons(first + start, first + stop),
            newcomers=sum(row[1] for row in rows[start:stop]),
            turns=sum(row[2] for row in rows[start:stop]),
            weeks=stop - start,
        )
        for start, stop in runs
    )
