"""A result list becomes official step by step: proposed, confirmed by somebody else, published. Each step is signed."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.live import publish
from contests.models import Confirmation, Contest, ContestState, ResultList
from contests.queries import desk
from schools.actions import trail
from schools.models import User


@transaction.atomic
def propose(*, contest: Contest, version: int, by: User, at: datetime, anyway: str = "") -> ResultList:
    """The first signature. `anyway`: the reason to go on although something is still unanswered."""
    contest, row = _newest(contest, version)
    if row.proposed_at:
        raise Refusal("already_proposed", _("Danh sách này đã được đề nghị xác nhận."))
    return _sign("proposed", contest, row, by, at, anyway)


@transaction.atomic
def confirm(*, contest: Contest, version: int, by: User, at: datetime, anyway: str = "") -> ResultList:
    """The second signature, by another person than the first."""
    contest, row = _newest(contest, version)
    if not row.proposed_at:
        raise Refusal("not_proposed", _("Danh sách này chưa được đề nghị xác nhận."))
    if row.confirmed_at:
        raise Refusal("already_confirmed", _("Danh sách này đã được xác nhận."))
    if row.proposed_by_id == by.pk:
        raise Refusal("four_eyes", _("Người đề nghị không tự xác nhận. Cần một người khác xác nhận."), status=403)
    return _sign("confirmed", contest, row, by, at, anyway)


@transaction.atomic
def publish_list(*, contest: Contest, version: int, by: User, at: datetime, anyway: str = "") -> ResultList:
    """From here on this version is the one that pupils see, and nothing changes it any more."""
    contest, row = _newest(contest, version)
    if not row.confirmed_at:
        raise Refusal("not_confirmed", _("Danh sách này chưa được xác nhận."))
    made = _sign("published", contest, row, by, at, anyway)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
    transaction.on_commit(partial(publish.recheck, contest.code))
    return made


def _newest(contest: Contest, version: int) -> tuple[Contest, ResultList]:
    """The contest, locked, and its newest list: a step on an older one is refused, so is one that changes nothing."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    row = ResultList.objects.filter(contest=contest).order_by("-version").first()
    if contest.state != ContestState.SETTLED or row is None:
        raise Refusal("not_counted", _("Cuộc thi chưa có kết quả."))
    if row.version != version:
        raise Refusal("newer_version", _("Đã có phiên bản kết quả mới hơn. Hãy xem lại rồi thực hiện tiếp."))
    if row.published_at or contest.confirmation == Confirmation.AT_ONCE:
        raise Refusal("already_published", _("Danh sách này đã được công bố."))
    return contest, row


def _sign(step: str, contest: Contest, row: ResultList, by: User, at: datetime, anyway: str) -> ResultList:
    """Write the step beside the list, and into the trail with the checksum of what was signed."""
    anyway = " ".join(anyway.split())[:300]
    if not anyway and desk.unanswered(contest):
        sentence = _("Còn việc chưa trả lời. Hãy xử lý, hoặc ghi lý do để vẫn tiếp tục.")
        raise Refusal("unanswered", sentence)
    checksum, before = desk.checksum(contest.pk, row.version), desk.signed(contest, row.version)
    if before and before != checksum:
        raise Refusal("rows_changed", _("Danh sách khác với bản đã ký ở bước trước. Hãy đếm lại kết quả."))
    ResultList.objects.filter(pk=row.pk, published_at=None).update(**{f"{step}_at": at, f"{step}_by": by})
    note = f"v{row.version} sha256:{checksum}" + (f" anyway: {anyway}" if anyway else "")
    trail.record(at=at, actor=by, act=f"results_{step}", subject=contest.code, school=contest.school, note=note)
    row.refresh_from_db()
    return row
