"""One row of a register: corrected, its history, taken out, put back, its file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from reports import access
from reports.actions.registers import change_row, restore_row, withdraw_row
from reports.forms.registers import RegisterForm, cells
from reports.queries.register_rows import ChangeLine, contests_launched, history, lines, values_of
from reports.rules.evidence import ENDINGS
from reports.rules.periods import kind_of, named
from reports.rules.register_shapes import SHAPES, Shape
from reports.views.registers import refused
from schools.access import staff
from schools.rules import years
from schools.views.numbers import number

ACTS = {"changed", "withdrawn", "restored"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_row(request: HttpRequest, register: str, row_id: int) -> HttpResponse:
    """The row as a form with its history below; a post corrects it."""
    row = access.row_to_keep(request.user, register, row_id)
    user, shape = staff(request.user), SHAPES[register]
    given: dict[str, Any] = {"contests": contests_launched(is_demo=row.is_demo), "today": clock.today()}
    if request.method != "POST":
        return _page(request, row, RegisterForm(shape, values=values_of(row, shape), **given))
    again = bool(request.POST.get("ask_again"))
    form = RegisterForm(shape, data=request.POST, files=request.FILES, ask_again=again, **given)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        changes = change_row(
            key=register, row_id=row.pk, values=form.row, by=user, at=clock.now(), confirmed=form.confirmed,
            file=form.file, seen=number(request.POST.get("seen", "")),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, row, refused(form, refusal), status=refusal.status)
    messages.success(request, _("Đã sửa. Nội dung cũ vẫn xem được ở lịch sử.") if changes else _("Không có gì khác."))
    return redirect("reports:register_row", register, row.pk)


@login_required
@require_POST
def register_withdraw(request: HttpRequest, register: str, row_id: int) -> HttpResponse:
    """Takes the row out of every sum."""
    row = access.row_to_keep(request.user, register, row_id)
    try:
        withdraw_row(key=register, row_id=row.pk, by=staff(request.user), at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return redirect("reports:register_row", register, row.pk)
    messages.success(request, _("Đã bỏ dòng khỏi sổ. Thầy cô có thể đưa lại ngay ở trang này."))
    return redirect("reports:register_row", register, row.pk)


@login_required
@require_POST
def register_restore(request: HttpRequest, register: str, row_id: int) -> HttpResponse:
    """Puts the row back; where the same stands by now, once that is confirmed."""
    row, confirmed = access.row_to_keep(request.user, register, row_id), bool(request.POST.get("confirmed"))
    try:
        restore_row(key=register, row_id=row.pk, by=staff(request.user), at=clock.now(), confirmed=confirmed)
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        if refusal.code == "entered_before" and register != "outside":
            return redirect(f"{reverse('reports:register_row', args=[register, row.pk])}?ask=1#put-back")
    else:
        messages.success(request, _("Đã đưa dòng trở lại sổ."))
    return redirect("reports:register_row", register, row.pk)


@login_required
@require_safe
def register_file(request: HttpRequest, row_id: int) -> HttpResponse:
    """The file that shows a school took part: an attachment, never shown inside a page."""
    found = access.evidence_to_see(request.user, row_id)
    reply = HttpResponse(bytes(found.data), content_type=found.media)
    reply["Content-Disposition"] = f'attachment; filename="minh-chung-{row_id}{ENDINGS[found.media]}"'
    reply["X-Content-Type-Options"] = "nosniff"
    reply["Content-Security-Policy"] = "sandbox; default-src 'none'"
    reply["Cache-Control"] = "private, no-store"
    return reply


def _page(request: HttpRequest, row: Any, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    shape = form.shape
    (line,) = lines([row], shape.key)
    changes = [(change, _words(shape, change)) for change in history(shape.key, row.pk)]
    context = {
        "shape": shape,
        "seen": str(len(changes)),
        "row": row,
        "line": line,
        "cells": cells(shape, line),
        "form": form,
        "changes": changes,
        "ask": bool(request.GET.get("ask")),
        "back": _back(request, row, shape),
        "demo": row.is_demo,
    }
    return render(request, "reports/registers/row.html", context, status=status)


def _words(shape: Shape, change: ChangeLine) -> str:
    """What was done, in the page's language."""
    if change.act == "withdrawn":
        return _("Bỏ khỏi sổ")
    if change.act == "restored":
        return _("Đưa lại vào sổ")
    if change.column == "file":
        return _("Đổi tệp minh chứng")
    return _(shape.column(change.column).label)


def _back(request: HttpRequest, row: Any, shape: Shape) -> str:
    """The school's page, or the Department's list, in the school year of the row."""
    if row.school_id is None:
        return reverse("reports:register_rows", args=[shape.key])
    period = named("school_year", years.start_year(getattr(row, shape.days[0])))
    told = "" if staff(request.user).school_id else f"school={row.school_id}&"
    return f"{reverse('reports:registers')}?{told}period={kind_of(period.period).code}#{shape.key}"
