"""What a draft's papers are made of: how many of them, and for a fixed paper the items themselves, in order."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.models import ChosenItem, Contest, ContestState, PaperKind
from contests.rules.sheet import WORTH
from schools.actions import trail
from schools.models import User

MOST_PAPERS = 24
MOST_ITEMS = 100
MOST_POINTS = 10_000  # hundredths, for one item


@transaction.atomic
def set_papers(*, contest: Contest, kind: str, count: int, by: User, at: datetime) -> Contest:
    """Where the items come from, and how many papers (mã đề) there will be."""
    contest = _locked_draft(contest)
    if kind not in PaperKind.values or not 1 <= count <= MOST_PAPERS:
        sentence = _("Số mã đề từ 1 đến %(most)s.") % {"most": MOST_PAPERS}
        raise Refusal("invalid", sentence, status=400, fields={"count": [sentence]})
    contest.paper_kind, contest.papers_count = kind, count
    contest.save(update_fields=["paper_kind", "papers_count"])
    _record(contest, by, at, "papers_set", f"{kind} {count}")
    return contest


@transaction.atomic
def choose(*, contest: Contest, question_id: int, by: User, at: datetime) -> None:
    """Put an item at the end of the fixed paper; one that is there stays where it is."""
    contest = _locked_draft(contest)
    rows = ChosenItem.objects.filter(contest=contest)
    if rows.count() >= MOST_ITEMS:
        raise Refusal("too_many_items", _("Đề có nhiều nhất %(most)s câu.") % {"most": MOST_ITEMS}, status=409)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    made = rows.get_or_create(
        contest=contest, question_id=question_id, defaults={"position": last + 1, "points": WORTH}
    )[1]
    if made:
        _record(contest, by, at, "item_chosen", str(question_id))


@transaction.atomic
def drop(*, contest: Contest, question_id: int, by: User, at: datetime) -> None:
    """Take an item off the fixed paper; those behind it move up."""
    contest = _locked_draft(contest)
    row = _row(contest, question_id)
    row.delete()
    ChosenItem.objects.filter(contest=contest, position__gt=row.position).update(position=F("position") - 1)
    _record(contest, by, at, "item_dropped", str(question_id))


@transaction.atomic
def move(*, contest: Contest, question_id: int, up: bool, by: User, at: datetime) -> None:
    """Change places with the item before or behind; at an end nothing happens."""
    contest = _locked_draft(contest)
    row = _row(contest, question_id)
    rows = ChosenItem.objects.filter(contest=contest)
    near = (
        rows.filter(position__lt=row.position).order_by("-position")
        if up
        else rows.filter(position__gt=row.position).order_by("position")
    ).first()
    if near is None:
        return
    row.position, near.position = near.position, row.position
    ChosenItem.objects.bulk_update([row, near], ["position"])
    _record(contest, by, at, "item_moved", f"{question_id} to {row.position}")


@transaction.atomic
def set_points(*, contest: Contest, question_id: int, points: int, by: User, at: datetime) -> None:
    """What the item is worth, in hundredths of a point."""
    contest = _locked_draft(contest)
    if not 0 < points <= MOST_POINTS:
        raise Refusal("invalid", _("Điểm của một câu lớn hơn 0 và không quá 100."), status=400)
    row = _row(contest, question_id)
    row.points = points
    row.save(update_fields=["points"])
    _record(contest, by, at, "item_points", f"{question_id} {points}")


def _locked_draft(contest: Contest) -> Contest:
    locked = Contest.objects.select_for_update().get(pk=contest.pk)
    if locked.state != ContestState.DRAFT:
        raise Refusal("papers_frozen", _("Đề đã khóa khi công bố, không sửa được nữa."), status=409)
    return locked


def _row(contest: Contest, question_id: int) -> ChosenItem:
    row = ChosenItem.objects.filter(contest=contest, question_id=question_id).first()
    if row is None:
        raise Refusal("not_chosen", _("Câu này không còn trong đề."), status=409)
    return row


def _record(contest: Contest, by: User, at: datetime, act: str, note: str) -> None:
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
