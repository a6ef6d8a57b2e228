"""The turns of a period as columns: one array for each fact, in the order of the attempts' ids."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Q

from contests.models import Attempt
from reports.queries.columns import Column, Instant, Integers, Number, Words, columns
from reports.queries.rows import AttemptRow

NUMBERS = ("id", "contest", "user", "school", "grade", "started", "paper", "points", "right")
WORDS = ("audience", "sex", "channel")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS = {
    "id": "pk",
    "contest": "contest_id",
    "user": "user_id",
    "school": "school_id",
    "grade": "grade",
    "started": "started_at",
    "paper": "paper_id",
    "points": "points",
    "right": "right",
    "sex": "sex",
    "channel": "channel",
}


@dataclass(frozen=True)
class Turns:
    """Arrays by name: `NUMBERS` (0 where nothing is known; `started` in ms) and codes of `WORDS`, told by `texts`.

    Going through it gives an `AttemptRow` for each turn: for small worlds and tests.
    """

    columns: Mapping[str, Integers]
    texts: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def __getitem__(self, name: str) -> Integers:
        return self.columns[name]

    def __iter__(self) -> Iterator[AttemptRow]:
        names = ("contest", "audience", "user", "school", "grade", "sex", "started", "paper", "points", "right")
        for row in zip(*(self._plain(name) for name in (*names, "channel", "id")), strict=True):
            contest, audience, user, school, grade, sex, started, *rest = row
            at = _START + timedelta(milliseconds=started)
            yield AttemptRow(contest, audience, user, school or None, grade or None, sex, at, *rest)

    def _plain(self, name: str) -> list[Any]:
        values = self.columns[name].tolist()
        return [self.texts[name][code] for code in values] if name in self.texts else values


def turns_of(rows: Iterable[AttemptRow]) -> Turns:
    """The same from single rows."""
    listed = list(rows)
    read: dict[str, list[Any]] = {
        "started": [row.started_at for row in listed],
        **{name: [getattr(row, name) for row in listed] for name in (*NUMBERS, *WORDS) if name != "started"},
    }
    words = {name: Words() for name in WORDS}
    kinds: dict[str, Column] = {**dict.fromkeys(NUMBERS, Number()), "started": Instant(), **words}
    made = {name: kind.of_values(read[name]) for name, kind in kinds.items()}
    return Turns(made, {name: tuple(kind.texts) for name, kind in words.items()})


def read_turns(wanted: Q, audiences: Mapping[int, str]) -> Turns:
    """The attempts that `wanted` names, one query; `audiences` is that of every contest."""
    words = {"sex": Words(), "channel": Words()}
    kinds: dict[str, Column] = {**{name: Number() for name in NUMBERS}, "started": Instant(), **words}
    found = Attempt.objects.filter(wanted).order_by().values_list(*(_FIELDS[name] for name in kinds))
    read = _joined(list(kinds), columns(found, list(kinds.values())))
    order = np.argsort(read["id"], kind="stable")
    made = {name: column[order] for name, column in read.items()}
    made["audience"], texts = _audiences(made["contest"], audiences)
    return Turns(made, {"audience": texts, **{name: tuple(kind.texts) for name, kind in words.items()}})


def _joined(names: Collection[str], batches: Iterable[tuple[Integers, ...]]) -> dict[str, Integers]:
    parts = list(batches)
    if not parts:
        return {name: np.empty(0, np.int64) for name in names}
    return {name: np.concatenate(column) for name, column in zip(names, zip(*parts, strict=True), strict=True)}


def _audiences(contest: Integers, audiences: Mapping[int, str]) -> tuple[Integers, tuple[str, ...]]:
    texts = tuple(sorted(set(audiences.values())))
    known, which = np.unique(contest, return_inverse=True)
    codes = np.array([texts.index(audiences[int(each)]) for each in known], np.int32)
    return codes[which], texts
