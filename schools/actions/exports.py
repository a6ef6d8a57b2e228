"""Lists of people that leave: each is written down, so many names a day, long ones after a fresh sign-in."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.refusals import Refusal
from schools.actions import trail
from schools.models import ExportRecord, School, User
from schools.queries.exports import names_taken, same_list

#: From so many names on the account's owner has to say once more who is sitting there.
FRESH_ABOVE = 1_000
FRESH = "fresh_sign_in"


def record_export(
    *,
    by: User,
    what: str,
    rows: int,
    at: datetime,
    named: bool = True,
    subject: str = "",
    school: School | None = None,
    fresh: bool = True,
    again: bool = False,
) -> ExportRecord:
    """Told before the list goes out; `named`: with names as they are, else with codes, which count towards no limit.

    `again`: the same list asked for once more on the same day is the same line, as long as what was given of it
    (scripts turn pages and come back).

    Refused beyond the day's names of this account, with an alarm that stands although the list is refused; and with
    `fresh_sign_in` where more than a thousand names are asked for on an old sign-in.
    """
    if named and rows > FRESH_ABOVE and not fresh:
        raise fresh_needed()
    line = ExportRecord(
        user=by, what=what, subject=subject[:120], rows=rows, named=named, school=school or by.school, at=at
    )
    record = _admitted(line, again=again)
    if record.refused:
        raise Refusal(
            "export_limit",
            _("Hôm nay tài khoản này đã tải quá nhiều dòng có họ tên. Hãy chờ đến mai hoặc hỏi quản trị."),
            status=429,
        )
    return record


@transaction.atomic
def _admitted(line: ExportRecord, *, again: bool) -> ExportRecord:
    """The line as it is kept, allowed or refused. The person's row is held meanwhile: two at once are counted one after
    the other.
    """
    User.objects.select_for_update().only("pk").get(pk=line.user_id)
    before = same_list(line) if again else None
    more = line.rows - (before.rows if before else 0)
    if before is not None and more <= 0:
        return before
    line.refused = line.named and names_taken(line.user, line.at) + more > settings.EXPORT_ROWS_A_DAY
    if line.refused:
        trail.record(
            at=line.at,
            actor=line.user,
            act="export_alarm",
            subject=line.subject or line.what,
            school=line.school,
            note=f"{line.what}: {line.rows} rows",
        )
    elif before is not None:
        before.rows = line.rows
        before.save(update_fields=["rows"])
        return before
    line.save()
    return line


@transaction.atomic
def ask_names(*, by: User, path: str, reason: str, at: datetime) -> str:
    """Why the Department takes a list with names: stands in the trail. Gives the reason as it is kept."""
    kept = " ".join(reason.replace("\0", "").split())[:300]
    if len(kept) < 10:
        sentence = _("Hãy ghi rõ lý do (ít nhất 10 ký tự).")
        raise Refusal("invalid", sentence, status=422, fields={"reason": [sentence]})
    trail.record(at=at, actor=by, act="names_asked", subject=path, note=kept)
    return kept


def fresh_needed() -> Refusal:
    """What doors turn into the page that asks for the password again."""
    return Refusal(FRESH, _("Việc này cần xác nhận lại mật khẩu."), status=403)
