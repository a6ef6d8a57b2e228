"""A province to count: schools, pupils on class lists, four contests, everybody's answers. Written in bulk.

The same numbers make the same rows in every database, by one seed. Small tables go through the models; what there are
a hundred thousand of is drawn with numpy and handed over as Arrow tables.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

SCHOOLS, UNITS, CONTESTS, PAPERS, ITEMS = 600, 64, 4, 2, 20
OPENS = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 10, 14)
LEVELS = (("Tiểu học", "TH", (4, 5)), ("THCS", "THCS", (6, 9)), ("THPT", "THPT", (10, 12)))
FIRST_WEEK = date(2026, 9, 13)  # until then one of the four contests, a quarter of all turns
CHUNK = 20_000


@dataclass(frozen=True)
class Item:
    """A paper's item: the texts that pupils give, the right one first."""

    id: int
    values: tuple[str, ...]


def fill(persons: int) -> None:
    """Migrate the database of this process's settings and fill it with `persons` turns of 20 answers."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_questions", stdout=io.StringIO())
    chance = np.random.default_rng(2026)
    officer, schools = _places()
    pupils = _pupils(persons, schools, chance)
    contests = _contests(officer, schools)
    with _without_indexes():
        _turns(pupils, contests, chance)
    _settled()


def _places() -> tuple[Any, list[Any]]:
    """An officer and 600 schools in 64 units, every tenth of which moved in the middle of the period."""
    from schools.models import Placement, School, Unit, User

    officer = User.objects.create(username="bench-officer", role="officer", created_at=OPENS)
    units = Unit.objects.bulk_create(
        Unit(code=f"b{number}", name=f"Xã {number}", kind="commune", source="benchmark") for number in range(UNITS)
    )
    schools = School.objects.bulk_create(
        School(
            code=f"bench-{number}",
            name=f"Trường {LEVELS[number % 3][0]} số {number}",
            name_fold=f"truong so {number:03}",
            level=LEVELS[number % 3][1],
            source="benchmark",
        )
        for number in range(SCHOOLS)
    )
    moved, day = schools[::10], OPENS.date() + timedelta(days=10)
    rows = [Placement(school=school, unit=units[number % UNITS]) for number, school in enumerate(schools)]
    for row in rows[::10]:
        row.valid_to = day
    rows += [Placement(school=school, unit=units[-1], valid_from=day + timedelta(days=1)) for school in moved]
    Placement.objects.bulk_create(rows)
    return officer, schools


def _pupils(persons: int, schools: list[Any], chance: np.random.Generator) -> dict[str, np.ndarray]:
    """So many pupils, each on the list of a class of its grade."""
    from schools.models import Enrolment, SchoolClass, User

    rows = [
        SchoolClass(school=school, year=2026, name=f"{grade}A", grade=grade)
        for number, school in enumerate(schools)
        for grade in range(LEVELS[number % 3][2][0], LEVELS[number % 3][2][1] + 1)
    ]
    classes = SchoolClass.objects.bulk_create(rows)
    of_class = chance.integers(0, len(classes), persons)
    made = {
        "user": np.arange(1_000_000, 1_000_000 + persons),
        "class": np.array([row.pk for row in classes])[of_class],
        "school": np.array([row.school_id for row in classes])[of_class],
        "grade": np.array([row.grade for row in classes])[of_class],
        "sex": chance.choice(np.array(["f", "m"]), persons),
    }
    names = np.char.add("hs", made["user"].astype(str))
    named = {"username": names, "pupil_code": names, "school": made["school"], "sex": made["sex"]}
    _ingest(User, {"id": made["user"], **named, "role": "pupil", "created_at": OPENS})
    listed = {"pupil": made["user"], "school_class": made["class"], "from_day": FIRST}
    _ingest(Enrolment, {"id": np.arange(1, persons + 1), **listed})
    return made


def _contests(officer: Any, schools: list[Any]) -> list[dict[str, Any]]:
    """Four contests, one a week, all schools invited; two papers each, drawn from the bank's single choices."""
    from contests.models import Contest, Invitation, Paper, PaperItem
    from quiz.models import AnswerKey, Option, Revision

    keys = dict(AnswerKey.objects.values_list("revision_id", "value"))
    options: dict[int, list[str]] = {}
    for revision, code in Option.objects.order_by("pk").values_list("revision_id", "code"):
        options.setdefault(revision, []).append(f'["{code}"]')
    single = Revision.objects.filter(question__kind="single").order_by("question__slug")
    bank = list(single.values_list("pk", flat=True)[: CONTESTS * ITEMS + ITEMS])
    made = []
    for number in range(CONTESTS):
        opens = OPENS + timedelta(weeks=number)
        contest = Contest.objects.create(
            code=f"BENCH{number}", title=f"Cuộc thi {number}", created_by=officer, created_at=OPENS, state="settled",
            opens_at=opens, closes_at=opens + timedelta(days=5), length_ms=1_200_000, as_of=FIRST, seed="bench",
        )  # fmt: skip
        Invitation.objects.bulk_create(Invitation(contest=contest, school=school) for school in schools)
        papers = []
        for paper_number in range(PAPERS):
            paper = Paper.objects.create(contest=contest, number=paper_number + 1, seed="bench")
            drawn = bank[ITEMS * number + 10 * paper_number :][:ITEMS]  # parallel papers share half their items
            rows = PaperItem.objects.bulk_create(
                PaperItem(paper=paper, position=position + 1, revision_id=revision, kind="single")
                for position, revision in enumerate(drawn)
            )
            right_first = {r: sorted(options[r], key=lambda value, r=r: value != keys[r]) for r in drawn}
            papers.append((paper.pk, [Item(row.pk, tuple(right_first[row.revision_id])) for row in rows]))
        made.append({"id": contest.pk, "opens": opens, "papers": papers})
    return made


def _turns(pupils: dict[str, np.ndarray], contests: list[dict[str, Any]], chance: np.random.Generator) -> None:
    """A quarter of the turns at each contest; every tenth is by somebody who has sat another one already."""
    persons, used = len(pupils["user"]), 0
    ability = chance.normal(0, 1, persons)
    for number, contest in enumerate(contests):
        mine = np.arange(number, persons, CONTESTS)
        mine[::10] = np.maximum(0, mine[::10] - 1)
        for start in range(0, len(mine), CHUNK):
            who = mine[start : start + CHUNK]
            for paper, items in contest["papers"]:
                half = who[paper % 2 :: 2]
                _sit(half, {name: column[half] for name, column in pupils.items()}, ability[half],
                     {**contest, "paper": paper, "items": items, "first": used + 1}, chance)  # fmt: skip
                used += len(half)


def _sit(
    who: np.ndarray, pupil: dict[str, np.ndarray], ability: np.ndarray, at: dict[str, Any], chance: np.random.Generator
) -> None:
    """Turns at one paper: the right answer by a logistic curve, else another option; 2 % blank, 0.1 % not graded."""
    from contests.models import Answer, Attempt

    n, items = len(who), at["items"]
    hard = np.linspace(-1.5, 1.5, len(items))
    right = chance.random((n, len(items))) < 1 / (1 + np.exp(hard - ability[:, None]))
    wrong = 1 + chance.integers(0, np.array([len(item.values) - 1 for item in items]), (n, len(items)))
    given, graded = chance.random((n, len(items))) > 0.02, chance.random((n, len(items))) > 0.001
    counted = right & given & graded
    attempt = np.arange(at["first"], at["first"] + n)
    started = np.datetime64(at["opens"].replace(tzinfo=None), "us") + chance.integers(0, 5 * 86_400, n) * 1_000_000
    sums = {"points": 100 * counted.sum(1), "right": counted.sum(1), "answered": given.sum(1)}
    _ingest(Attempt, {
        "id": attempt, "contest": at["id"], "user": pupil["user"], "paper": at["paper"], "seed": "",
        "school": pupil["school"], "grade": pupil["grade"], "sex": pupil["sex"],
        "channel": chance.choice(np.array(["online", "lan", "paper"]), n, p=[0.8, 0.15, 0.05]), "state": "submitted",
        "started_at": started, "due_at": started, "stands_at": started, **sums,
    })  # fmt: skip
    texts = np.array([[*item.values, *[""] * 9][:9] for item in items])
    values = texts[np.arange(len(items)), np.where(right, 0, wrong)]
    ids = np.array([item.id for item in items])
    points, first = np.where(right, 100, 0), int(attempt[0] - 1) * len(items)
    mark = {"points": points, "right": right, "key_version": np.ones_like(points)}
    _ingest(Answer, {
        "id": np.arange(first + 1, first + 1 + given.sum()), "attempt": np.repeat(attempt, given.sum(1)),
        "item": np.broadcast_to(ids, given.shape)[given], "value": values[given], "opening": 1, "seq": 1,
        "received_at": OPENS, **{name: np.ma.array(marks, mask=~graded)[given] for name, marks in mark.items()},
    })  # fmt: skip


def _ingest(model: Any, given: dict[str, Any]) -> None:
    """Rows of a model, all at once: columns as arrays, or one value for all; what is not given has its default."""
    import pyarrow as pa
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()  # two SQLite libraries in one process must not hold the file together
    n = next(len(column) for column in given.values() if isinstance(column, np.ndarray))
    columns = {}
    for field in model._meta.concrete_fields:
        value = given.get(field.name, field.get_default())
        value = "" if value is None and not field.null else value
        kind = _kind(field.get_internal_type())
        column = pa.array(value) if isinstance(value, np.ndarray) else None
        column = pa.repeat(pa.scalar(value, kind), n) if column is None else column.cast(kind)
        columns[field.column] = _for_sqlite(column) if connection.vendor == "sqlite" else column
    with _line() as line, line.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")  # no foreign keys looked up ten million times
        cursor.adbc_ingest(model._meta.db_table, pa.table(columns), mode="append")
        line.commit()


def _kind(name: str) -> Any:
    import pyarrow as pa

    short, middle = {"SmallIntegerField", "PositiveSmallIntegerField"}, {"IntegerField", "PositiveIntegerField"}
    kinds = {"BooleanField": pa.bool_(), "DateTimeField": pa.timestamp("us", "UTC"), "DateField": pa.date32()}
    if name in short | middle:
        return pa.int16() if name in short else pa.int32()
    return kinds.get(name, pa.string() if name in {"CharField", "TextField", "SlugField"} else pa.int64())


def _for_sqlite(column: Any) -> Any:
    """As Django keeps them there: booleans as numbers, days and instants as text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_boolean(column.type):
        return column.cast(pa.int64())
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column.cast(pa.timestamp("us")), "%Y-%m-%d %H:%M:%S")
    return column.cast(pa.string()) if pa.types.is_date(column.type) else column


@contextmanager
def _line() -> Iterator[Any]:
    """A connection for bulk writing."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        from adbc_driver_sqlite import dbapi

        where = str(settings.DATABASES["default"]["NAME"])
    else:
        from adbc_driver_postgresql import dbapi

        where = settings.DATABASE_URL
    with dbapi.connect(where) as line:
        yield line


@contextmanager
def _without_indexes() -> Iterator[None]:
    """The same tables with the same indexes afterwards; rows come in faster without them."""
    from django.db import connection

    asked = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > '' AND tbl_name = %s",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor], ["contests_answer"])
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
    connection.close()
    yield
    with connection.cursor() as cursor:
        for _name, sql in found:
            cursor.execute(sql)


def _settled() -> None:
    """What PostgreSQL does by itself after a while."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    connection.close()
