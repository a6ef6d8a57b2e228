"""Many rows of attempts written at once: one statement each, sent together. For use under their locks."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Field

from contests.models import Attempt


def write_attempts(attempts: Sequence[Attempt], fields: Sequence[str]) -> None:
    """Store these fields of each attempt as they are now in memory."""
    by_name: dict[str, Field] = {field.name: field for field in Attempt._meta.concrete_fields}  # type: ignore[type-arg]  # any
    columns = [by_name[name] for name in fields]
    places = ", ".join(f'"{column.column}" = %s' for column in columns)
    rows = [
        (*(column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns), row.pk)
        for row in attempts
    ]
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(f"UPDATE contests_attempt SET {places} WHERE id = %s", rows)  # noqa: S608 - names of our columns
