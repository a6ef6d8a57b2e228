"""Rounds that lead to a contest: linked, ruled, their best put on its list; one drops out, a reserve comes in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions.disqualify import reason_given
from contests.live import publish
from contests.models import AdvanceBy, Advancing, Attempt, Contest, ContestState, Entry, EntryBy, EntryKind
from contests.queries import advancing as reads
from contests.queries import rounds
from contests.rules.rounds import LEVELS, LOTS, Decision, Line, Outcome, Rule
from schools.actions import trail
from schools.models import User

#: So many people of a draw fit into a row of the trail.
DRAWN_A_ROW = 40
MOST = 10_000
GRADES = range(1, 13)


@transaction.atomic
def set_rule(*, contest: Contest, rule: Rule, by: User, at: datetime) -> Advancing:
    """Who goes on to this contest from the rounds that lead to it. From now on rounds may choose it."""
    contest = _open(contest)
    if not LEVELS[contest.round_level]:
        raise Refusal("lowest_level", _("Vòng trường không nhận thí sinh từ vòng nào. Hãy đổi vòng thi trong thể lệ."))
    if rule.by not in AdvanceBy.values or not rule.grades <= set(GRADES):
        raise Refusal("invalid", _("Một vài chỗ cần xem lại."), status=400)
    if not 1 <= rule.most <= MOST or not 0 <= rule.cap <= MOST or not 0 <= rule.reserves <= MOST:
        raise Refusal("invalid", _("Số suất từ 1 đến 10.000."), status=400)
    told = {
        "by": rule.by,
        "most": rule.most,
        "cap": rule.cap,
        "reserves": rule.reserves,
        "grades": ",".join(map(str, sorted(rule.grades))),
    }
    row, _made = Advancing.objects.update_or_create(contest=contest, defaults=told)
    _record(reads.RULE_SET, contest, ", ".join(f"{name} {value}" for name, value in told.items()), by, at)
    return row


@transaction.atomic
def lead_to(*, contest: Contest, target: Contest | None, by: User, at: datetime) -> Contest:
    """From now on the best of this contest may go on to the target; None: to no other round.

    Refused in a circle, once the results of the receiving round stand, and once somebody has gone on from here.
    """
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school", "leads_to").get(pk=contest.pk)
    if contest.state == ContestState.CANCELLED:
        raise Refusal("cancelled", _("Cuộc thi đã hủy nên không lên vòng nào."))
    if contest.leads_to_id == (target.pk if target else None):
        return contest
    before = contest.leads_to
    if before is not None:
        if before.state == ContestState.SETTLED:
            raise Refusal("already_settled", _("Vòng trên đã có kết quả nên không đổi được nữa."))
        if Entry.objects.filter(contest=before, from_contest=contest).exists():
            raise Refusal("already_advanced", _("Đã có thí sinh lên vòng trên từ đây nên không đổi được nữa."))
    if target is not None:
        target = Contest.objects.select_for_update(of=("self",)).get(pk=target.pk)
        if contest.pk in {target.pk, *(one.pk for one in rounds.above(target))}:
            raise Refusal("circle", _("Vòng này đã nhận thí sinh từ chính cuộc thi đó."))
        if not rounds.may_lead_to(contest, by).filter(pk=target.pk).exists():
            raise Refusal("not_for_this", _("Cuộc thi này không lên được vòng đó."))
    contest.leads_to = target
    contest.save(update_fields=["leads_to"])
    _record("round_leads_to", contest, target.code if target else "no other", by, at)
    return contest


@transaction.atomic
def advance(
    *, contest: Contest, decisions: Mapping[str, Decision], seen: str, by: User, at: datetime
) -> reads.Difference:
    """Put those who go on and the reserves on the list; what that changed. Doing it again changes nothing.

    Refused while a tie at a cut is undecided, and when it would change something else than what was `seen`
    (`Difference.mark`). Nobody who has begun or was called up loses the place.
    """
    contest = _open(contest)
    rule = rounds.rule_of(contest)
    if rule is None or contest.entry_by != EntryBy.LISTED:
        raise Refusal("no_list", _("Cuộc thi này chưa nhận thí sinh theo danh sách. Hãy đổi trong thể lệ."))
    if rule.shared and rounds.unpublished(contest):
        raise Refusal("rounds_open", _("Suất chung cho nhiều vòng: hãy chờ mọi vòng công bố kết quả."))
    selected = reads.selection(contest, decisions)
    if selected.waits:
        raise Refusal("ties_open", _("Còn em đồng hạng ở suất cuối. Hãy quyết định từng trường hợp."))
    found = reads.difference(contest, selected)
    if found.mark != seen:
        raise Refusal("changed", _("Danh sách vừa thay đổi. Hãy xem lại rồi ghi."))
    _write(contest, found, by, at)
    known = reads.decisions_of(contest)
    for tie in selected.ties:
        if tie.decided is not None and known.get(tie.key) != tie.decided:
            _record_decision(contest, tie.key, tie.decided, by, at)
    if found.changes:
        sources = ", ".join(f"{code} v{version}" for code, version in _sources(contest))
        going = [one.after for one in found.changes]
        note = f"{going.count('advanced')} advanced, {going.count('reserve')} reserve, {going.count('')} off: {sources}"
        _record(reads.ADVANCED, contest, note, by, at)
        transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
    return found


def _write(contest: Contest, found: reads.Difference, by: User, at: datetime) -> None:
    off = [one.person for one in found.changes if not one.after]
    Entry.objects.filter(contest=contest, user_id__in=off, kind__in=reads.FROM_ROUNDS, withdrawn_at=None).delete()
    there = {
        entry.user_id: entry
        for entry in Entry.objects.filter(contest=contest, user_id__in=[one.person for one in found.changes])
    }
    fresh: list[Entry] = []
    changed: list[Entry] = []
    for one in found.changes:
        if one.line is None:
            continue
        entry = there.get(one.person)
        (changed if entry else fresh).append(_entered(contest, entry, one.line, by, at))
    Entry.objects.bulk_create(fresh, batch_size=500)
    Entry.objects.bulk_update(changed, ["kind", "from_contest", "from_rank", "by", "at"], batch_size=500)


def _entered(contest: Contest, entry: Entry | None, line: Line, by: User, at: datetime) -> Entry:
    entry = entry or Entry(contest=contest, user_id=line.row.person)
    entry.kind = EntryKind.ADVANCED if line.outcome is Outcome.ADVANCED else EntryKind.RESERVE
    entry.from_contest_id, entry.from_rank, entry.by, entry.at = line.row.round, line.row.rank, by, at
    return entry


def _record_decision(contest: Contest, key: str, decision: Decision, by: User, at: datetime) -> None:
    people = sorted(decision.people) if decision.way == LOTS else []
    for start in range(0, len(people) or 1, DRAWN_A_ROW):
        some = " ".join(map(str, people[start : start + DRAWN_A_ROW]))
        _record(reads.TIE_DECIDED, contest, f"{key} {decision.way} {some}".rstrip(), by, at)


def _sources(contest: Contest) -> Collection[tuple[str, int]]:
    found = rounds.feeders(contest)
    versions = rounds.in_force(found)
    return [(one.code, versions[one.pk]) for one in found if one.pk in versions]


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by: User, at: datetime) -> Entry:
    """This person does not take part; the place is free for a reserve. Refused for who has begun."""
    reason = reason_given(reason)
    contest = _open(entry.contest)
    entry = _from_a_round(entry)
    if Attempt.objects.filter(contest=contest, user=entry.user).exists():
        raise Refusal("begun", _("Em này đã làm bài. Thầy cô dừng kết quả của em ở trang Kết quả."))
    entry.withdrawn_at = at
    entry.save(update_fields=["withdrawn_at"])
    _record(reads.WITHDRAWN, contest, f"user {entry.user_id}: {reason}", by, at)
    return entry


@transaction.atomic
def call_up(*, entry: Entry, by: User, at: datetime) -> Entry:
    """A reserve takes the place of somebody who withdrew. Refused without a free place, and past a better reserve."""
    contest = _open(entry.contest)
    entry = _from_a_round(entry)
    if entry.kind != EntryKind.RESERVE:
        raise Refusal("not_a_reserve", _("Em này không ở trong danh sách dự bị."))
    queue = reads.queue(contest, entry.user_id)
    if queue.free <= 0:
        raise Refusal("no_place", _("Chưa có suất nào trống để gọi dự bị."))
    if queue.first is not None:
        said = _("Gọi theo thứ tự: %(name)s đứng trước.") % {"name": queue.first.full_name}
        raise Refusal("earlier_reserve", said)
    entry.kind, entry.by, entry.at = EntryKind.ADVANCED, by, at
    entry.save(update_fields=["kind", "by", "at"])
    _record(reads.CALLED_UP, contest, f"user {entry.user_id} rank {entry.from_rank}", by, at)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
    return entry


@transaction.atomic
def note_export(*, contest: Contest, by: User, at: datetime) -> None:
    """That the list of names has left the system; told before the file goes out."""
    _record("rounds_exported", contest, "csv", by, at)


def _from_a_round(entry: Entry) -> Entry:
    """The line as it stands now, behind the contest's lock."""
    row = Entry.objects.filter(pk=entry.pk, kind__in=reads.FROM_ROUNDS).select_related("user").first()
    if row is None:
        raise Refusal("not_there", _("Em này không còn trong danh sách lên vòng."), status=404)
    if row.withdrawn_at is not None:
        raise Refusal("withdrawn", _("Tên em này đã được rút."))
    return row


def _open(contest: Contest) -> Contest:
    """The contest, locked; refused once it is over."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    if contest.state not in {ContestState.DRAFT, ContestState.PUBLISHED}:
        raise Refusal("contest_over", _("Cuộc thi đã kết thúc hoặc đã hủy nên không sửa danh sách được nữa."))
    return contest


def _record(act: str, contest: Contest, note: str, by: User, at: datetime) -> None:
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
