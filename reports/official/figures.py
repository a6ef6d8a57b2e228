"""From frames to contents: calls the statistics, rounds once, says None for what is not known."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd

from backend import clock
from quiz.queries import ItemText
from reports.frames import PUPILS, Frames, frames
from reports.official import contents as tree
from reports.queries import Rows, rows
from reports.queries.letterhead import letterhead
from reports.rules.periods import Period
from reports.rules.places import LEVELS, NOWHERE, unit_on
from reports.rules.shares import SMALL, percent, rounded, rounded_float
from reports.statistics import items as item_statistics
from reports.statistics import scores as score_statistics
from reports.statistics.participation import by_grade, participation

NOTHING: Mapping[Hashable, int] = {}


def contents_for(period: Period, *, is_demo: bool, today: date) -> tree.Contents:
    """All figures of a period, of real or of demonstration data."""
    return contents_of(rows(period, is_demo=is_demo, today=today))


def contents_of(read: Rows) -> tree.Contents:
    made = frames(read)
    pupils = made.turns[made.turns["audience"] == PUPILS]
    schools = _schools(read, made, pupils)
    items = _items(read, made)
    return tree.Contents(
        first=read.period.first,
        last=read.period.last,
        cut_off=read.cut_off,
        is_demo=read.is_demo,
        letterhead=tree.Letterhead(**letterhead()),
        contests=_contests(read, made),
        contests_held=len(read.contests),
        overall=_overall(made, pupils),
        teachers=_teachers(made.turns),
        denominators=_denominators(read, made),
        units=_units(read, made, pupils),
        levels=_levels(made, pupils),
        grades=_grades(pupils),
        schools=schools,
        schools_silent=sum(line.invited and not line.taking.participants for line in schools),
        schools_exceeding=sum(line.taking.exceeds for line in schools),
        scores=_scores(pupils),
        items=items,
        items_used=len(items),
        small=SMALL,
    )


def _taking(counts: Mapping[Hashable, int], right: Mapping[Hashable, int]) -> tree.Taking:
    known = counts["enrolled_schools"] > 0
    enrolled = counts["enrolled"] if known else None
    few = counts["participants"] < SMALL  # results of so few are nobody's business
    return tree.Taking(
        participants=counts["participants"],
        girls=counts["girls"],
        turns=counts["turns"],
        schools_invited=counts["schools_invited"],
        schools_taking_part=counts["schools_taking_part"],
        coverage=percent(counts["schools_taking_part"], counts["schools_invited"]),
        enrolled=enrolled,
        enrolled_schools=counts["enrolled_schools"],
        enrolled_participants=counts["enrolled_participants"],
        rate=percent(counts["enrolled_participants"], enrolled),
        exceeds=enrolled is not None and counts["enrolled_participants"] > enrolled,
        right=0 if few else right.get("right", 0),
        items=0 if few else right.get("items", 0),
        right_share=None if few else percent(right.get("right", 0), right.get("items", 0)),
    )


def _by_scope(
    turns: pd.DataFrame, invited: pd.DataFrame, enrolled: pd.DataFrame, scope: str | None
) -> dict[Hashable, tree.Taking]:
    counts = participation(turns, invited, enrolled, scope).to_dict("index")
    right = score_statistics.right_share(turns, scope).to_dict("index")
    return {key: _taking(line, right.get(key, NOTHING)) for key, line in counts.items()}


def _overall(made: Frames, pupils: pd.DataFrame) -> tree.Taking:
    return _by_scope(pupils, made.invited, made.parts, None)[0]


def _teachers(turns: pd.DataFrame) -> tree.Teachers:
    theirs = turns[turns["audience"] != PUPILS]
    return tree.Teachers(participants=int(theirs["user"].nunique()), turns=len(theirs))


def _contests(read: Rows, made: Frames) -> tuple[tree.ContestLine, ...]:
    persons = made.turns.groupby("contest")["user"].nunique().to_dict()
    turns = made.turns.groupby("contest").size().to_dict()
    invited = Counter(contest for contest, _school in {(row.contest, row.school) for row in read.invitations})
    return tuple(
        tree.ContestLine(
            code=contest.code,
            title=contest.title,
            audience=contest.audience,
            level=contest.level,
            first_day=clock.day_of(contest.opens_at),
            last_day=clock.day_of(contest.closes_at),
            schools_invited=invited[contest.id],
            participants=int(persons.get(contest.id, 0)),
            turns=int(turns.get(contest.id, 0)),
        )
        for contest in read.contests
    )


def _denominators(read: Rows, made: Frames) -> tree.Denominators:
    by_figure = sum(any(part.source for part in parts) for parts in read.parts.values())
    days = [part.as_of for parts in read.parts.values() for part in parts]
    return tree.Denominators(
        schools_by_lists=len(read.parts) - by_figure,
        schools_by_figure=by_figure,
        schools_unknown=int(made.invited["school"].nunique()) - len(read.parts),
        earliest=min(days, default=None),
        latest=max(days, default=None),
    )


def _units(read: Rows, made: Frames, pupils: pd.DataFrame) -> tuple[tree.UnitLine, ...]:
    enrolled = made.placed.merge(made.parts, on="school")
    found = _by_scope(pupils, made.placed, enrolled, "unit")
    names = {unit: "" if unit == NOWHERE else read.units[unit] for unit in map(_id, found)}
    # by name, those without a unit last
    return tuple(
        tree.UnitLine(str(unit), names[unit], found[unit])
        for unit in sorted(names, key=lambda u: (not names[u], names[u]))
    )


def _id(key: Hashable) -> int:
    return int(str(key))


def _levels(made: Frames, pupils: pd.DataFrame) -> tuple[tree.LevelLine, ...]:
    known = made.parts[made.parts["level"] != ""]
    nobody = pupils.iloc[:0][["level", "school"]]  # invitations name schools, not levels
    found = _by_scope(pupils, nobody, known, "level")
    schools = pupils.groupby("level")["school"].nunique().to_dict()
    order = [*LEVELS, ""]
    return tuple(
        tree.LevelLine(level, _with_schools(found[level], schools.get(level, 0))) for level in order if level in found
    )


def _with_schools(taking: tree.Taking, schools: int) -> tree.Taking:
    return replace(taking, schools_taking_part=int(schools))


def _grades(pupils: pd.DataFrame) -> tuple[tree.GradeLine, ...]:
    return tuple(
        tree.GradeLine(_id(grade), line["participants"], line["girls"], line["turns"])
        for grade, line in by_grade(pupils).to_dict("index").items()
    )


def _schools(read: Rows, made: Frames, pupils: pd.DataFrame) -> tuple[tree.SchoolLine, ...]:
    found = _by_scope(pupils, made.invited, made.parts, "school")
    invited = set(made.invited["school"])
    lines = []
    for school, row in read.schools.items():
        if school not in found:
            continue
        parts = read.parts.get(school, ())
        unit = unit_on(read.spans.get(school, []), read.cut_off)
        lines.append(
            tree.SchoolLine(
                key=row.code,
                name=row.name,
                unit=read.units.get(unit, ""),
                invited=school in invited,
                taking=found[school],
                as_of=min((part.as_of for part in parts), default=None),
                source="; ".join(sorted({part.source for part in parts if part.source})),
            )
        )
    return tuple(lines)


def _scores(pupils: pd.DataFrame) -> tree.Scores:
    stated = score_statistics.summary(pupils)
    n = int(stated["n"] or 0)
    if n < SMALL:
        return tree.Scores(n, None, None, None, ())
    counts = score_statistics.distribution(pupils)["n"].tolist()
    bands = tuple(tree.Band(10 * i, 10 * i + 10, count, percent(count, n)) for i, count in enumerate(counts))
    mean, median, deviation = (
        None if value is None else rounded_float(value) for value in (stated["mean"], stated["median"], stated["sd"])
    )
    return tree.Scores(n, mean, median, deviation, bands)


def _items(read: Rows, made: Frames) -> tuple[tree.ItemLine, ...]:
    """Items that at least one turn had, hardest first; equal ones by slug."""
    counts = item_statistics.difficulty(made.items, made.answers, made.sat)
    chosen = item_statistics.option_counts(made.items, made.answers)["n"].to_dict()
    lines = []
    for key, line in counts.to_dict("index").items():
        revision, n = _id(key), line["n"]
        if n <= 0:
            continue
        known = n >= SMALL and line["possible"] > 0
        lines.append(
            tree.ItemLine(
                slug=read.slugs[revision],
                stem=read.texts[revision].stem_vi,
                n=n,
                answered=line["answered"],
                ungraded=line["ungraded"],
                difficulty=rounded(Fraction(100 * line["earned"], line["possible"])) if known else None,
                options=_options(read.texts[revision], revision, chosen, n) if known else (),
            )
        )
    return tuple(sorted(lines, key=lambda line: (101.0 if line.difficulty is None else line.difficulty, line.slug)))


def _options(text: ItemText, revision: int, chosen: Mapping[Hashable, int], n: int) -> tuple[tree.OptionShare, ...]:
    if text.kind not in {"single", "multiple"}:
        return ()  # pairs and written answers have no options to choose among
    counts = [(option.vi, chosen.get((revision, option.code), 0)) for option in text.options]
    return tuple(tree.OptionShare(vi, count, percent(count, n)) for vi, count in counts)
