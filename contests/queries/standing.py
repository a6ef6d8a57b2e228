"""How attempts stand, for the devices they are sat on: never points, never a place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from contests.models import Attempt, ContestState
from contests.queries.attempt import given_so_far
from contests.queries.instants import instant
from contests.rules.packets import state_told


@dataclass(frozen=True, slots=True)
class Stands:
    """`as_of`: when this was so. `paused_at`: since when its room is paused. `notice`: the newest word to everybody who
    sits the contest.

    `receipt` and `ended_at` are empty until the attempt has ended.
    """

    state: str
    due_at: datetime
    paused_at: datetime | None
    openings: int
    answered: int
    prediction: int | None
    receipt: str
    ended_at: datetime | None
    notice: tuple[str, datetime] | None
    as_of: datetime

    def message(self, now: datetime) -> dict[str, object]:
        """As it travels, on the socket and by HTTP."""
        text, at = self.notice or ("", None)
        return {
            "state": self.state,
            "due_at": self.due_at.isoformat(),
            "paused": _said(self.paused_at),
            "openings": self.openings,
            "answered": self.answered,
            "prediction": self.prediction,
            "receipt": self.receipt,
            "ended_at": _said(self.ended_at),
            "notice": {"text": text, "at": _said(at)} if at else None,
            "as_of": self.as_of.isoformat(timespec="milliseconds"),
            "server_time": now.isoformat(timespec="milliseconds"),
        }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def standings(attempt_ids: Collection[int], at: datetime) -> dict[int, Stands]:
    """By attempt id, in one query.

    In SQL, for everybody who opens a paper or a socket asks this: making the same query anew out of objects costs more
    than the database's work.
    """
    if not attempt_ids:
        return {}
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS % ",".join(["%s"] * len(attempt_ids)), [moment, *attempt_ids])
        return {row[0]: _stands(at, *row[1:]) for row in cursor.fetchall()}


_STANDINGS = """
SELECT a.id, c.state, a.state, a.due_at, a.openings, a.answered, a.prediction, a.receipt, a.ended_at,
    (SELECT p.from_at FROM contests_pause p
        WHERE p.contest_id = a.contest_id AND p.to_at IS NULL AND p.from_at <= %%s AND p.from_at < a.due_at
        AND (p.school_id IS NULL OR p.school_id = a.school_id AND p.class_name IN ('', a.class_name))
        ORDER BY p.from_at LIMIT 1),
    n.text, n.at
FROM contests_attempt a JOIN contests_contest c ON c.id = a.contest_id
LEFT JOIN contests_notice n ON n.id = (
    SELECT m.id FROM contests_notice m WHERE m.contest_id = a.contest_id ORDER BY m.at DESC, m.id DESC LIMIT 1)
WHERE a.id IN (%s)
"""


def opened(attempt: Attempt, stands: Stands, at: datetime, *, before: bool) -> dict[str, object]:
    """What the device is told that has just opened a paper: how the attempt stands, and the answers in it.

    `before`: it has been opened before, so there may be some.
    """
    answers = given_so_far(attempt.pk) if before or stands.answered else []
    return {**stands.message(at), "opening": stands.openings, "answers": answers}


def _stands(
    at: datetime, contest_state: str, state: str, due_at: datetime, openings: int, answered: int, *more: Any
) -> Stands:
    prediction, receipt, ended_at, paused_at, notice, notice_at = more
    ended = ended_at is not None
    return Stands(
        state=state_told(state, cancelled=contest_state == ContestState.CANCELLED),
        due_at=instant(due_at),
        paused_at=instant(paused_at) if paused_at and not ended else None,
        openings=openings,
        answered=answered,
        prediction=prediction,
        receipt=receipt if ended else "",
        ended_at=instant(ended_at) if ended else None,
        notice=(notice, instant(notice_at)) if notice_at else None,
        as_of=at,
    )
