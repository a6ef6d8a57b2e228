"""One contest's sittings as a matrix: who stands (a row each) × what was asked, in a constant number of queries."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from contests.models import Answer, Attempt, Contest, PaperItem
from contests.queries.regrade import newest_keys
from contests.rules.scoring import Key
from quiz import queries as bank
from quiz.queries import ItemText
from reports.queries.columns import Number, Words, columns
from schools.models import School, User

Numbers = npt.NDArray[np.int64]
#: In `points`: the item did not stand on this person's paper, or its answer could not be graded yet.
MISSING = int(np.iinfo(np.int32).min)
#: In `choice`: nothing was given; the item did not stand.
BLANK, ABSENT = -1, -2


@dataclass(frozen=True)
class Asked:
    """A column: one revision at one worth, in every paper that holds it; `item` is its place in the first of these."""

    item: int
    places: tuple[tuple[int, int], ...]  # (paper's number, position)
    revision: int
    kind: str
    worth: int
    slug: str
    key: Key
    text: ItemText


@dataclass(frozen=True)
class Persons:
    """One value a person: database numbers, and codes into `rooms`. 0 for an unknown school or grade, −1 no time."""

    user: Numbers
    paper: Numbers  # its number
    school: Numbers
    grade: Numbers
    time_ms: Numbers
    girl: npt.NDArray[np.bool_]
    boy: npt.NDArray[np.bool_]
    room: Numbers


@dataclass(frozen=True)
class Sittings:
    """`points` (hundredths) and `choice` (codes of `values`) are persons × asked."""

    persons: Persons
    rooms: list[tuple[int, str]]  # (school, class)
    asked: list[Asked]
    points: npt.NDArray[np.int32]
    choice: npt.NDArray[np.int32]
    values: list[tuple[str, ...]]
    schools: Mapping[int, tuple[str, str]]  # name, level

    def column_of(self, paper: int) -> list[int]:
        """The columns of a paper's items, in the order of the columns."""
        return [number for number, one in enumerate(self.asked) if any(paper == place[0] for place in one.places)]


def sittings(contest: Contest) -> Sittings:
    """Attempts that stand, each with its answers; nobody's name."""
    asked, column_of_item = _asked(contest)
    attempts, persons, rooms = _persons(contest)
    points = np.full((len(attempts), len(asked)), MISSING, dtype=np.int32, order="F")
    choice = np.full_like(points, ABSENT)
    for number, one in enumerate(asked):
        here = np.isin(persons.paper, [paper for paper, _position in one.places])
        points[here, number], choice[here, number] = 0, BLANK
    values = _fill(contest, attempts, column_of_item, points, choice) if len(attempts) else []
    found = School.objects.filter(pk__in=np.unique(persons.school).tolist()).values_list("pk", "name", "level")
    return Sittings(persons, rooms, asked, points, choice, values, {pk: (name, level) for pk, name, level in found})


def _asked(contest: Contest) -> tuple[list[Asked], dict[int, int]]:
    rows = list(
        PaperItem.objects.filter(paper__contest=contest)
        .order_by("paper__number", "position")
        .values_list("pk", "paper__number", "position", "revision_id", "kind", "points", "revision__question__slug")
    )
    groups: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault((row[3], row[5]), []).append(row)
    keys = newest_keys([row[0] for row in rows])
    texts = bank.frozen_items([revision for revision, _worth in groups])
    made = [
        Asked(
            item=group[0][0],
            places=tuple((row[1], row[2]) for row in group),
            revision=revision,
            kind=group[0][4],
            worth=worth,
            slug=group[0][6],
            key=keys[group[0][0]],
            text=texts[revision],
        )
        for (revision, worth), group in groups.items()
    ]
    return made, {row[0]: number for number, group in enumerate(groups.values()) for row in group}


def _persons(contest: Contest) -> tuple[Numbers, Persons, list[tuple[int, str]]]:
    names, sexes = Words(), Words()
    found = Attempt.objects.filter(contest=contest, stands_at__isnull=False).order_by("pk")
    rows = found.values_list(
        "pk", "user_id", "paper__number", "school_id", "grade", "time_used_ms", "sex", "class_name"
    )
    kinds = (Number(), Number(), Number(), Number(), Number(), Number(-1), sexes, names)
    batches = list(columns(rows, kinds))
    attempt, user, paper, school, grade, time_ms, sex, name = (
        np.concatenate([batch[place] for batch in batches]).astype(np.int64) if batches else np.zeros(0, np.int64)
        for place in range(len(kinds))
    )
    girl, boy = (np.isin(sex, [code for code, text in enumerate(sexes.texts) if text == wanted]) for wanted in "fm")
    pairs, room = np.unique(np.stack([school, name]), axis=1, return_inverse=True)
    rooms = [(int(one), names.texts[int(code)]) for one, code in pairs.T]
    return attempt, Persons(user, paper, school, grade, time_ms, girl, boy, room.reshape(-1)), rooms


def _fill(
    contest: Contest,
    attempts: Numbers,
    column_of_item: Mapping[int, int],
    points: npt.NDArray[np.int32],
    choice: npt.NDArray[np.int32],
) -> list[tuple[str, ...]]:
    """Puts every answer in its place; gives what the codes of `choice` stand for."""
    given = Words()
    known = np.array(sorted(column_of_item), dtype=np.int64)
    column = np.array([column_of_item[int(item)] for item in known], dtype=np.int64)
    found = Answer.objects.filter(attempt__contest=contest, attempt__stands_at__isnull=False)
    rows = found.values_list("attempt_id", "item_id", "value", "points", "key_version")
    for attempt, item, value, earned, key in columns(rows, (Number(), Number(), given, Number(), Number(-1))):
        row, place = np.searchsorted(attempts, attempt), np.searchsorted(known, item)
        there = row < len(attempts)  # one that began to stand since the attempts were read is left for the next look
        there &= attempts[np.minimum(row, len(attempts) - 1)] == attempt
        row, at = row[there], column[place[there]]
        points[row, at] = np.where(key[there] < 0, MISSING, earned[there])
        choice[row, at] = value[there]
    values = [tuple(json.loads(text)) if text else () for text in given.texts]
    for code in (code for code, value in enumerate(values) if not value):
        choice[choice == code] = BLANK
    return values


def names_of(users: Sequence[int]) -> dict[int, str]:
    """Names of these people, for their own school's staff."""
    return dict(User.objects.filter(pk__in=users).values_list("pk", "full_name"))
