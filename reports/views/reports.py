"""Reports at the Department's desk: the list, a frozen version, its files.

Plain functions: the server runs them in a thread, so statistics never hold up the event loop. What needs pandas or the
makers of files is imported inside, because it costs a second that no other page should pay.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from reports import access
from reports.actions.drafts import begin_correction, begin_draft
from reports.official.issued_files import issued_file
from reports.official.snapshot import SCHEMA, report_of
from reports.queries import shows_demonstration
from reports.queries.drafts import open_drafts
from reports.queries.issued import after, before, newest_periods, versions_of, worlds_of
from reports.views.period import asked_period

A_PAGE = 20
MOST_CHANGES = 200


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Drafts that are open, and every period that was frozen with its versions."""
    officer = access.desk_to_see(request.user)
    worlds = worlds_of(officer)
    page = Paginator(newest_periods(worlds), A_PAGE).get_page(request.GET.get("page"))
    asked = asked_period(request.GET, clock.today())
    context = {
        "asked": asked,
        "form": asked.form,
        "drafts": open_drafts(worlds),
        "page": page,
        "issues": versions_of(list(page)),
        "demo": shows_demonstration(officer),
    }
    return render(request, "reports/desk/reports.html", context, status=200 if asked.named else 422)


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft of the period that was chosen, or the one that is open already."""
    officer, at = access.desk_to_see(request.user), clock.now()
    asked = asked_period(request.POST, clock.day_of(at))
    if asked.named is None:
        worlds = worlds_of(officer)
        page = Paginator(newest_periods(worlds), A_PAGE).get_page(1)
        context = {"asked": asked, "form": asked.form, "drafts": open_drafts(worlds), "page": page}
        context |= {"issues": versions_of(list(page)), "demo": shows_demonstration(officer)}
        return render(request, "reports/desk/reports.html", context, status=422)
    its = asked.named
    try:
        draft, new = begin_draft(
            period=its.period, name=its.name_vi, is_demo=shows_demonstration(officer), by=officer, at=at
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return redirect("reports:reports")
    if not new:
        messages.info(request, _("Kỳ này đang có một bản thảo. Hãy viết tiếp ở đây."))
    return redirect("reports:draft", draft.pk)


@login_required
@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """A version: its files, its checksum, what it changed, and how it reads."""
    row = access.report_to_read(request.user, report_id)
    context: dict[str, Any] = {
        "row": row,
        "before": before(row),
        "after": after(row),
        "demo": row.is_demo,
        "readable": row.schema == SCHEMA,
    }
    if row.schema == SCHEMA:
        from reports.official.document import document_of  # noqa: PLC0415 - see above
        from reports.official.formats import FORMATS  # noqa: PLC0415 - see above
        from reports.official.preview import parts  # noqa: PLC0415 - see above

        kept = report_of(row.snapshot)
        document = document_of(kept)
        context |= {
            "report": kept,
            "formats": list(FORMATS.items()),
            "document": document,
            "parts": parts(document.blocks),
            "annexes": [(annex, parts(annex.blocks)) for annex in document.annexes],
            "changes": kept.changes[:MOST_CHANGES],
            "more": max(0, len(kept.changes) - MOST_CHANGES),
        }
    return render(request, "reports/desk/report.html", context)


@login_required
@require_safe
def report_file(request: HttpRequest, report_id: int, kind: str) -> HttpResponse:
    """One file of a version, made of its snapshot alone."""
    made = issued_file(access.report_to_read(request.user, report_id), kind)
    if made is None:
        raise NotThere(_("Báo cáo này không có tệp như vậy."))
    response = HttpResponse(made.data, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def correct(request: HttpRequest, report_id: int) -> HttpResponse:
    """A draft with the words of this version, to be frozen as the next one."""
    row = access.report_to_read(request.user, report_id)
    draft, new = begin_correction(report=row, by=access.desk_to_see(request.user), at=clock.now())
    if not new:
        messages.info(request, _("Kỳ này đang có một bản thảo. Hãy viết tiếp ở đây."))
    return redirect("reports:draft", draft.pk)
