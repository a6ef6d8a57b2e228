"""A contest's life: drafted, published (papers frozen, items held), cancelled, settled (results stand)."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from contests.live import publish
from contests.models import (
    Attempt,
    AttemptState,
    Audience,
    BlueprintCell,
    BoardTo,
    Contest,
    ContestState,
    Invitation,
    MultipleScoring,
    OpensAt,
    Paper,
    PaperItem,
    PaperKey,
    Result,
)
from contests.queries import contest as reads
from contests.rules import drawing, ranking, timing
from quiz import queries as bank
from quiz.actions import holds, records
from quiz.rules.blueprint import Cell
from schools.actions import trail
from schools.models import School, User

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I
WORTH = 100  # hundredths of a point
FEW = 5  # turns below which a share says nothing
#: Settling frees the items, seconds after the end; should it be stopped, they stay held this long.
HELD_AFTER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ContestDraft:
    """What a teacher decides; everything else has a default."""

    title: str
    school: School | None
    opens_at: datetime
    closes_at: datetime
    length_ms: int
    cells: Mapping[Cell, int]
    invitations: Sequence[tuple[int, int | None]]  # school id, grade (None = whole school)
    as_of: date | None = None  # the day of opening
    audience: str = Audience.PUPILS
    shuffle: bool = True
    multiple_scoring: str = MultipleScoring.ALL
    board_to: str = BoardTo.OWN_SUBMIT
    results_open: str = OpensAt.SUBMIT
    keys_open: str = OpensAt.CLOSE
    private_first: bool = False
    is_demo: bool = False
    seed: str = ""


@transaction.atomic
def create_contest(*, draft: ContestDraft, by: User, at: datetime) -> Contest:
    """A draft. Refused with the fields that do not fit; the form keeps what was typed."""
    _check(draft)
    contest = Contest.objects.create(
        code=new_code(),
        title=draft.title,
        school=draft.school,
        created_by=by,
        created_at=at,
        is_demo=draft.is_demo,
        audience=draft.audience,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        length_ms=draft.length_ms,
        as_of=draft.as_of or clock.day_of(draft.opens_at),
        shuffle=draft.shuffle,
        seed=draft.seed or secrets.token_hex(8),
        multiple_scoring=draft.multiple_scoring,
        board_to=draft.board_to,
        results_open=draft.results_open,
        keys_open=draft.keys_open,
        private_first=draft.private_first,
    )
    topics = bank.topic_ids()
    BlueprintCell.objects.bulk_create(
        BlueprintCell(contest=contest, topic_id=topics[topic], level=level, count=count)
        for (topic, level), count in draft.cells.items()
        if count
    )
    Invitation.objects.bulk_create(
        Invitation(contest=contest, school_id=school, grade=grade) for school, grade in draft.invitations
    )
    trail.record(at=at, actor=by, act="contest_drafted", subject=contest.code, school=draft.school)
    return contest


def _check(draft: ContestDraft) -> None:
    wrong: dict[str, list[object]] = {}
    if not draft.title.strip():
        wrong["title"] = [_("Hãy đặt tên cho cuộc thi.")]
    if draft.closes_at <= draft.opens_at:
        wrong["closes_at"] = [_("Giờ đóng phải sau giờ mở.")]
    if draft.length_ms < 60_000:
        wrong["length"] = [_("Thời gian làm bài ít nhất 1 phút.")]
    if not any(draft.cells.values()):
        wrong["cells"] = [_("Hãy chọn ít nhất một câu hỏi.")]
    if not draft.invitations:
        wrong["invitations"] = [_("Hãy chọn ít nhất một trường hoặc một khối được dự thi.")]
    if wrong:
        raise Refusal("invalid", _("Một vài chỗ cần xem lại."), status=400, fields=wrong)


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
        raise Refusal("already_over", _("Giờ đóng đã qua. Thầy cô tạo lại cuộc thi với khung giờ mới nhé."))
    _freeze_paper(contest, by=by, at=at)
    contest.state = ContestState.PUBLISHED
    contest.published_at = at
    contest.save(update_fields=["state", "published_at"])
    trail.record(at=at, actor=by, act="contest_published", subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return contest


def _freeze_paper(contest: Contest, *, by: User, at: datetime) -> None:
    wanted = {(cell.topic.code, cell.level): cell.count for cell in contest.cells.select_related("topic")}
    available = _candidates(contest, wanted, at)
    try:
        chosen = drawing.draw(wanted, available, contest.seed, lambda item: item.apart)
    except drawing.ShortCell as short:
        raise Refusal("bank_too_small", _cell_short(short, cast(Cell, short.cell)), status=409) from short
    paper = Paper.objects.create(contest=contest, number=1, seed=secrets.token_hex(8))
    keys = bank.keys_of([item.revision_id for item in chosen])
    items = PaperItem.objects.bulk_create(
        PaperItem(paper=paper, position=position, revision_id=item.revision_id, kind=item.kind, points=WORTH)
        for position, item in enumerate(chosen, start=1)
    )
    PaperKey.objects.bulk_create(
        PaperKey(item=row, version=1, value=json.dumps(keys[row.revision_id], ensure_ascii=False), by=by, at=at)
        for row in items
    )
    questions = [item.question_id for item in chosen]
    holds.hold(question_ids=questions, holder=_holder(contest), until=contest.closes_at + HELD_AFTER, at=at)


def _candidates(contest: Contest, wanted: Mapping[Cell, int], at: datetime) -> dict[Cell, list[bank.ItemRow]]:
    """Items true on every day of the window and on the contest's own day.

    A cell draws from the maker's private shelf where that was asked for and can fill it alone; else from the kept
    shelf; the public one serves only where that is short.
    """
    first, last = reads.window_days(contest)
    first, last = min(first, contest.as_of), max(last, contest.as_of)
    kept = bank.items_for(wanted, first=first, last=last, at=at, shelf="kept")
    every = bank.items_for(wanted, first=first, last=last, at=at)
    found = {cell: kept[cell] if len(kept[cell]) >= count else every[cell] for cell, count in wanted.items()}
    if contest.private_first:
        own = bank.items_for(wanted, first=first, last=last, at=at, owner=contest.created_by_id)
        found |= {cell: own[cell] for cell, count in wanted.items() if len(own[cell]) >= count}
    return found


def _cell_short(short: drawing.ShortCell, cell: Cell) -> str:
    topic, level = cell
    sentence = _("Ngân hàng chỉ còn %(there)s câu dùng được cho chủ đề “%(topic)s”%(level)s, mà đề cần %(wanted)s câu.")
    return sentence % {
        "there": short.there,
        "wanted": short.wanted,
        "topic": bank.topic_names().get(topic, topic),
        "level": f" ({bank.level_name(level)})" if level else "",
    }


def _holder(contest: Contest) -> str:
    return f"contest:{contest.code}"


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
        holds.release(holder=_holder(contest), at=at)
    trail.record(at=at, actor=by, act="contest_cancelled", subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return contest


def settle_due(*, at: datetime) -> list[int]:
    """Settle every contest that is over and has no attempt open; their ids."""
    return [contest.pk for contest in reads.unsettled(at) if settle_contest(contest=contest, at=at)]


@transaction.atomic
def settle_contest(*, contest: Contest, at: datetime) -> bool:
    """Results stand: ranked anew from the attempts, written once; then the keys open and the items are free.

    Not before a last answer has had its time to come in. The attempts are locked, so an answer is recorded before (and
    counts) or after (and is kept aside as late).
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.state != ContestState.PUBLISHED or at < contest.closes_at + timing.CLOSING or _unfinished(contest):
        return False
    attempts = list(Attempt.objects.select_for_update().filter(contest=contest).order_by("pk"))
    if _unfinished(contest):  # an answer was recorded between the look and the lock
        return False
    standings = ranking.rank(attempts, ranking.chain(contest.chain))
    Result.objects.bulk_create(
        Result(
            contest=contest,
            version=1,
            attempt=standing.row,
            rank=standing.rank,
            tied=standing.tied,
            decided_by=standing.decided_by,
            points=standing.row.points,
            right=standing.row.right,
            time_used_ms=standing.row.time_used_ms,
        )
        for standing in standings
    )
    contest.state = ContestState.SETTLED
    contest.settled_at = at
    contest.save(update_fields=["state", "settled_at"])
    holds.release(holder=_holder(contest), at=at)
    if not contest.is_demo:  # what a made-up crowd answered says nothing of an item
        shown = contest.keys_open != OpensAt.NEVER
        records.keep(rows=_how_items_did(contest), place=_holder(contest), at=at, keys_shown=shown)
    trail.record(at=at, actor=None, act="contest_settled", subject=contest.code, school=contest.school)
    transaction.on_commit(lambda: publish.contests_changed({contest.pk}))
    return True


def _how_items_did(contest: Contest) -> list[records.Did]:
    """Turns and share of points earned of every item; p stays unknown below five turns."""
    return [
        records.Did(row.question, row.revision, row.n, row.earned / row.possible if row.n >= FEW else None)
        for row in reads.item_sums(contest.pk)
    ]


def _unfinished(contest: Contest) -> bool:
    """Whether somebody still sits it, or answers whose grading failed wait: no result stands on half a count."""
    attempts = Attempt.objects.filter(contest=contest)
    ungraded = attempts.filter(answers__key_version=None, answers__isnull=False)
    return attempts.filter(state=AttemptState.SITTING).exists() or ungraded.exists()
