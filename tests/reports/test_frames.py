"""Frames against a plain recount, row by row, of random rows in memory."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from backend import clock
from reports.frames import PUPILS, frames, monday_of
from reports.queries import Rows
from reports.queries.rows import AttemptRow, ContestRow, PaperItemRow, SchoolRow
from reports.queries.turns import turns_of
from reports.rules.periods import Period
from reports.rules.places import Span, level_of, unit_on

PERIOD = Period(date(2026, 6, 1), date(2026, 12, 31))
LEVELS = ("THPT", "THCS và THPT", "TT GDNN-GDTX", "GDTX", "CĐ", "Tiểu học", "")


def world(seed: int) -> Rows:
    chance = Random(seed)
    start = datetime(2026, 5, 31, 16, 0, tzinfo=UTC)
    schools = {number: SchoolRow(number, f"{number}", chance.choice(LEVELS), f"s{number}") for number in range(1, 7)}
    days = [date(2026, 6, 1) + timedelta(days=chance.randrange(200)) for _number in range(40)]
    spans = {
        school: [Span(chance.randint(1, 5), *_span(chance, days)) for _number in range(chance.randrange(4))]
        for school in schools
    }
    contests = [
        ContestRow(number, f"c{number}", "", PUPILS if number % 3 else "teachers", start, start, "school")
        for number in range(1, 5)
    ]
    items = [PaperItemRow(10 * paper + n, paper, n, 50 * n, "t", "aec") for paper in (1, 2) for n in range(1, 4)]
    attempts = [_attempt(chance, number, contests, start) for number in range(chance.choice([0, 1, 80]))]
    return Rows(
        period=PERIOD, cut_off=PERIOD.last, is_demo=False, contests=contests, invitations=[], attempts=attempts,
        schools=schools, spans=spans, units={}, parts={}, paper_items=items, answers=[], texts={}, slugs={},
    )  # fmt: skip


def _span(chance: Random, days: list[date]) -> tuple[date | None, date | None]:
    first, last = chance.choice([None, *days]), chance.choice([None, *days])
    return (last, first) if first and last and last < first else (first, last)


def _attempt(chance: Random, number: int, contests: list[ContestRow], start: datetime) -> AttemptRow:
    contest = chance.choice(contests)
    minutes = chance.choice([60 * 24 * chance.randrange(200) + 59, chance.randrange(60 * 24 * 200)])
    return AttemptRow(
        contest.id, contest.audience, chance.randint(1, 20), chance.choice([None, 1, 2, 3, 4, 5, 6, 99]),
        chance.choice([None, 1, 5, 6, 9, 10, 12, 13]), chance.choice("fm") if number % 5 else "",
        start + timedelta(minutes=minutes, seconds=chance.randrange(60)), chance.randint(1, 3),
        chance.randint(-50, 300), chance.randint(0, 3), chance.choice(["online", "lan", "paper"]), number,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_turns_are_what_each_row_says(seed: int) -> None:
    rows = world(seed)
    made = frames(rows).turns
    expected = [_expected(rows, attempt) for attempt in rows.attempts]
    assert made.to_dict("records") == expected
    assert list(turns_of(rows.attempts)) == rows.attempts, "and the columns tell the rows again"


def _expected(rows: Rows, row: AttemptRow) -> dict[str, object]:
    day, school = clock.day_of(row.started_at), rows.schools.get(row.school or 0)
    items = [item for item in rows.paper_items if item.paper == row.paper]
    level = level_of(school.level if school else "", row.grade)
    week = next(week for week in range(105_000, 106_500) if 0 <= (day - monday_of(week)).days < 7)
    assert monday_of(week).isoweekday() == 1
    return {
        "contest": row.contest,
        "audience": row.audience,
        "user": row.user,
        "school": row.school or 0,
        "unit": unit_on(rows.spans.get(row.school or 0, []), day),
        "grade": row.grade or 0,
        "level": level,
        "sex": row.sex,
        "paper": row.paper,
        "points": row.points,
        "most": sum(item.points for item in items),
        "right": row.right,
        "items": len(items),
        "channel": row.channel,
        "group": "students" if row.audience == PUPILS and level == "CĐ, ĐH" else row.audience,
        "day": day.toordinal(),
        "week": week,
        "started": int(row.started_at.timestamp() * 1000),
        "id": row.id,
    }


@pytest.mark.parametrize("seed", range(5))
def test_papers_of_pupils_are_counted(seed: int) -> None:
    rows = world(seed)
    made = frames(rows).sat
    expected = Counter(row.paper for row in rows.attempts if row.audience == PUPILS)
    assert dict(zip(made["paper"], made["n"], strict=True)) == expected
