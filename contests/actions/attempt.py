"""An attempt's life: started once, opened on devices, answers recorded, handed in or closed by time."""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, Refusal
from contests.actions.recording import Recording
from contests.live import publish
from contests.models import Attempt, AttemptState, Contest, ContestState
from contests.queries import attempt as reads
from contests.queries import contest as contests
from contests.rules import timing
from contests.rules.packets import Outcome, Packet
from schools.models import User

log = logging.getLogger(__name__)


def start_attempt(*, contest: Contest, user: User, at: datetime) -> Attempt:
    """This person's attempt: a new one, or the one already there, however often asked at once.

    Refused before the start, after the end, and for those who are not invited.
    """
    if there := reads.attempt_of(contest.pk, user.pk):
        return there
    invited = contests.invited_as(contest, user, on=at)
    if invited is None:
        raise NotAllowed(_("Cuộc thi này không mời lớp hoặc trường của em. Em hỏi thầy cô phụ trách nhé."))
    phase = timing.phase_of(contest.opens_at, contest.closes_at, at)
    if contest.state != ContestState.PUBLISHED or phase is timing.Phase.BEFORE:
        raise Refusal("not_started", _("Cuộc thi chưa bắt đầu. Em chờ đến giờ mở nhé."))
    if phase is timing.Phase.AFTER:
        raise Refusal("contest_over", _("Cuộc thi đã kết thúc, không nhận bài mới."))
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                contest=contest,
                user=user,
                paper=contests.paper_for(contest),
                seed=secrets.token_hex(8),
                school=invited.school,
                class_name=invited.class_name,
                grade=invited.grade,
                sex=user.sex,
                started_at=at,
                due_at=timing.due_at(at, contest.length_ms, contest.closes_at),
            )
            if not contests.stays_published(contest.pk):  # settled or cancelled meanwhile
                raise Refusal("contest_over", _("Cuộc thi đã kết thúc, không nhận bài mới."))
            transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
            return attempt
    except IntegrityError:  # another request of the same person was first
        there = reads.attempt_of(contest.pk, user.pk)
        if there is None:
            raise
        return there


@transaction.atomic
def open_attempt(*, attempt: Attempt) -> int:
    """A new opening of the paper on a device; answers of a later opening stand over those of earlier ones."""
    Attempt.objects.filter(pk=attempt.pk).update(openings=F("openings") + 1)
    attempt.refresh_from_db(fields=["openings", "state", "due_at"])
    return attempt.openings


def record_answers(*, packets: Sequence[Packet], at: datetime) -> list[Outcome]:
    """Keep the newest answer to each item, grade it, hand in where asked: one transaction, one outcome a packet.

    Deadlines are judged by each packet's moment of receipt. Late answers are kept aside and never score.
    """
    with transaction.atomic():
        recording = Recording(packets)
        outcomes = [recording.take(packet) for packet in packets]
        recording.store()
        changed = recording.changed_contests
        if changed:
            transaction.on_commit(partial(publish.contests_changed, changed))
    return outcomes


def close_overdue(*, at: datetime, before: datetime | None = None) -> int:
    """Close attempts whose time is up; how many.

    `before` is the receipt of the oldest answer that still waits: nothing is closed that it could belong to.
    """
    limit = min(at, before or at) - timing.CLOSING
    closed = [attempt for attempt in reads.overdue(limit) if _close(attempt)]
    if closed:
        publish.contests_changed({attempt.contest_id for attempt in closed})
    return len(closed)


def _close(attempt: Attempt) -> bool:
    """True for the one process whose conditional UPDATE was first."""
    used = timing.time_used_ms(attempt.started_at, attempt.due_at, attempt.due_at)
    changed = Attempt.objects.filter(pk=attempt.pk, state=AttemptState.SITTING).update(
        state=AttemptState.CLOSED, ended_at=attempt.due_at, time_used_ms=used
    )
    return changed == 1
