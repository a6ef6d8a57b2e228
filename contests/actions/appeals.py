"""Appeals (phúc khảo): a pupil asks about the own result in time, the desk answers, and the answer stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from backend.refusals import NotThere, Refusal
from contests.models import Appeal, AppealState, Attempt, AttemptState, PaperItem
from contests.queries import appeals as reads
from schools.actions import trail
from schools.models import User

LONGEST = 1000
ANSWERS = (AppealState.UPHELD, AppealState.REJECTED)


@transaction.atomic
def appeal(*, attempt: Attempt, item_id: int | None, text: str, at: datetime) -> Appeal:
    """One question about one item, or (item None) about the whole; refused out of time and while one is open."""
    text = _said(text, _("Em hãy viết điều cần xem lại."))
    # two taps at once wait for each other here, so that the second one sees the first
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("contest", "user").get(pk=attempt.pk)
    window = reads.window(attempt.contest)
    if window is None or not window.is_open(at) or attempt.state == AttemptState.SITTING:
        raise Refusal("appeals_closed", _("Bây giờ không phải thời gian phúc khảo. Em hỏi thầy cô phụ trách nhé."))
    item = None
    if item_id is not None:
        item = PaperItem.objects.filter(pk=item_id, paper_id=attempt.paper_id).first()
        if item is None:
            raise NotThere(_("Không có câu này trong đề của em."))
    if attempt.appeals.filter(item=item, state=AppealState.OPEN).exists():
        raise Refusal("appeal_open", _("Em đã gửi yêu cầu về nội dung này. Thầy cô đang xem."))
    row = Appeal.objects.create(attempt=attempt, item=item, text=text, at=at)
    _record("appeal_made", row, attempt.user, at)
    return row


@transaction.atomic
def withdraw(*, row: Appeal, by: User, at: datetime) -> Appeal:
    """Taken back by the pupil; only while nobody has answered."""
    row = _open(row)
    row.state, row.answered_at = AppealState.WITHDRAWN, at
    row.save(update_fields=["state", "answered_at"])
    _record("appeal_withdrawn", row, by, at)
    return row


@transaction.atomic
def answer(*, row: Appeal, state: str, text: str, by: User, at: datetime) -> Appeal:
    """Upheld or rejected, always with words; an answer is given once."""
    if state not in ANSWERS:
        raise Refusal("invalid", _("Hãy chọn chấp nhận hoặc giữ nguyên kết quả."), status=400)
    text = _said(text, _("Hãy viết câu trả lời cho học sinh."))
    row = _open(row)
    row.state, row.answer, row.answered_at, row.answered_by = AppealState(state), text, at, by
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    _record(f"appeal_{row.state}", row, by, at)
    return row


def _said(text: str, if_empty: str) -> str:
    text = "\n".join(" ".join(line.split()) for line in text.replace("\x00", "").strip().splitlines())
    if not text:
        raise Refusal("no_text", if_empty, status=400, fields={"text": [if_empty]})
    if len(text) > LONGEST:
        sentence = _("Viết nhiều nhất 1.000 ký tự.")
        raise Refusal("text_long", sentence, status=400, fields={"text": [sentence]})
    return text


def _open(row: Appeal) -> Appeal:
    """The row, locked; refused once it is answered or withdrawn."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("attempt__contest__school")
    row = rows.get(pk=row.pk)
    if row.state != AppealState.OPEN:
        raise Refusal("appeal_answered", _("Yêu cầu này đã được trả lời hoặc đã rút."))
    return row


def _record(act: str, row: Appeal, by: User, at: datetime) -> None:
    contest = row.attempt.contest
    note = f"appeal {row.pk}, attempt {row.attempt_id}, item {row.item_id or 'all'}"
    trail.record(at=at, actor=by, act=act, subject=contest.code, school=contest.school, note=note)
