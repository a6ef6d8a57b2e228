"""The habit we compare with: `pd.read_sql` of every answer with all that belongs to it, then grouping.

Written as one writes it who knows pandas well and does not think of memory: no Python loop over rows, no `apply`.
"""

import warnings
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from backend import clock
from reports.official.contents import Contents
from reports.rules.shares import rounded

DAY = {
    "sqlite": "date(t.started_at, '+7 hours')",
    "postgresql": "(t.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
}
EVERYTHING = """
    SELECT t.id AS turn, t.user_id, t.grade, t.sex, t.points AS sum_points, s.code AS school, s.level,
           u.name AS unit, i.id AS item, i.paper_id, i.points AS most, q.slug, a.value, a.points, a.key_version
    FROM contests_attempt t
    JOIN contests_contest c ON c.id = t.contest_id
    JOIN schools_user p ON p.id = t.user_id
    JOIN contests_paperitem i ON i.paper_id = t.paper_id
    JOIN quiz_revision r ON r.id = i.revision_id
    JOIN quiz_question q ON q.id = r.question_id
    LEFT JOIN contests_answer a ON a.attempt_id = t.id AND a.item_id = i.id
    LEFT JOIN schools_school s ON s.id = t.school_id
    LEFT JOIN schools_placement m ON m.school_id = s.id
         AND (m.valid_from IS NULL OR m.valid_from <= {day}) AND (m.valid_to IS NULL OR {day} <= m.valid_to)
    LEFT JOIN schools_unit u ON u.id = m.unit_id
    WHERE c.audience = 'pupils' AND c.state IN ('published', 'settled') AND c.is_demo = {no} AND p.is_demo = {no}
      AND t.state IN ('submitted', 'closed') AND t.answered > 0 AND t.started_at >= '{start}' AND t.started_at < '{end}'
      AND NOT EXISTS (SELECT 1 FROM contests_disqualification d
                      WHERE d.contest_id = t.contest_id AND d.user_id = t.user_id AND d.lifted_at IS NULL)
"""


def figures_of_everything(connection: Any, first: date, last: date) -> dict[str, Any]:
    """The figures of a period, of Django's connection; comparable to `figures_of`."""
    start, end = (at.isoformat(" ")[:19] for at in clock.days_as_instants(first, last))
    no = "0" if connection.vendor == "sqlite" else "false"
    sql = EVERYTHING.format(day=DAY[connection.vendor], no=no, start=start, end=end)
    connection.ensure_connection()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas would rather have SQLAlchemy
        read = pd.read_sql(sql, getattr(connection.connection, "connection", connection.connection))
    turns = read.drop_duplicates("turn").astype({"grade": "Int64"})
    score = 100 * turns["sum_points"] / read.groupby("turn")["most"].sum().reindex(turns["turn"]).to_numpy()
    return {
        "turns": len(turns),
        "participants": int(turns["user_id"].nunique()),
        "girls": int(turns.loc[turns["sex"] == "f", "user_id"].nunique()),
        "mean": round(float(score.mean()), 1),
        "units": _persons(turns, "unit"),
        "levels": _persons(turns, "level"),
        "grades": _persons(turns, "grade"),
        "schools": _persons(turns, "school"),
        "items": _items(read),
        "options": read[read["value"] != "[]"]
        .groupby(["slug", "value"])["turn"]
        .size()
        .groupby("slug")
        .max()
        .to_dict(),
    }


def _persons(turns: pd.DataFrame, scope: str) -> dict[Any, int]:
    return {
        str(key): int(n) for key, n in turns.groupby(turns[scope].astype("str").fillna(""))["user_id"].nunique().items()
    }


def _items(read: pd.DataFrame) -> dict[str, tuple[int, float]]:
    waiting = read["value"].notna() & read["key_version"].isna()
    graded = read[~waiting]
    sums = graded.groupby("slug").agg(n=("turn", "size"), earned=("points", "sum"), most=("most", "sum"))
    return {
        str(slug): (int(row.n), rounded(Fraction(100 * int(row.earned), int(row.most))))
        for slug, row in sums.iterrows()
    }


def figures_of(contents: Contents) -> dict[str, Any]:
    """The same figures of the report's contents."""
    return {
        "turns": contents.overall.turns,
        "participants": contents.overall.participants,
        "girls": contents.overall.girls,
        "mean": contents.scores.mean,
        "units": {line.name: line.taking.participants for line in contents.units if line.taking.participants},
        "levels": {line.level: line.taking.participants for line in contents.levels},
        "grades": {str(line.grade): line.participants for line in contents.grades},
        "schools": {line.key: line.taking.participants for line in contents.schools if line.taking.participants},
        "items": {line.slug: (line.n, line.difficulty) for line in contents.items},
        "options": {line.slug: max(option.n for option in line.options) for line in contents.items},
    }
