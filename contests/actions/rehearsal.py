"""A device's check of a room before the day: kept, one row a device, and forgotten when the contest opens."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.models import Contest, ContestState, RehearsalCheck
from contests.rules.rehearsal import Check
from schools.actions import trail
from schools.models import School, User

DEVICE = re.compile(r"[0-9a-z]{16,40}")
#: What a school may leave behind, and how often a device may say the same.
MOST_DEVICES = 1_000
NOT_SOONER = timedelta(seconds=1)
LONGEST_MS = 600_000


def refuse_open(*, contest: Contest, at: datetime) -> None:
    """A rehearsal is over when the contest opens."""
    if contest.state != ContestState.PUBLISHED or contest.opens_at <= at:
        raise Refusal("rehearsal_over", _("Cuộc thi đã mở nên không chạy thử nữa."))


@transaction.atomic
def note_check(
    *, contest: Contest, school: School, room: str, device: str, check: Check, at: datetime
) -> RehearsalCheck:
    """The newest check of this device in place of its last one. Nothing else of the trial answer is kept."""
    refuse_open(contest=contest, at=at)
    if not DEVICE.fullmatch(device):
        raise Refusal("malformed", _("Thông tin gửi lên không đọc được."), status=400)
    there = RehearsalCheck.objects.select_for_update().filter(contest=contest, device=device).first()
    if there is not None and there.at > at - NOT_SOONER:
        raise Refusal("too_soon", _("Chờ một giây rồi thử lại."), status=429)
    if there is None and RehearsalCheck.objects.filter(contest=contest, school=school).count() >= MOST_DEVICES:
        raise Refusal("too_many", _("Trường này đã thử quá nhiều máy. Xóa kết quả cũ rồi thử lại."), status=429)
    row, _made = RehearsalCheck.objects.update_or_create(
        contest=contest,
        device=device,
        defaults={
            "school": school,
            "room": room[:40],
            "socket": check.socket,
            "saved": check.saved,
            "storage": check.storage,
            "round_trip_ms": min(max(check.round_trip_ms, 0), LONGEST_MS),
            "at": at,
        },
    )
    return row


@transaction.atomic
def forget_checks(*, contest: Contest, school: School | None, by: User, at: datetime) -> int:
    """Delete what the rehearsal of a school has found (None: of all); how many devices."""
    rows = RehearsalCheck.objects.filter(contest=contest, **({"school": school} if school else {}))
    gone, _by_model = rows.delete()
    trail.record(
        at=at, actor=by, act="rehearsal_forgotten", subject=contest.code, school=school, note=f"{gone} devices"
    )
    return gone
