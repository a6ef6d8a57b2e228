"""Attempts and what stands in them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet, Sum

from contests.models import Allowance, Answer, Attempt, AttemptState, ContestState, Disqualification, LateAnswer, Paper
from contests.queries import time
from contests.rules import counting, timing

#: SQLite takes 32,766 values in a statement unless it was built for more.
MOST_PAIRS = 8_000


@dataclass(slots=True)
class Standing:
    """What an attempt needs for an answer to be judged: `contest` gives the scoring, `stops` are its place's pauses."""

    id: int
    contest_id: int
    paper_id: int
    state: str
    started_at: datetime
    due_at: datetime
    user_id: int
    points: int
    lost_ms: int
    school_id: int | None
    class_name: str
    stops: tuple[timing.Stop, ...] = ()

    def due(self, received_at: datetime) -> datetime:
        """The deadline as it counts for what is received then: none passes while a pause holds."""
        stands = timing.stands(self.stops, self.due_at, received_at)
        return max(self.due_at, received_at) if stands else self.due_at

    def used_ms(self, ended_at: datetime) -> int:
        """Time used by one who ends then, without what was lost to pauses."""
        end = min(ended_at, self.due(ended_at))
        lost = timing.stopped_ms(self.stops, self.started_at, end)
        return timing.time_used_ms(self.started_at, end, end, lost_ms=lost)

    def left_ms(self, ended_at: datetime) -> int:
        """Time left to one who ends then; what goes on has taken none of it."""
        left = timing.milliseconds(self.due_at - ended_at)
        if timing.stands(self.stops, self.due_at, ended_at):
            ended = [stop for stop in self.stops if stop.to_at is not None]
            left += timing.stopped_ms(self.stops, self.started_at, ended_at)
            left -= timing.stopped_ms(ended, self.started_at, ended_at)
        return max(0, left)


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
        .values_list(
            "pk",
            "contest_id",
            "paper_id",
            "state",
            "started_at",
            "due_at",
            "user_id",
            "points",
            "lost_ms",
            "school_id",
            "class_name",
        )
    )
    found = {row[0]: Standing(*row) for row in rows}
    # read after the lock: who ends a pause has written the deadlines it moves, or waits for us
    stops = time.stops_of({attempt.contest_id for attempt in found.values()})
    for attempt in found.values() if stops else ():
        its = stops.get(attempt.contest_id, ())
        attempt.stops = tuple(stop for stop in its if stop.covers(attempt.school_id, attempt.class_name))
    return found


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
    """Attempts still open whose deadline is at or before `limit`, and whose clock no pause holds."""
    rows = Attempt.objects.filter(~time.stopped_now(), state=AttemptState.SITTING, due_at__lte=limit)
    return rows.order_by("due_at")[:most]


def overdue_locked(ids: Collection[int], limit: datetime) -> QuerySet[Attempt]:
    """Those of these attempts that are overdue now, locked in the order of their ids."""
    rows = Attempt.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return rows.filter(~time.stopped_now(), state=AttemptState.SITTING, due_at__lte=limit)


def papers_had(contest_id: int, user_id: int) -> set[int]:
    """Ids of the papers that this person has sat in the contest."""
    rows = Attempt.objects.filter(contest_id=contest_id, user_id=user_id)
    return set(rows.order_by().values_list("paper_id", flat=True))


def attempt_of(contest_id: int, user_id: int) -> Attempt | None:
    """This person's newest attempt in the contest."""
    return (
        Attempt.objects.filter(contest_id=contest_id, user_id=user_id)
        .select_related("contest", "paper")
        .order_by("-number")
        .first()
    )


def late_answers(contest_id: int, ruling: str = "") -> QuerySet[LateAnswer]:
    """The late box of a contest in the order of receipt; with a ruling (`waiting`, ...) only what stands so."""
    rows = LateAnswer.objects.filter(attempt__contest_id=contest_id, **({"ruling": ruling} if ruling else {}))
    return rows.select_related("attempt__user", "attempt__school", "item", "ruled_by")


def sitting_of(user_ids: Collection[int], since: datetime | None = None) -> set[int]:
    """Ids of those among these people who have an open attempt; with `since`, who have begun any from then on."""
    rows = Attempt.objects.filter(user_id__in=user_ids)
    rows = rows.filter(state=AttemptState.SITTING) if since is None else rows.filter(started_at__gte=since)
    return set(rows.order_by().values_list("user_id", flat=True))


def has_one_left(attempt: Attempt, at: datetime) -> bool:
    """Whether its person may begin another one, by the numbers; `attempt` is the newest. No query for a single one."""
    contest = attempt.contest
    if contest.attempts_most == 1 or contest.state != ContestState.PUBLISHED:
        return False
    shift = Allowance.objects.filter(contest=contest, user_id=attempt.user_id).aggregate(all=Sum("shift_ms"))["all"]
    closes_at = contest.closes_at + timedelta(milliseconds=shift or 0)
    if at >= closes_at or not counting.is_left(attempt.number, contest.attempts_most):
        return False
    return not Disqualification.objects.filter(contest=contest, user_id=attempt.user_id, lifted_at=None).exists()
