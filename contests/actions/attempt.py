"""An attempt's life: started, opened on devices, answers recorded, handed in or closed by time."""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, Refusal
from contests.actions import standing
from contests.actions.recording import Recording
from contests.actions.writing import write_attempts
from contests.live import publish
from contests.models import Attempt, AttemptState, Contest, ContestState, Disqualification
from contests.queries import attempt as reads
from contests.queries import contest as contests
from contests.queries import time
from contests.queries.eligibility import InvitedAs, asked
from contests.rules import counting, timing
from contests.rules.eligibility import Why
from contests.rules.packets import Outcome, Packet
from contests.rules.timing import Clock, Mode, Phase
from schools.models import User

log = logging.getLogger(__name__)

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I
#: So often a start is tried again that met another one of the same person.
TRIES = 5


def start_attempt(*, contest: Contest, user: User, at: datetime) -> Attempt:
    """This person's attempt: the one being sat, however often asked at once; else a new one, if one is left.

    Where everybody has a single attempt, it is given whether or not it has ended. Refused before the start, after the
    end, while the room is paused, and to those who may not take part.
    """
    for _again in range(TRIES):
        newest = reads.attempt_of(contest.pk, user.pk)
        if newest is not None:
            close_if_over(attempt=newest, at=at)
        if newest is not None and (newest.state == AttemptState.SITTING or contest.attempts_most == 1):
            return newest
        try:
            return _begun(contest, user, newest, at)
        except IntegrityError:  # another request of the same person was first: look again
            log.info("two starts of one person at once in contest %s", contest.code)
    raise Refusal("busy", _("Hệ thống đang bận. Em bấm Bắt đầu lại sau vài giây nhé."), status=503)


@transaction.atomic
def _begun(contest: Contest, user: User, newest: Attempt | None, at: datetime) -> Attempt:
    # from here on the contest and its times stay as they are: who settles, cancels, pauses or gives time waits
    open_yet = contests.stays_published(contest.pk)
    place = _place(contest, user, at)
    clock = _clock(contest, user, place, at)
    if not open_yet:  # settled or cancelled meanwhile
        raise _over()
    number = newest.number if newest else 0
    if not counting.is_left(number, contest.attempts_most):
        raise Refusal("no_attempts_left", _("Em đã dùng hết số lượt làm bài của cuộc thi này."))
    seed = secrets.token_hex(8)
    attempt = Attempt.objects.create(
        contest=contest,
        user=user,
        number=number + 1,
        paper=contests.paper_for(contest, seed, had=reads.papers_had(contest.pk, user.pk) if number else ()),
        seed=seed,
        school=place.school,
        class_name=place.class_name,
        grade=place.grade,
        sex=user.sex,
        started_at=at,
        due_at=clock.due_at(),
        extra_ms=clock.extra_ms,
        lost_ms=clock.lost_ms(),
        receipt=new_receipt(contest.pk),
    )
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
    return attempt


def _place(contest: Contest, user: User, at: datetime) -> InvitedAs:
    """Where this person takes part; refused with the reason."""
    answer = asked(contest, user, on=at)
    if answer.place is not None:
        return answer.place
    why = answer.why_not or Why.SCHOOL
    if why in {Why.SCHOOL, Why.GRADE, Why.NO_CLASS, Why.ROLE}:
        raise NotAllowed(why.in_words(gettext))
    raise Refusal(why.value, why.in_words(gettext), status=403)


def _clock(contest: Contest, user: User, place: InvitedAs, at: datetime) -> Clock:
    """The clock of an attempt begun now; refused where it may not begin."""
    clocks = time.Clocks(contest, [user.pk])
    school = place.school.pk if place.school else None
    phase = timing.phase_of(*clocks.window(user.pk), at)
    if contest.state in {ContestState.SETTLED, ContestState.CANCELLED} or phase is Phase.AFTER:
        raise _over()
    if contest.state != ContestState.PUBLISHED or phase is Phase.BEFORE:
        raise Refusal("not_started", _("Cuộc thi chưa bắt đầu. Em chờ đến giờ mở nhé."))
    room_at = clocks.room_at(user.pk, school, place.class_name)
    if clocks.mode is Mode.SUPERVISED and (room_at is None or at < room_at):
        raise Refusal("room_not_started", _("Em chờ thầy cô phát lệnh bắt đầu nhé."))
    clock = clocks.clock(user_id=user.pk, school_id=school, class_name=place.class_name, started_at=at)
    if clock.stands(at):
        raise Refusal("paused", _("Phòng thi đang tạm dừng. Em chờ thầy cô cho tiếp tục nhé."))
    if clock.due_at() <= at:
        raise _over()
    return clock


def _over() -> Refusal:
    return Refusal("contest_over", _("Cuộc thi đã kết thúc, không nhận bài mới."))


def new_receipt(contest_id: int) -> str:
    """A receipt number (`ABCD-2345`) that no attempt of the contest has."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _unused in range(8))
        receipt = f"{letters[:4]}-{letters[4:]}"
        if not Attempt.objects.filter(contest_id=contest_id, receipt=receipt).exists():
            return receipt


@transaction.atomic
def open_attempt(*, attempt: Attempt, at: datetime | None = None) -> int:
    """A new opening of the paper on a device; answers of a later opening stand over those of earlier ones.

    Told `at`, an attempt whose time is up is closed first.
    """
    if at is not None:
        close_if_over(attempt=attempt, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contests_attempt SET openings = openings + 1 WHERE id = %s RETURNING openings", [attempt.pk]
        )
        attempt.openings = cursor.fetchone()[0]
    opened = {"type": "opened", "opening": attempt.openings}
    transaction.on_commit(partial(publish.attempts_told, [attempt.pk], opened))
    return attempt.openings


def record_answers(*, packets: Sequence[Packet], at: datetime) -> list[Outcome]:
    """Keep the newest answer to each item, grade it, hand in where asked: one transaction, one outcome a packet.

    Deadlines are judged by each packet's moment of receipt. Late answers are kept aside and never score.
    """
    with transaction.atomic():
        recording = Recording(packets)
        outcomes = [recording.take(packet) for packet in packets]
        recording.store()
        if recording.changed:
            transaction.on_commit(partial(publish.contests_changed, recording.changed))
        if quiet := recording.answered - recording.changed:
            transaction.on_commit(partial(publish.answers_came, quiet))
    return outcomes


def close_overdue(*, at: datetime, before: datetime | None = None) -> int:
    """Close attempts whose time is up and whose clock no pause holds; how many.

    `before` is the receipt of the oldest answer that still waits: nothing is closed that it could belong to. What fails
    in one contest stops no other, and is raised at the end.
    """
    limit = min(at, before or at) - timing.CLOSING
    by_contest: dict[int, list[int]] = {}
    for attempt in reads.overdue(limit):
        by_contest.setdefault(attempt.contest_id, []).append(attempt.pk)
    closed, failures = 0, []
    for contest_id, ids in by_contest.items():
        try:
            closed += len(_close(contest_id, ids, limit))
        except Exception as failure:
            log.exception("attempts of contest %s could not be closed", contest_id)
            failures.append(failure)
    if failures:
        raise failures[0]
    return closed


def close_if_over(*, attempt: Attempt, at: datetime) -> bool:
    """Close this attempt if its time is up, as the loop would; whether it did. `attempt` is then as it was stored."""
    limit = at - timing.CLOSING
    if attempt.state != AttemptState.SITTING or attempt.due_at > limit:
        return False
    closed = _close(attempt.contest_id, [attempt.pk], limit)
    attempt.refresh_from_db(fields=["state", "due_at", "ended_at", "time_used_ms", "stands_at", "extra_ms", "lost_ms"])
    return bool(closed)


@transaction.atomic
def _close(contest_id: int, ids: Sequence[int], limit: datetime) -> list[Attempt]:
    """Those of these attempts that are still open and overdue under their locks, closed at their deadline."""
    attempts = list(reads.overdue_locked(ids, limit))
    if not attempts:
        return []
    stops = time.stops_of([contest_id]).get(contest_id, [])
    sums = reads.sums_of([attempt.pk for attempt in attempts])
    for attempt in attempts:
        attempt.points, attempt.right = sums.get(attempt.pk, (0, 0))
        its = [stop for stop in stops if stop.covers(attempt.school_id, attempt.class_name)]
        lost = timing.stopped_ms(its, attempt.started_at, attempt.due_at)
        attempt.state, attempt.ended_at = AttemptState.CLOSED, attempt.due_at
        attempt.time_used_ms = timing.time_used_ms(attempt.started_at, attempt.due_at, attempt.due_at, lost_ms=lost)
    _stand(contest_id, attempts)
    transaction.on_commit(partial(publish.contests_changed, {contest_id}))
    return attempts


def _stand(contest_id: int, attempts: Sequence[Attempt]) -> None:
    """Store the ended attempts and let count what counts now: a single one at once, unless its person is out."""
    single = Contest.objects.filter(pk=contest_id, attempts_most=1).exists()
    if single:
        people = [attempt.user_id for attempt in attempts]
        gone = Disqualification.objects.filter(contest_id=contest_id, user_id__in=people, lifted_at=None)
        out = set(gone.values_list("user_id", flat=True))
        for attempt in attempts:
            attempt.stands_at = None if attempt.user_id in out else attempt.ended_at
    write_attempts(attempts, ["state", "ended_at", "time_used_ms", "points", "right", "stands_at"])
    if not single:
        standing.stand(contest_id=contest_id, user_ids={attempt.user_id for attempt in attempts})
