"""Lots drawn by hand are recorded, and prizes are given by one version of the results."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.actions import settling
from contests.live import publish
from contests.models import Attempt, Award, Contest, ContestState, Result, ResultList
from contests.queries import awards as reads
from contests.rules import awards
from schools.actions import trail
from schools.models import User


@transaction.atomic
def record_lots(*, contest: Contest, order: Sequence[int], by: User, at: datetime) -> ResultList:
    """The order in which the attempts of one tie were drawn, all of them; the results become a new version."""
    contest, version = _newest(contest)
    rows = Result.objects.filter(contest=contest, version=version.version, attempt__in=order)
    ranks = set(rows.values_list("rank", flat=True))
    if len(order) < 2 or len(set(order)) != len(order) or len(ranks) != 1 or rows.count() != len(order):
        raise Refusal("not_a_tie", _("Bốc thăm chỉ dành cho những người đồng hạng."), status=400)
    tied = Result.objects.filter(contest=contest, version=version.version, rank=ranks.pop())
    if tied.count() != len(order):
        sentence = _("Hãy ghi thứ tự bốc thăm của tất cả những người đồng hạng.")
        raise Refusal("not_all_drawn", sentence, status=400, fields={"order": [sentence]})
    for attempt in Attempt.objects.select_for_update().filter(pk__in=order).order_by("pk"):
        attempt.lot = list(order).index(attempt.pk) + 1
        attempt.save(update_fields=["lot"])
    note = "attempts in the order drawn: " + ", ".join(map(str, order))
    trail.record(at=at, actor=by, act="lots_recorded", subject=contest.code, school=contest.school, note=note)
    return settling.count_results(contest=contest, reason=_("Ghi kết quả bốc thăm"), by=by, at=at)


@transaction.atomic
def give_awards(*, contest: Contest, version: int, ties: str, by: User, at: datetime) -> int:
    """The award list of the newest version; how many prizes were given. It stays once its results are published.

    Refused while lots have to be drawn: a tie is never cut by chance.
    """
    contest, newest = _newest(contest)
    if newest.version != version:
        raise Refusal("newer_version", _("Đã có phiên bản kết quả mới hơn. Hãy xem lại rồi thực hiện tiếp."))
    if ties not in awards.TIES:
        raise Refusal("invalid", _("Hãy chọn cách xử lý khi đồng hạng."), status=400)
    before = Award.objects.filter(result__contest=contest, result__version=version)
    if newest.published_at and before.exists():
        raise Refusal("already_given", _("Danh sách đạt giải của phiên bản này đã lập. Muốn đổi, hãy đếm lại kết quả."))
    shared = reads.shared(contest, version, ties)
    if shared.waits:
        raise Refusal("lots_needed", _("Có người đồng hạng ở cuối một giải. Hãy ghi kết quả bốc thăm trước."))
    before.delete()
    Award.objects.bulk_create(
        Award(result_id=given.row, prize_id=given.prize, at_cut=given.at_cut) for given in shared.given
    )
    note = f"v{version}, ties: {ties}, {len(shared.given)} awards"
    trail.record(at=at, actor=by, act="awards_given", subject=contest.code, school=contest.school, note=note)
    transaction.on_commit(partial(publish.contests_changed, {contest.pk}))
    return len(shared.given)


def _newest(contest: Contest) -> tuple[Contest, ResultList]:
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest.pk)
    newest = ResultList.objects.filter(contest=contest).order_by("-version").first()
    if contest.state != ContestState.SETTLED or newest is None:
        raise Refusal("not_counted", _("Cuộc thi chưa có kết quả."))
    return contest, newest
