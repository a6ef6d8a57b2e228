"""Query results as columns: numbers in numpy arrays, batch by batch, without a Python object for every row.

Few rows come through Django's cursor, at once. Many come by Arrow (`arrow.batches`), unless they could not be seen from
another connection (inside a transaction, of a database in memory) or the drivers are not installed: then the cursor
goes on, slower, otherwise equal.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from django.db import connections
from django.db.models import QuerySet

from reports.queries import arrow

Integers = npt.NDArray[np.integer[Any]]
FEW = 4_000
CHUNK = 65_536


class Column(Protocol):
    """How one column becomes an array of integers, from Arrow or from a list of Python values."""

    def of_arrow(self, column: Any) -> Integers: ...

    def of_values(self, values: Sequence[Any]) -> Integers: ...


class Number:
    """Whole numbers; `missing` stands for NULL."""

    def __init__(self, missing: int = 0) -> None:
        self._missing = missing

    def of_arrow(self, column: Any) -> Integers:
        if column.null_count:
            column = column.cast("int64").fill_null(self._missing)
        made: Integers = column.to_numpy(zero_copy_only=False)
        return made

    def of_values(self, values: Sequence[int | None]) -> Integers:
        whole = (self._missing if value is None else value for value in values)
        return np.fromiter(whole, np.int64, len(values))


class Instant:
    """Instants as milliseconds since the epoch."""

    def of_arrow(self, column: Any) -> Integers:
        made: Integers = arrow.instants(column).to_numpy(zero_copy_only=False).view(np.int64) // 1000
        return made

    def of_values(self, values: Sequence[Any]) -> Integers:
        whole = (int(value.timestamp()) * 1000 + value.microsecond // 1000 for value in values)
        return np.fromiter(whole, np.int64, len(values))


class Words:
    """Texts as codes: each batch's codes stand for `texts`, which grows by what is new. NULL is the empty text."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    @property
    def texts(self) -> list[str]:
        """The text of every code so far."""
        return list(self._codes)

    def of_arrow(self, column: Any) -> Integers:
        spread = column.dictionary_encode(null_encoding="encode")
        here = self.of_values(spread.dictionary.to_pylist())
        made: Integers = here[spread.indices.to_numpy(zero_copy_only=False)]
        return made

    def of_values(self, values: Sequence[str | None]) -> Integers:
        codes = self._codes
        each = (codes.setdefault(text or "", len(codes)) for text in values)
        return np.fromiter(each, np.int32, len(values))


def columns(found: QuerySet[Any, tuple[Any, ...]], kinds: Sequence[Column]) -> Iterator[tuple[Integers, ...]]:
    """The rows of a `values_list()` in batches of arrays, one array for every column, made by its kind.

    More than `FEW` rows are read by Arrow where that can be, in a snapshot of their own: what is committed between two
    calls stands in the second only.
    """
    connection = connections[found.db]
    quick = arrow.can_read(connection)
    rows = found.iterator(chunk_size=FEW if quick else CHUNK)
    chunk = list(islice(rows, FEW if quick else CHUNK))
    if quick and len(chunk) == FEW:
        del rows, chunk
        sql, parameters = found.query.sql_with_params()
        for batch in arrow.batches(connection, sql, tuple(parameters)):
            yield tuple(kind.of_arrow(batch.column(number)) for number, kind in enumerate(kinds))
        return
    while chunk:
        yield tuple(kind.of_values(values) for kind, values in zip(kinds, zip(*chunk, strict=True), strict=True))
        chunk = list(islice(rows, CHUNK))
