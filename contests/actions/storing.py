"""How a batch is written: PostgreSQL takes all rows in one statement, SQLite the rows of one statement one by one.

Row by row PostgreSQL parses and plans each; in one statement that is done once a batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

Row = tuple[object, ...]


@dataclass(frozen=True)
class Statement:
    """`text` takes its rows where `{rows}` stands: a table named `new` with these columns (name, type on PostgreSQL).

    On SQLite `row` is the same for one row, with a `%s` for each column in this order.
    """

    text: str
    row: str
    columns: tuple[tuple[str, str], ...]

    @cached_property
    def of_all(self) -> str:
        arrays = ", ".join(f"%s::{kind}[]" for _name, kind in self.columns)
        names = ", ".join(f'"{name}"' for name, _kind in self.columns)
        return self.text.format(rows=f"unnest({arrays}) AS new({names})")


def write(cursor: CursorWrapper, statement: Statement, rows: Sequence[Row]) -> None:
    """Every row, in this order."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        kinds = (kind for _name, kind in statement.columns)
        columns = zip(zip(*rows, strict=True), kinds, strict=True)
        cursor.execute(statement.of_all, [_array(column, kind) for column, kind in columns])
    else:
        cursor.executemany(statement.row, [_adapted(row) for row in rows])


def _array(column: Sequence[object], kind: str) -> str:
    """A column as PostgreSQL writes an array; many times as fast as the driver's way."""
    if kind.startswith("timestamp"):
        return "{" + ",".join([value.isoformat() if isinstance(value, datetime) else "NULL" for value in column]) + "}"
    if kind in _PLAIN:
        return "{" + str(column)[1:-1].replace("None", "NULL").rstrip(",") + "}"
    return "{" + ",".join([_quoted(value) for value in column]) + "}"


#: Numbers and truths read the same in Python and in PostgreSQL.
_PLAIN = {"bigint", "integer", "smallint", "boolean"}


@lru_cache(maxsize=16_384)  # a contest's values are few different ones many times over
def _quoted(value: object) -> str:
    if value is None:
        return "NULL"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _adapted(row: Row) -> tuple[Any, ...]:
    """Instants in the form SQLite's driver stores them."""
    adapt = connection.ops.adapt_datetimefield_value
    return tuple(adapt(cell) if isinstance(cell, datetime) else cell for cell in row)


# An item without a row takes whatever comes; else only a greater (opening, seq), whoever else was here meanwhile.
_NEWER = """
ON CONFLICT (attempt_id, item_id) DO UPDATE SET
    value = excluded.value, opening = excluded.opening, seq = excluded.seq, received_at = excluded.received_at,
    points = excluded.points, "right" = excluded."right", key_version = excluded.key_version
WHERE (excluded.opening, excluded.seq) > (contests_answer.opening, contests_answer.seq)
"""
_ANSWER = (
    'INSERT INTO contests_answer (attempt_id, item_id, value, opening, seq, received_at, points, "right", key_version)'
)
ANSWERS = Statement(
    f"{_ANSWER} SELECT * FROM {{rows}} {_NEWER}",  # noqa: S608 - constants of this file
    f"{_ANSWER} VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) {_NEWER}",
    (
        ("attempt_id", "bigint"),
        ("item_id", "bigint"),
        ("value", "text"),
        ("opening", "integer"),
        ("seq", "integer"),
        ("received_at", "timestamptz"),
        ("points", "integer"),
        ("right", "boolean"),
        ("key_version", "integer"),
    ),
)
# Of one that is being sat nothing changes that an index holds: PostgreSQL then writes the row and no index.
COUNTED = Statement(
    "UPDATE contests_attempt AS a SET answered = a.answered + new.more FROM {rows} WHERE a.id = new.id",
    "UPDATE contests_attempt SET answered = answered + %s WHERE id = %s",
    (("more", "integer"), ("id", "bigint")),
)
ADDED_UP = Statement(
    'UPDATE contests_attempt AS a SET answered = a.answered + new.more, points = a.points + new.earned, "right" = '
    'a."right" + new.hits FROM {rows} WHERE a.id = new.id',
    'UPDATE contests_attempt SET answered = answered + %s, points = points + %s, "right" = "right" + %s WHERE id = %s',
    (("more", "integer"), ("earned", "integer"), ("hits", "integer"), ("id", "bigint")),
)
HANDED_IN = Statement(
    "UPDATE contests_attempt AS a SET state = new.state, submitted_at = new.submitted_at, ended_at = new.ended_at, "
    'time_used_ms = new.used, speed = new.speed, points = new.points, "right" = new.hits '
    "FROM {rows} WHERE a.id = new.id",
    "UPDATE contests_attempt SET state = %s, submitted_at = %s, ended_at = %s, time_used_ms = %s, speed = %s, "
    'points = %s, "right" = %s WHERE id = %s',
    (
        ("state", "text"),
        ("submitted_at", "timestamptz"),
        ("ended_at", "timestamptz"),
        ("used", "bigint"),
        ("speed", "integer"),
        ("points", "integer"),
        ("hits", "integer"),
        ("id", "bigint"),
    ),
)
# The only attempt of a person stands from its end; of those who are out none does.
STANDS = Statement(
    """
    UPDATE contests_attempt AS a SET stands_at = a.ended_at FROM {rows} WHERE a.id = new.id AND NOT EXISTS (
        SELECT 1 FROM contests_disqualification AS gone
        WHERE gone.contest_id = a.contest_id AND gone.user_id = a.user_id AND gone.lifted_at IS NULL)
    """,
    """
    UPDATE contests_attempt AS a SET stands_at = ended_at WHERE id = %s AND NOT EXISTS (
        SELECT 1 FROM contests_disqualification AS gone
        WHERE gone.contest_id = a.contest_id AND gone.user_id = a.user_id AND gone.lifted_at IS NULL)
    """,
    (("id", "bigint"),),
)
# A later opening's prediction stands over one that an older device sends late.
PREDICTED = Statement(
    "UPDATE contests_attempt AS a SET prediction = new.guess FROM {rows} WHERE a.id = new.id "
    "AND (a.prediction IS NULL OR COALESCE(NULLIF(new.opening, 0), a.openings) >= a.openings)",
    "UPDATE contests_attempt SET prediction = %s WHERE id = %s "
    "AND (prediction IS NULL OR COALESCE(NULLIF(%s, 0), openings) >= openings)",
    (("guess", "integer"), ("id", "bigint"), ("opening", "integer")),
)
