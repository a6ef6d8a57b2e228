"""How attempts stand, for the devices they are sat on: never points, never a place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from contests.models import Attempt, ContestState, Notice, Pause
from contests.queries.attempt import given_so_far
from contests.rules.packets import state_told


@dataclass(frozen=True, slots=True)
class Stands:
    """`paused_at`: since when its room is paused. `notice`: the newest word to everybody who sits the contest.

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
            "server_time": now.isoformat(timespec="milliseconds"),
        }


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def standings(attempt_ids: Collection[int], at: datetime) -> dict[int, Stands]:
    """By attempt id, in one query."""
    notices = Notice.objects.filter(contest=OuterRef("contest")).order_by("-at", "-id")
    rows = Attempt.objects.filter(pk__in=attempt_ids).order_by()
    return {
        row[0]: _stands(*row[1:])
        for row in rows.values_list(
            "pk",
            "contest__state",
            "state",
            "due_at",
            "openings",
            "answered",
            "prediction",
            "receipt",
            "ended_at",
            Subquery(pauses_over(at).values("from_at")[:1]),
            Subquery(notices.values("text")[:1]),
            Subquery(notices.values("at")[:1]),
        )
    }


def opened(attempt: Attempt, stands: Stands, at: datetime, *, before: bool) -> dict[str, object]:
    """What the device is told that has just opened a paper: how the attempt stands, and the answers in it.

    `before`: it has been opened before, so there may be some.
    """
    answers = given_so_far(attempt.pk) if before or stands.answered else []
    return {**stands.message(at), "opening": stands.openings, "answers": answers}


def pauses_over(at: datetime) -> QuerySet[Pause]:
    """Of the attempt that the query around this one looks at: the pauses that stop its clock, the earliest first."""
    room = Q(school=None) | Q(school=OuterRef("school")) & (Q(class_name="") | Q(class_name=OuterRef("class_name")))
    rows = Pause.objects.filter(room, contest=OuterRef("contest"), to_at=None, from_at__lte=at)
    return rows.filter(from_at__lt=OuterRef("due_at")).order_by("from_at")


def _stands(contest_state: str, state: str, due_at: datetime, openings: int, answered: int, *more: Any) -> Stands:
    prediction, receipt, ended_at, paused_at, notice, notice_at = more
    ended = ended_at is not None
    return Stands(
        state=state_told(state, cancelled=contest_state == ContestState.CANCELLED),
        due_at=due_at,
        paused_at=None if ended else paused_at,
        openings=openings,
        answered=answered,
        prediction=prediction,
        receipt=receipt if ended else "",
        ended_at=ended_at,
        notice=(notice, notice_at) if notice_at else None,
    )
