"""Data of the release before survive its successor's migrations: every answer, attempt and result, as it was."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.serving import ROOT

#: Where each app stood at the release before. Whoever makes a release writes its last migrations here.
BEFORE = [
    ("schools", "0004_data_requests"),
    ("quiz", "0003_discrimination"),
    ("contests", "0006_key_alarms"),
    ("reports", "0003_report_drafts"),
]
AT = datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
TABLES = ("schools_user", "contests_attempt", "contests_answer", "contests_lateanswer", "contests_result")


def fill(apps: Any, pupils: int = 3) -> None:
    """A settled contest as that release kept it: two items, answers, one that came late, results."""

    def make(model: str, **fields: object) -> Any:
        return apps.get_model(model).objects.create(**fields)

    school = make("schools.School", code="truong-cu", name="Trường Cũ", name_fold="truong cu")
    teacher = make("schools.User", username="co-giao", password="!", full_name="Trần Thị Cũ", school=school)
    contest = make(
        "contests.Contest", code="CU2026", title="Cuộc thi cũ", school=school, created_by=teacher, created_at=AT,
        opens_at=AT, closes_at=AT + timedelta(hours=1), length_ms=1_200_000, as_of=AT.date(), seed="x", state="settled",
    )  # fmt: skip
    topic = make("quiz.Topic", code="chu-de", name_vi="Chủ đề", name_en="Topic")
    paper = make("contests.Paper", contest=contest, seed="x")
    items = [_item(make, topic, paper, number) for number in (1, 2)]
    version = make("contests.ResultList", contest=contest, version=1, counted_at=AT)
    for number in range(pupils):
        user = make("schools.User", username=f"em-{number}", password="!", full_name=f"Em {number}", school=school)
        attempt = make(
            "contests.Attempt", contest=contest, user=user, paper=paper, seed=str(number), school=school,
            started_at=AT, due_at=AT + timedelta(minutes=20), state="submitted", ended_at=AT, stands_at=AT,
            points=number,
        )  # fmt: skip
        for item in items:
            make(
                "contests.Answer", attempt=attempt, item=item, value=["a"], opening=1, seq=number + 1, received_at=AT,
                points=number,
            )  # fmt: skip
        make(
            "contests.Result", contest=contest, attempt=attempt, version=version.version, rank=number + 1, tied=False,
            points=number, right=1,
        )  # fmt: skip


def _item(make: Callable[..., Any], topic: Any, paper: Any, number: int) -> Any:
    kind = "single"
    question = make("quiz.Question", slug=f"cau-{number}", topic=topic, pillar="cross", level="recall", kind=kind)
    words = dict.fromkeys(("stem_vi", "stem_en", "explanation_vi", "explanation_en", "source_title", "source_url"), "…")
    revision = make("quiz.Revision", question=question, number=1, checksum="x" * 64, created_at=AT, **words)
    item = make("contests.PaperItem", paper=paper, position=number, revision=revision, kind=kind)
    make("contests.PaperKey", item=item, value=["a"], at=AT)
    return item


def rows(table: str, columns: list[str]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id")
        return cursor.fetchall()


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [f'"{column.name}"' for column in described]


def survive() -> None:
    """In a process of its own, on an empty database: the release before, its data, then ours."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    fill(executor.loader.project_state(BEFORE).apps)
    kept = {table: columns_of(table) for table in TABLES}
    before = {table: rows(table, kept[table]) for table in TABLES}
    assert len(before["contests_answer"]) == 6
    executor = MigrationExecutor(connection)  # it has to see what has been applied
    executor.migrate(executor.loader.graph.leaf_nodes())
    for table in TABLES:
        there = columns_of(table)
        columns = [column for column in kept[table] if column in there]
        places = [kept[table].index(column) for column in columns]
        assert rows(table, columns) == [tuple(row[place] for place in places) for row in before[table]], table
        assert {'"id"', '"points"'} <= set(columns) or table in {"schools_user", "contests_lateanswer"}


def survives(folder: Path, url: str) -> None:
    ours = {"VAR_DIR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "backend.settings"}
    words = "import django; django.setup(); from tests.house.test_upgrade import survive; survive()"
    command, environment = [sys.executable, "-c", words], {**os.environ, **ours}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def test_data_of_the_release_before_on_sqlite(tmp_path: Path) -> None:
    survives(tmp_path, f"sqlite:///{tmp_path}/old.sqlite3")


@pytest.mark.long
def test_data_of_the_release_before_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    survives(tmp_path, postgres_url)
