"""A school says that its registers of a period are complete; the Department reminds those that have not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from backend import clock
from backend.refusals import Refusal
from reports.models import MODELS, Reminder, SchoolRemark, SchoolReturn
from reports.queries.registers import in_period
from reports.rules.periods import Period
from reports.rules.register_shapes import OF_SCHOOLS, SHAPES
from reports.rules.wording import short_day
from schools.actions import trail
from schools.models import School, User

LONGEST = 5_000


@transaction.atomic
def save_remarks(
    *, school: School, period: Period, difficulties: str, proposals: str, seen: str, by: User, at: datetime
) -> SchoolRemark:
    """What a school says of a period: difficulties and proposals, in its own words. Older words stay in the trail.

    `seen` is the `SchoolRemark.mark` of the words that the writer saw (empty: none); others are not written over.
    """
    _held(school)
    _not_reported(school, period)
    if max(len(difficulties), len(proposals)) > LONGEST:
        raise Refusal("too_long", _("Mỗi ô ghi không quá 5.000 chữ cái."), status=422)
    remark, new = SchoolRemark.objects.get_or_create(
        school=school, first=period.first, last=period.last, defaults={"at": at, "by": by}
    )
    if not new and remark.mark() != seen:
        raise Refusal("words_moved", _("Người khác của trường vừa ghi ở đây. Hãy xem cả hai rồi lưu lại."))
    before = "" if new else f"{remark.difficulties} | {remark.proposals}"
    remark.difficulties, remark.proposals, remark.by, remark.at = difficulties.strip(), proposals.strip(), by, at
    remark.save()
    trail.record(at=at, actor=by, act="register_remarks", subject=period.name, school=school, note=f"before: {before}")
    return remark


@transaction.atomic
def complete_return(*, school: School, period: Period, nothing: bool, by: User, at: datetime) -> SchoolReturn:
    """The registers of the period are complete from now on. `nothing` is refused when there are rows, and a period
    without rows is taken only with `nothing`: an empty register must be meant. A period to come is refused."""
    _held(school)
    if period.first > clock.day_of(at):
        raise Refusal("not_begun", _("Kỳ này chưa bắt đầu."), status=422)
    _not_reported(school, period)
    rows = _has_rows(school, period)
    if nothing and rows:
        raise Refusal("has_rows", _("Kỳ này trường đã nhập hoạt động. Hãy bỏ dấu “không có hoạt động nào”."))
    if not nothing and not rows:
        raise Refusal("no_rows", _("Trường chưa nhập dòng nào. Nếu không có hoạt động, hãy đánh dấu ô tương ứng."))
    made, _new = SchoolReturn.objects.update_or_create(
        school=school,
        first=period.first,
        last=period.last,
        defaults={"reported_at": at, "reported_by": by, "nothing": nothing},
    )
    trail.record(at=at, actor=by, act="registers_reported", subject=period.name, school=school)
    return made


@transaction.atomic
def reopen_return(*, school: School, period: Period, by: User, at: datetime) -> None:
    """The school enters and corrects again; who opened it is kept."""
    _held(school)
    changed = (
        SchoolReturn.objects.filter(school=school, first=period.first, last=period.last)
        .exclude(reported_at=None)
        .update(reported_at=None, reported_by=None, nothing=False, reopened_at=at, reopened_by=by)
    )
    if not changed:
        raise Refusal("not_reported", _("Kỳ này trường chưa báo cáo xong."))
    trail.record(at=at, actor=by, act="registers_reopened", subject=period.name, school=school)


@transaction.atomic
def remind(*, schools: Sequence[School], period: Period, words: str, by: User, at: datetime) -> int:
    """Keeps that these schools were reminded; each sees it on its start page until it has reported."""
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise Refusal("no_words", _("Hãy viết lời nhắc, không quá 5.000 chữ cái."), status=422)
    if not schools:
        raise Refusal("nobody", _("Hãy chọn ít nhất một trường."), status=422)
    Reminder.objects.bulk_create(
        Reminder(school=school, first=period.first, last=period.last, at=at, by=by, words=words) for school in schools
    )
    span = f"{short_day(period.first)} - {short_day(period.last)}"
    trail.record(at=at, actor=by, act="registers_reminded", subject=span, note=f"{len(schools)} schools")
    return len(schools)


def _held(school: School) -> None:
    """Entering and completing come one after the other."""
    School.objects.select_for_update().get(pk=school.pk)


def _not_reported(school: School, period: Period) -> None:
    its = SchoolReturn.objects.filter(school=school, first=period.first, last=period.last)
    if its.exclude(reported_at=None).exists():
        raise Refusal("reported", _("Kỳ này trường đã báo cáo xong. Hãy mở lại kỳ trước khi sửa."))


def _has_rows(school: School, period: Period) -> bool:
    return any(
        MODELS[shape.key]
        ._default_manager.filter(in_period(SHAPES[shape.key], period), school=school, withdrawn_at=None)
        .exists()
        for shape in OF_SCHOOLS
    )
