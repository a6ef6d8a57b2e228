"""Class lists: choose a file, see what would change, say what its columns mean, confirm."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools import access
from schools.actions.roster import import_roster
from schools.actions.roster_plan import Plan
from schools.actions.roster_preview import Preview, preview_file, preview_sheets
from schools.exchange import problem_sheet
from schools.forms import RosterForm
from schools.models import Role, School, User
from schools.queries.people import PROVINCE
from schools.rules import years
from schools.rules.roster import RosterRow, headings
from schools.views import roster_parcel, roster_words

COLUMN = "column:"  # before a column's key in the names of the page's choices
SHOWN = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """The form, and after a file was chosen the preview with problems and warnings. Nothing is written yet."""
    user = access.staff(request.user)
    form = RosterForm(request.POST or None, request.FILES or None, by=user)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "schools/import.html", {"form": form, "demo": user.is_demo}, status=status)
    given = form.cleaned_data
    school = access.school_to_manage(user, given["school"].pk if "school" in given else None)
    upload, year, class_name = given["file"], given["year"], given["class_name"]
    preview = preview_file(
        data=upload.read(10_000_001), filename=upload.name or "", school=school, year=year, class_name=class_name,
        on=clock.today(), mapping=_mapping(request),
    )  # fmt: skip
    return _shown(request, user, preview, form, (school, year, class_name))


@login_required
@require_POST
def roster_again(request: HttpRequest) -> HttpResponse:
    """The same file read once more, its columns as the person says."""
    user = access.staff(request.user)
    kept = roster_parcel.cells(request.POST.get("cells", ""), user)
    school = access.school_to_manage(user, kept.school_id)
    preview = _again(request, kept, school)
    first = {"year": kept.year, "class_name": kept.class_name, "school": school.pk}
    return _shown(request, user, preview, RosterForm(by=user, initial=first), (school, kept.year, kept.class_name))


@login_required
@require_POST
def roster_problems(request: HttpRequest) -> HttpResponse:
    """What to mend in the file as a workbook, one row for each place."""
    user = access.staff(request.user)
    kept = roster_parcel.cells(request.POST.get("cells", ""), user)
    plan = _again(request, kept, access.school_to_manage(user, kept.school_id)).plan
    told = roster_words.sheet_rows(plan.problems, plan.warnings)
    response = HttpResponse(problem_sheet.write(_("Cần sửa"), roster_words.sheet_headings(), told), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="can-sua-danh-sach.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def roster_confirm(request: HttpRequest) -> HttpResponse:
    """Imports what was previewed; the rows come back signed, so they are what the person saw."""
    user = access.staff(request.user)
    kept = roster_parcel.pupils(request.POST.get("kept", ""), user)
    school = access.school_to_manage(user, kept.school_id)
    rows = _answered(kept, request.POST.get("oldfonts", ""))
    take_back = bool(request.POST.get("take_back"))
    if take_back:
        access.list_keeper(user)
    plan = import_roster(
        rows=rows, school=school, year=kept.year, by=user, at=clock.now(), mapping=kept.mapping, take_back=take_back
    )
    if rows:
        messages.success(request, _done(plan))
    if count := len(plan.left):
        text = ngettext("%(n)s em đã thôi học nên không nhập.", "%(n)s em đã thôi học nên không nhập.", count)
        messages.info(request, text % {"n": count})
    if left := len(kept.rows) - len(rows):
        text = ngettext("Không nhập %(n)s dòng viết bằng phông cũ.", "Không nhập %(n)s dòng viết bằng phông cũ.", left)
        messages.info(request, text % {"n": left})
    if user.school_id and request.POST.get("then") == "contest":
        return redirect("contests:new")
    return redirect("/people/" if user.school_id else f"/people/?school={school.pk}")


def _answered(kept: roster_parcel.Pupils, answer: str) -> list[RosterRow]:
    """The rows that are imported: those in an old font only when somebody has said so."""
    if not kept.converted or answer == "convert":
        return kept.rows
    if answer != "skip":
        sentence = _("Hãy chọn: chuyển các tên phông cũ sang Unicode, hoặc không nhập các dòng đó.")
        raise Refusal("oldfonts_unanswered", sentence, status=422)
    return [row for row in kept.rows if not row.converted]


def _done(plan: Plan) -> str:
    count = len(plan.created)
    if not plan.changes:
        return _("Danh sách đã có đủ từ trước. Không có gì thay đổi.")
    text = ngettext("Đã nhập danh sách: %(n)s em mới", "Đã nhập danh sách: %(n)s em mới", count) % {"n": count}
    return text + _(", %(changed)s em sửa thông tin, %(moved)s em xếp lớp.") % {
        "changed": len(plan.changed),
        "moved": len(plan.moved),
    }


def _mapping(request: HttpRequest) -> dict[str, str]:
    """Which field each column holds, as chosen on the page; anything that is no field is left out."""
    known = {*headings.FIELDS, headings.DROP}
    named = ((name.removeprefix(COLUMN), str(value)) for name, value in request.POST.items() if name.startswith(COLUMN))
    return {key: value for key, value in named if value in known and 0 < len(key) <= headings.KEY_LENGTH}


def _again(request: HttpRequest, kept: roster_parcel.Cells, school: School) -> Preview:
    return preview_sheets(
        sheets=kept.sheets, school=school, year=kept.year, class_name=kept.class_name, on=clock.today(),
        mapping=_mapping(request),
    )  # fmt: skip


def _shown(
    request: HttpRequest, user: User, preview: Preview, form: RosterForm, told: tuple[School, int, str]
) -> HttpResponse:
    school, year, class_name = told
    plan, read = preview.plan, preview.roster
    context: Mapping[str, object] = {
        "form": form,
        "school": school,
        "year": years.label(year),
        "start_year": year,
        "class_name": class_name,
        "plan": plan,
        "created": plan.created[:SHOWN],
        "rows": len(read.rows),
        "changes": roster_words.changes(plan)[:SHOWN],
        "more_changes": max(0, len(plan.changed) + len(plan.moved) - SHOWN),
        "takes_back": user.role in (Role.LEADER, *PROVINCE),
        "problems": roster_words.told(plan.problems),
        "more_problems": max(0, len(plan.problems) - 200),
        "warnings": roster_words.told(plan.warnings),
        "dropped": read.dropped,
        "conversions": [(one, roster_words.FONTS[one.font]) for one in read.conversions[:SHOWN]],
        "more_conversions": max(0, len(read.conversions) - SHOWN),
        "converted": sum(1 for row in read.rows if row.converted),
        "columns": [column for column in read.columns if not column.personal],
        "fields": roster_words.field_choices(),
        "columns_unsure": roster_words.columns_unsure(read.columns, plan.problems),
        "cells": roster_parcel.pack_cells(preview.sheets, school, year, class_name, user),
        "kept": "" if plan.problems else roster_parcel.pack_pupils(preview, school, year, user),
        "demo": user.is_demo or school.is_demo,
    }
    return render(request, "schools/import.html", context, status=422 if plan.problems else 200)
