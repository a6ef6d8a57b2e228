"""Who takes part by name, where each sits, and who may not take part."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.live import publish
from contests.models import Attempt, Audience, Contest, ContestState, Entry, EntryBy, EntryKind, Exclusion, SittingMode
from schools.actions import trail
from schools.models import Role, User

ROOM_LONGEST = 40
REASON_LONGEST = 300
MOST_NAMED = 12  # in the trail


@transaction.atomic
def add_entries(*, contest: Contest, users: Sequence[User], room: str = "", by: User, at: datetime) -> int:
    """Put these people on the list; how many were not on it. Who was taken off is on it again.

    Reserves stay what they are. A `room` is set for all of them.
    """
    contest = _changeable(contest)
    if contest.entry_by != EntryBy.LISTED:
        raise Refusal("no_list", _("Cuộc thi này mời theo trường, khối nên không cần danh sách dự thi."))
    _refuse_others(contest, users)
    room = _room(room)
    ids = [user.pk for user in users]
    there = {entry.user_id: entry for entry in Entry.objects.filter(contest=contest, user_id__in=ids)}
    back = [entry for entry in there.values() if entry.withdrawn_at is not None]
    for entry in back:
        entry.kind, entry.withdrawn_at, entry.by, entry.at = EntryKind.LISTED, None, by, at
    Entry.objects.bulk_update(back, ["kind", "withdrawn_at", "by", "at"], batch_size=500)
    fresh = [Entry(contest=contest, user=user, by=by, at=at) for user in users if user.pk not in there]
    Entry.objects.bulk_create(fresh, batch_size=500)
    if room:
        Entry.objects.filter(contest=contest, user_id__in=ids).update(room=room)
    added = [entry.user for entry in fresh] + [entry.user for entry in back]
    _write_down(contest, "entries_added", added, room, by=by, at=at)
    return len(added)


@transaction.atomic
def remove_entries(*, contest: Contest, users: Sequence[User], by: User, at: datetime) -> int:
    """Take these people off the list; how many were on it. Refused when one of them has begun."""
    contest = _changeable(contest)
    _refuse_begun(contest, users, _("Có em đã làm bài nên không gạch tên được: %(name)s."))
    entries = list(Entry.objects.filter(contest=contest, user__in=users, withdrawn_at=None).select_related("user"))
    typed = [entry.pk for entry in entries if entry.kind == EntryKind.LISTED]
    Entry.objects.filter(pk__in=typed).delete()
    # who came from an earlier round stays known to it
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(withdrawn_at=at)
    _write_down(contest, "entries_removed", [entry.user for entry in entries], by=by, at=at)
    return len(entries)


@transaction.atomic
def seat(*, contest: Contest, users: Sequence[User], room: str, by: User, at: datetime) -> int:
    """Where these people sit; an empty room is the own class again. How many have a place of their own now, or lost it.

    In a contest that invites whole schools a line is kept for those alone who sit elsewhere.
    """
    contest = _changeable(contest)
    _refuse_others(contest, users)
    if contest.mode == SittingMode.SUPERVISED:  # a clock that runs from one room's word cannot run from another's
        _refuse_begun(contest, users, _("Có em đã làm bài nên không đổi phòng được: %(name)s."))
    room = _room(room)
    ids = [user.pk for user in users]
    rows = Entry.objects.filter(contest=contest, user_id__in=ids)
    known = set(rows.values_list("user_id", flat=True))
    changed = rows.exclude(room=room).update(room=room)
    if room and contest.entry_by == EntryBy.INVITED:
        fresh = [Entry(contest=contest, user=user, room=room, by=by, at=at) for user in users if user.pk not in known]
        Entry.objects.bulk_create(fresh, batch_size=500)
        changed += len(fresh)
    if changed:
        _write_down(contest, "entries_seated", users, room or "own class", by=by, at=at)
    return changed


@transaction.atomic
def exclude(*, contest: Contest, users: Sequence[User], reason: str, by: User, at: datetime) -> int:
    """These people may not take part, for a reason (organisers, winners of an earlier week); how many are new to it.

    Refused when one of them has begun: a result is stopped where results are.
    """
    contest = _changeable(contest)
    reason = " ".join(reason.split())
    if not reason:
        said = _("Thầy cô ghi lý do không dự thi.")
        raise Refusal("no_reason", said, status=400, fields={"reason": [said]})
    _refuse_begun(contest, users, _("Có em đã làm bài. Thầy cô dừng kết quả của em ở trang Kết quả: %(name)s."))
    there = set(Exclusion.objects.filter(contest=contest, user__in=users).values_list("user_id", flat=True))
    fresh = [user for user in users if user.pk not in there]
    Exclusion.objects.bulk_create(
        [Exclusion(contest=contest, user=user, reason=reason[:REASON_LONGEST], by=by, at=at) for user in fresh],
        batch_size=500,
    )
    _write_down(contest, "excluded", fresh, reason, by=by, at=at)
    return len(fresh)


@transaction.atomic
def readmit(*, contest: Contest, users: Sequence[User], by: User, at: datetime) -> int:
    """They may take part again; how many were excluded."""
    contest = _changeable(contest)
    rows = Exclusion.objects.filter(contest=contest, user__in=users)
    people = [row.user for row in rows.select_related("user")]
    rows.delete()
    _write_down(contest, "readmitted", people, by=by, at=at)
    return len(people)


def _changeable(contest: Contest) -> Contest:
    """The contest, locked; refused once it is over."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state not in {ContestState.DRAFT, ContestState.PUBLISHED}:
        raise Refusal("contest_over", _("Cuộc thi đã kết thúc hoặc đã hủy nên không sửa danh sách được nữa."))
    return contest


def _refuse_others(contest: Contest, users: Collection[User]) -> None:
    roles = {Role.PUPIL} if contest.audience == Audience.PUPILS else {Role.TEACHER, Role.LEADER}
    if any(user.role not in roles or user.is_demo != contest.is_demo or not user.is_active for user in users):
        raise Refusal("not_for_them", _("Trong danh sách có người không thuộc đối tượng của cuộc thi."))


def _refuse_begun(contest: Contest, users: Collection[User], said: str) -> None:
    attempts = Attempt.objects.filter(contest=contest, user__in=users).select_related("user").order_by("pk")
    if (first := attempts.first()) is not None:
        raise Refusal("begun", said % {"name": first.user.full_name})


def _room(text: str) -> str:
    room = " ".join(text.split())
    if len(room) > ROOM_LONGEST:
        said = _("Tên phòng dài nhất 40 ký tự.")
        raise Refusal("room_long", said, status=400, fields={"room": [said]})
    return room


def _write_down(contest: Contest, act: str, users: Sequence[User], more: str = "", *, by: User, at: datetime) -> None:
    if not users:
        return
    named = ", ".join(user.username for user in users[:MOST_NAMED])
    note = f"{len(users)}: {named}{' …' if len(users) > MOST_NAMED else ''}{f'; {more}' if more else ''}"
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
