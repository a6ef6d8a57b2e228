"""A contest's life: drafted, changed, published (papers frozen, items held), cancelled."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions.deadlines import recompute
from contests.actions.draft import ContestDraft, check, refuse_frozen, sheet_of_draft, write_rows, write_rules
from contests.actions.paper import HELD_AFTER, freeze_papers
from contests.live import publish
from contests.models import (
    Attempt,
    AttemptState,
    ChosenItem,
    Contest,
    ContestState,
    PaperItem,
    PaperKind,
    RuleVersion,
)
from contests.queries import contest as reads
from contests.queries import sheet as sheets
from contests.rules.sheet import NAMES, RuleSheet, changes
from quiz.actions import holds
from schools.actions import trail
from schools.models import User

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I


@transaction.atomic
def create_contest(*, draft: ContestDraft, by: User, at: datetime, copied: Contest | None = None) -> Contest:
    """A draft. Refused with the fields that do not fit; the form keeps what was typed.

    `copied`: the contest whose chosen items a fixed paper begins with.
    """
    sheet = sheet_of_draft(draft)
    check(sheet)
    contest = Contest(
        code=new_code(),
        school=draft.school,
        created_by=by,
        created_at=at,
        is_demo=draft.is_demo,
        seed=draft.seed or secrets.token_hex(8),
        template=draft.template,
    )
    write_rules(contest, sheet)
    contest.save()
    write_rows(contest, sheet, NAMES)
    if copied is not None and contest.paper_kind == PaperKind.FIXED:
        ChosenItem.objects.bulk_create(
            ChosenItem(contest=contest, question_id=one.question_id, position=one.position, points=one.points)
            for one in copied.chosen.all()
        )
    trail.record(at=at, actor=by, act="contest_drafted", subject=contest.code, school=draft.school)
    return contest


@transaction.atomic
def update_contest(*, contest: Contest, draft: ContestDraft, seen: str, by: User, at: datetime) -> list[str]:
    """The rules become what the draft says; the changes in words. Those of a published contest are a new version.

    Refused with `rules_changed` when they are not those that were `seen` (`RuleSheet.mark`), and with `rules_frozen`
    and the fields when a change would touch papers that stand, a sitting under way or results.
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    old = sheets.sheet_of_rules(contest)
    new = sheet_of_draft(draft, contest=contest, chosen_count=old.chosen_count)
    if seen != old.mark():
        raise Refusal("rules_changed", _("Thể lệ vừa được người khác sửa. Thầy cô xem lại rồi lưu lần nữa nhé."))
    if contest.state == ContestState.CANCELLED:
        raise Refusal("already_cancelled", _("Cuộc thi đã hủy nên không sửa thể lệ được nữa."))
    check(new)
    if contest.state != ContestState.DRAFT:
        refuse_frozen(contest, old, new, at)
    if not (changed := changes(old, new)):
        return []
    write_rules(contest, new)
    with translation.override(settings.LANGUAGE_CODE):  # the record is in the language of the office
        said = sheets.differences(old, new)
        if contest.state != ContestState.DRAFT:
            contest.rules_version += 1
            _keep_version(contest, new, changed=said, by=by, at=at)
    contest.save()
    write_rows(contest, new, changed)
    if contest.state == ContestState.PUBLISHED and "closes_at" in changed:
        _closes_later(contest, by, at)
    note = ", ".join(changed)
    trail.record(at=at, actor=by, act="contest_changed", subject=contest.code, school=contest.school, note=note)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return sheets.differences(old, new)


def _keep_version(contest: Contest, sheet: RuleSheet, *, changed: list[str], by: User, at: datetime) -> None:
    RuleVersion.objects.create(
        contest=contest,
        version=contest.rules_version,
        words=sheets.plain(sheet),
        changed="\n".join(changed),
        by=by,
        at=at,
    )


def _closes_later(contest: Contest, by: User, at: datetime) -> None:
    """Its items stay held as long as it is open, and whom the end would have cut short has the time."""
    items = PaperItem.objects.filter(paper__contest=contest).values_list("revision__question_id", flat=True)
    holds.hold(
        question_ids=set(items),
        holder=reads.holder_of(contest),
        until=contest.closes_at + HELD_AFTER,
        at=at,
        shared=contest.allow_held,
    )
    attempts = Attempt.objects.filter(contest=contest).values_list("pk", flat=True)
    recompute(attempt_ids=list(attempts), at=at, by=by, reason=_("Giờ đóng của cuộc thi được dời lại."))


def new_code() -> str:
    """Six letters and digits that are hard to mistake; not one in use."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _unused in range(6))
        if not Contest.objects.filter(code=code).exists():
            return code


@transaction.atomic
def publish_contest(*, contest: Contest, by: User, at: datetime) -> Contest:
    """Freeze the paper with its keys, hold the items, open the lobby. Publishing twice changes nothing."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state == ContestState.PUBLISHED:
        return contest
    if contest.state != ContestState.DRAFT:
        raise Refusal("not_a_draft", _("Chỉ công bố được bản nháp."))
    if contest.closes_at <= at:
        raise Refusal("already_over", _("Giờ đóng đã qua. Thầy cô sửa thể lệ, đặt giờ mới rồi công bố nhé."))
    freeze_papers(contest=contest, by=by, at=at)
    contest.state = ContestState.PUBLISHED
    contest.published_at = at
    contest.save(update_fields=["state", "published_at"])
    with translation.override(settings.LANGUAGE_CODE):
        _keep_version(contest, sheets.sheet_of_rules(contest), changed=[], by=by, at=at)
    trail.record(at=at, actor=by, act="contest_published", subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return contest


@transaction.atomic
def cancel_contest(*, contest: Contest, by: User, at: datetime) -> Contest:
    """No one sits it any more: open attempts end here. Its items are free again only if nobody has started."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state == ContestState.SETTLED:
        raise Refusal("already_settled", _("Cuộc thi đã có kết quả, không hủy được nữa."))
    if contest.state == ContestState.CANCELLED:
        return contest
    contest.state = ContestState.CANCELLED
    contest.cancelled_at = at
    contest.save(update_fields=["state", "cancelled_at"])
    attempts = Attempt.objects.filter(contest=contest)
    # locked in the order of their ids, as everywhere, before they are written
    sitting = (
        attempts.select_for_update().filter(state=AttemptState.SITTING).order_by("pk").values_list("pk", flat=True)
    )
    attempts.filter(pk__in=list(sitting)).update(state=AttemptState.CLOSED, ended_at=at)
    if not attempts.exists():
        holds.release(holder=reads.holder_of(contest), at=at)
    trail.record(at=at, actor=by, act="contest_cancelled", subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    transaction.on_commit(lambda: publish.contest_told(contest.pk, {"type": "standing"}))
    return contest
