"""Freezing a draft: first what would be frozen and what to know about it, then the version."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from backend import clock
from backend.refusals import Refusal
from reports import access
from reports.forms.reports import FreezeForm
from reports.models import ReportDraft
from reports.official.contents import Contents
from reports.queries.drafts import words_of
from reports.queries.issued import newest_of, overlapping
from reports.rules.periods import Period
from reports.views.drafts import NEEDED, SECTION_WORDS
from schools.views.numbers import number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The confirmation; a POST freezes what it showed, or shows what has changed since."""
    draft = access.draft_to_write(request.user, draft_id)
    if draft.closed_at is not None:
        return redirect("reports:draft", draft.pk)  # it says what became of it
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, draft, form, status=422 if form.errors else 200)
    from reports.actions.freezing import Consent, Seen, freeze_draft  # noqa: PLC0415 - pandas

    seen = Seen(number(request.POST.get("version", "")) or 0, request.POST.get("figures", ""))
    consent = Consent(form.cleaned_data["reason"], form.cleaned_data["overlap"])
    officer, at = access.desk_to_see(request.user), clock.now()
    try:
        row = freeze_draft(draft=draft, seen=seen, consent=consent, by=officer, at=at)
    except Refusal as refusal:
        for name, lines in refusal.fields.items():
            form.add_error(name, [str(line) for line in lines])
        return _page(request, draft, form, refused=None if refusal.fields else refusal, status=refusal.status)
    if row.issued_at == at:
        messages.success(request, _("Đã chốt bản %(n)s.") % {"n": row.version})
    else:
        messages.info(request, _("Số liệu và lời văn như bản %(n)s, nên không có bản mới.") % {"n": row.version})
    return redirect("reports:report", row.pk)


def _page(
    request: HttpRequest, draft: ReportDraft, form: FreezeForm, *, refused: Refusal | None = None, status: int = 200
) -> HttpResponse:
    from reports.actions.freezing import published  # noqa: PLC0415 - pandas
    from reports.official.snapshot import digest_of  # noqa: PLC0415 - beside it

    contents, period = published(draft, at=clock.now()), Period(draft.from_day, draft.to_day)
    context: dict[str, Any] = {
        "draft": draft,
        "contents": contents,
        "digest": digest_of(contents),
        "newest": newest_of(period, is_demo=draft.is_demo),
        "overlapping": overlapping(period, is_demo=draft.is_demo),
        "warnings": list(_warnings(draft, contents)),
        "form": form,
        "refused": refused,
        "demo": draft.is_demo,
    }
    return render(request, "reports/desk/freeze.html", context, status=status)


def _warnings(draft: ReportDraft, contents: Contents) -> Iterator[str]:
    """What an officer should know before these figures leave the house."""
    if contents.last > clock.today():
        yield _("Kỳ báo cáo chưa kết thúc, nên số liệu còn thay đổi.")
    if n := contents.schools_exceeding:
        yield ngettext(
            "%(n)s trường có số dự thi lớn hơn số học sinh. Cần kiểm tra lại.",
            "%(n)s trường có số dự thi lớn hơn số học sinh. Cần kiểm tra lại.",
            n,
        ) % {"n": n}
    if n := contents.denominators.schools_unknown:
        yield ngettext(
            "%(n)s trường được mời chưa có số học sinh, không tính vào tỷ lệ tham gia.",
            "%(n)s trường được mời chưa có số học sinh, không tính vào tỷ lệ tham gia.",
            n,
        ) % {"n": n}
    returns = contents.registers.returns
    if (n := returns.asked - returns.reported) > 0:
        yield ngettext(
            "%(n)s trường chưa báo cáo xong sổ theo dõi của kỳ này.",
            "%(n)s trường chưa báo cáo xong sổ theo dõi của kỳ này.",
            n,
        ) % {"n": n}
    words = words_of(draft)
    if empty := [str(SECTION_WORDS[name]) for name in NEEDED if not words.get(name)]:
        yield _("Phần chưa viết: %(names)s.") % {"names": ", ".join(empty)}
    if not contents.letterhead.plan or not contents.letterhead.to:
        yield _("Thể thức còn chỗ để trống: kế hoạch hoặc nơi kính gửi.")
