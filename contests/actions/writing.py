"""Many rows of attempts written at once. For use under their locks."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field

from contests.actions.storing import Statement, write
from contests.models import Attempt


def write_attempts(attempts: Sequence[Attempt], fields: Sequence[str]) -> None:
    """Store these fields of each attempt as they are now in memory."""
    by_name: dict[str, Field[Any, Any]] = {field.name: field for field in Attempt._meta.concrete_fields}
    columns = [by_name[name] for name in fields]
    rows = [(*(column.get_prep_value(getattr(row, column.attname)) for column in columns), row.pk) for row in attempts]
    if rows:
        with connection.cursor() as cursor:
            write(cursor, _statement(columns), rows)


def _statement(columns: Sequence["Field[Any, Any]"]) -> Statement:
    names = [str(column.column) for column in columns]
    kinds = [column.db_type(connection) or "" for column in columns]
    new = ", ".join(f'"{name}" = new."{name}"' for name in names)
    each = ", ".join(f'"{name}" = %s' for name in names)
    return Statement(
        f"UPDATE contests_attempt AS a SET {new} FROM {{rows}} WHERE a.id = new.id",  # noqa: S608 - names of our columns
        f"UPDATE contests_attempt SET {each} WHERE id = %s",  # noqa: S608 - names of our columns
        (*zip(names, kinds, strict=True), ("id", "bigint")),
    )
