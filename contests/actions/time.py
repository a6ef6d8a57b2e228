"""Time given, time lost, and the word to begin. Every act recomputes the deadlines it concerns and says so."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotThere, Refusal
from contests.actions.deadlines import Recomputed, recompute
from contests.live import publish
from contests.models import (
    Allowance,
    Attempt,
    AttemptState,
    Contest,
    ContestState,
    Pause,
    RoomStart,
    SittingMode,
)
from contests.queries import time
from contests.queries.eligibility import takes_part
from contests.rules import timing
from schools.actions import trail
from schools.models import School, User

#: What nobody means to give: more is a slip of the hand.
MOST_EXTRA_MS = 24 * 3_600_000
MOST_SHIFT_MS = 60 * 24 * 3_600_000


@transaction.atomic
def give_time(
    *, contest: Contest, user: User, extra_ms: int, shift_ms: int, reason: str, by: User | None, at: datetime
) -> Allowance:
    """Extra time, or a window that begins and ends later, for one person, before or during the attempt.

    Negative takes back what was given before, as far as it has not been used.
    """
    contest = _changeable(contest, reason)
    if not takes_part(contest, user):
        raise NotThere(_("Không tìm thấy người này trong cuộc thi."))
    if not (extra_ms or shift_ms) or abs(extra_ms) > MOST_EXTRA_MS or abs(shift_ms) > MOST_SHIFT_MS:
        said = _("Thầy cô ghi số phút từ 1 đến 1.440, hoặc dời giờ tối đa 60 ngày.")
        raise Refusal("invalid", said, status=400, fields={"minutes": [said]})
    given = time.given_to(contest.pk, [user.pk]).get(user.pk, time.Given())
    if given.extra_ms + extra_ms < 0 or given.shift_ms + shift_ms < 0:
        raise _too_much()
    allowance = Allowance.objects.create(
        contest=contest, user=user, extra_ms=extra_ms, shift_ms=shift_ms, reason=reason[:300], by=by, at=at
    )
    attempts = Attempt.objects.filter(contest=contest, user=user)
    done = recompute(attempt_ids=_ids(attempts), at=at, by=by, reason=reason)
    if min(extra_ms, shift_ms) < 0 and _over_by(attempts, at):
        raise _too_much()
    what = f"{user.username}: extra {_seconds(extra_ms)}, window {_seconds(shift_ms)} later"
    _write_down(contest, "time_given", what, done, reason=reason, by=by, at=at)
    return allowance


def _too_much() -> Refusal:
    return Refusal("too_much_taken_back", _("Không rút lại được nhiều hơn phần đã cho mà em chưa dùng."))


@transaction.atomic
def pause(
    *, contest: Contest, school: School | None, class_name: str, reason: str, by: User | None, at: datetime
) -> Pause:
    """Let the clocks of a class, a school (no class) or everybody (no school) stand from now on.

    The pause of that place that goes on already, if there is one.
    """
    contest = _changeable(contest, reason)
    place = _place(school, class_name)
    there = Pause.objects.filter(contest=contest, to_at=None, **place).first()
    if there is not None:
        return there
    made = Pause.objects.create(contest=contest, from_at=at, reason=reason[:300], by=by, at=at, **place)
    _write_down(contest, "paused", _named(made), None, reason=reason, by=by, at=at)
    _tell(contest, school, class_name)
    return made


@transaction.atomic
def resume(*, pause: Pause, by: User | None, at: datetime) -> Pause:
    """Let the clocks run on; whatever was left on them is left again. Twice changes nothing."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=pause.contest_id)
    pause = Pause.objects.select_for_update(of=("self",)).select_related("school").get(pk=pause.pk)
    if pause.to_at is not None:
        return pause
    pause.to_at = max(at, pause.from_at)
    pause.save(update_fields=["to_at"])
    done = recompute(attempt_ids=_ids(_touched_by(pause)), at=at, by=by, reason=pause.reason)
    what = f"{_named(pause)} {_seconds(_length_ms(pause))}"
    _write_down(contest, "resumed", what, done, reason=pause.reason, by=by, at=at)
    _tell(contest, pause.school, pause.class_name)
    return pause


@transaction.atomic
def outage(
    *,
    contest: Contest,
    school: School | None,
    class_name: str,
    from_at: datetime,
    to_at: datetime,
    reason: str,
    by: User | None,
    at: datetime,
) -> Pause:
    """Make good for time that was lost before anybody could pause: as if it had been paused then.

    Attempts that were closed meanwhile are open again where time is left; what came in late and is in time now counts.
    """
    contest = _changeable(contest, reason)
    if not from_at < to_at <= at or to_at <= contest.opens_at:
        said = _("Giờ bắt đầu phải trước giờ kết thúc, và cả hai đã qua.")
        raise Refusal("invalid", said, status=400, fields={"to_at": [said]})
    made = Pause.objects.create(
        contest=contest, from_at=from_at, to_at=to_at, reason=reason[:300], by=by, at=at, **_place(school, class_name)
    )
    done = recompute(attempt_ids=_ids(_touched_by(made)), at=at, by=by, reason=reason)
    _write_down(contest, "outage", f"{_named(made)} {_seconds(_length_ms(made))}", done, reason=reason, by=by, at=at)
    return made


@transaction.atomic
def start_room(*, contest: Contest, school: School, class_name: str, by: User | None, at: datetime) -> RoomStart:
    """The word to begin for a room: its pupils may start, and their clocks run from now. The first word counts."""
    contest = _changeable(contest)
    if contest.mode != SittingMode.SUPERVISED:
        raise Refusal("not_supervised", _("Cuộc thi này không bắt đầu theo lệnh của giám thị."))
    there = RoomStart.objects.filter(contest=contest, school=school, class_name=class_name).first()
    if there is not None:
        return there
    if contest.state != ContestState.PUBLISHED or at < contest.opens_at:
        raise Refusal("not_started", _("Chưa đến giờ mở của cuộc thi."))
    if at >= contest.closes_at:
        raise Refusal("contest_over", _("Cuộc thi đã kết thúc."))
    made = RoomStart.objects.create(contest=contest, school=school, class_name=class_name, started_at=at, by=by)
    trail.record(at=at, actor=by, act="room_started", subject=contest.code, school=school, note=class_name)
    return made


def _over_by(attempts: QuerySet[Attempt], at: datetime) -> bool:
    """Whether one of them would be over already."""
    sitting = attempts.filter(~time.stopped_now(), state=AttemptState.SITTING)
    return sitting.filter(due_at__lt=at).exists()


def _ids(attempts: QuerySet[Attempt]) -> list[int]:
    return list(attempts.order_by("pk").values_list("pk", flat=True))


def _touched_by(pause: Pause) -> QuerySet[Attempt]:
    """Attempts in its place that had not ended before it."""
    rows = time.attempts_in(pause.contest, pause.school, pause.class_name)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gt=pause.from_at))


def _place(school: School | None, class_name: str) -> dict[str, Any]:
    return {"school": school, "class_name": class_name if school else ""}


def _changeable(contest: Contest, reason: str | None = None) -> Contest:
    """The contest, locked: whoever starts meanwhile waits, and then starts by the new times."""
    if reason is not None and not reason.strip():
        said = _("Thầy cô ghi lý do nhé.")
        raise Refusal("reason_needed", said, status=400, fields={"reason": [said]})
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    if contest.state == ContestState.SETTLED:
        raise Refusal("already_settled", _("Cuộc thi đã có kết quả nên không đổi giờ được nữa."))
    if contest.state == ContestState.CANCELLED:
        raise Refusal("contest_cancelled", _("Cuộc thi đã hủy."))
    return contest


def _tell(contest: Contest, school: School | None, class_name: str) -> None:
    """Every open socket of the place asks how it stands, after the commit."""
    message: dict[str, object] = {"type": "standing"}
    if school is None:
        transaction.on_commit(partial(publish.contest_told, contest.pk, message))
        return
    sitting = time.attempts_in(contest, school, class_name).filter(state=AttemptState.SITTING)
    transaction.on_commit(partial(publish.attempts_told, _ids(sitting), message))


def _length_ms(pause: Pause) -> int:
    return timing.milliseconds((pause.to_at or pause.from_at) - pause.from_at)


def _named(pause: Pause) -> str:
    school = pause.school.code if pause.school else "everybody"
    return f"{school} {pause.class_name}".strip()


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f} s"


def _write_down(
    contest: Contest,
    act: str,
    what: str,
    done: Recomputed | None,
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> None:
    came = f" ({done})" if done else ""
    note = f"{what}{came}: {reason}"
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)


__all__ = ["Recomputed", "give_time", "outage", "pause", "recompute", "resume", "start_room"]
