"""Words to everybody who sits a contest."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.live import publish
from contests.models import Contest, ContestState, Notice
from schools.actions import trail
from schools.models import User

LONGEST = 300


@transaction.atomic
def send_notice(*, contest: Contest, text: str, by: User, at: datetime) -> Notice:
    """Kept, and told to every open paper of the contest at once; a paper opened later finds it in the database."""
    text = " ".join(text.split())
    if not text:
        sentence = _("Hãy viết lời nhắn.")
        raise Refusal("no_text", sentence, status=400, fields={"text": [sentence]})
    if len(text) > LONGEST:
        sentence = _("Lời nhắn dài nhất 300 ký tự.")
        raise Refusal("text_long", sentence, status=400, fields={"text": [sentence]})
    if contest.state != ContestState.PUBLISHED:
        raise Refusal("not_running", _("Chỉ nhắn được khi cuộc thi đã công bố và chưa có kết quả."))
    notice = Notice.objects.create(contest=contest, text=text, by=by, at=at)
    trail.record(at=at, actor=by, act="notice_sent", subject=contest.code, school=contest.school, note=text)
    message: dict[str, object] = {"type": "notice", "text": text, "at": at.isoformat(timespec="milliseconds")}
    transaction.on_commit(partial(publish.contest_told, contest.pk, message))
    return notice
