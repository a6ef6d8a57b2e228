"""Attempts and what stands in them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from contests.models import Answer, Attempt, AttemptState, LateAnswer, Paper

#: SQLite takes 32,766 values in a statement unless it was built for more.
MOST_PAIRS = 8_000


@dataclass(slots=True)
class Standing:
    """What an attempt needs for an answer to be judged; `contest` gives the scoring."""

    id: int
    contest_id: int
    paper_id: int
    state: str
    started_at: datetime
    due_at: datetime


@dataclass(slots=True)
class Stored:
    """An answer as it stands in the database (`graded` false: its grading failed)."""

    value: str
    opening: int
    seq: int
    points: int | None
    right: bool | None

    @property
    def order(self) -> tuple[int, int]:
        return self.opening, self.seq


def attempts_locked(ids: Collection[int]) -> dict[int, Standing]:
    """Rows of these attempts, locked in the order of their ids for the rest of the transaction."""
    rows = (
        Attempt.objects.select_for_update()
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", "contest_id", "paper_id", "state", "started_at", "due_at")
    )
    return {row[0]: Standing(*row) for row in rows}


def papers_with_scoring(ids: Collection[int]) -> dict[int, Paper]:
    """Papers by id, each with its contest."""
    return {paper.pk: paper for paper in Paper.objects.filter(pk__in=ids).select_related("contest")}


def answers_standing(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Stored]:
    """The stored answers of these (attempt, item) pairs: by row values, in portions a database takes."""
    portions = (pairs[start : start + MOST_PAIRS] for start in range(0, len(pairs), MOST_PAIRS))
    return {pair: stored for portion in portions for pair, stored in _standing(portion)}


def _standing(pairs: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], Stored]]:
    places = ",".join(["(%s,%s)"] * len(pairs))
    sql = (
        'SELECT attempt_id, item_id, value, opening, seq, points, "right" FROM contests_answer '  # noqa: S608 - only placeholders are put in
        f"WHERE (attempt_id, item_id) IN (VALUES {places})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [number for pair in pairs for number in pair])
        return [
            ((row[0], row[1]), Stored(row[2], row[3], row[4], row[5], None if row[6] is None else bool(row[6])))
            for row in cursor.fetchall()
        ]


def given_so_far(attempt_id: int) -> list[dict[str, object]]:
    """`{"item", "value", "opening", "seq"}` of each stored answer, for the device that opens the paper."""
    rows = Answer.objects.filter(attempt_id=attempt_id).order_by("item_id").values("item_id", "value", "opening", "seq")
    return [
        {"item": row["item_id"], "value": json.loads(row["value"]), "opening": row["opening"], "seq": row["seq"]}
        for row in rows
    ]


def overdue(limit: datetime, *, most: int = 500) -> QuerySet[Attempt]:
    """Attempts still open whose deadline is at or before `limit`."""
    return Attempt.objects.filter(state=AttemptState.SITTING, due_at__lte=limit).order_by("due_at")[:most]


def attempt_of(contest_id: int, user_id: int) -> Attempt | None:
    """This person's newest attempt in the contest."""
    return (
        Attempt.objects.filter(contest_id=contest_id, user_id=user_id)
        .select_related("contest", "paper")
        .order_by("-number")
        .first()
    )


def late_answers(contest_id: int) -> QuerySet[LateAnswer]:
    """The late box of a contest: kept, unscored."""
    return LateAnswer.objects.filter(attempt__contest_id=contest_id).select_related(
        "attempt__user", "attempt__school", "item"
    )
