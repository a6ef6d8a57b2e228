"""A school's registers as a workbook: taken home with what is there, brought back, looked at, imported whole."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from reports import access
from reports.actions.register_import import GivenRow, Plan, Problem, import_rows, plan_rows
from reports.exchange.register_sheet import FileRefused, ReadRow, SheetOut, read, write
from reports.forms.registers import PROBLEMS, Cell, shown
from reports.queries.register_rows import contests_launched, of_school
from reports.rules.register_shapes import OF_SCHOOLS, SHAPES
from reports.views.registers import Kept, asked_for, place, register_period, school_of
from schools.access import staff
from schools.models import School, User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "reports.registers"
AN_HOUR = 3600
MOST = 900_000
SHOWN = 200
REFUSED = {
    "empty_file": gettext_lazy("Tệp này trống."),
    "too_large": gettext_lazy("Tệp này quá lớn."),
    "too_many_rows": gettext_lazy("Tệp có quá nhiều dòng. Hãy chia thành nhiều tệp."),
    "locked_file": gettext_lazy("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."),
    "macros": gettext_lazy("Tệp có macro. Hãy lưu lại thành .xlsx."),
    "no_register": gettext_lazy("Tệp không có trang nào mang tên sổ. Hãy dùng bảng tính tải từ trang này."),
    "no_heading": gettext_lazy("Một trang thiếu cột cần có. Hãy dùng bảng tính tải từ trang này."),
}
UNREAD = gettext_lazy("Không đọc được tệp này. Hãy dùng tệp .xlsx tải từ trang này.")


@login_required
@require_safe
def register_sheet(request: HttpRequest) -> HttpResponse:
    """The workbook with the rows of the period, ready to be filled in further."""
    school, period = school_of(request), asked_for(register_period(request))
    contests = {one.pk: one.name for one in contests_launched(is_demo=school.is_demo)}
    found = of_school(school, period)
    sheets = [
        SheetOut(
            shape,
            [(line.id, line.values) for line in reversed(found[shape.key]) if line.withdrawn_at is None],
            contests,
        )
        for shape in OF_SCHOOLS
    ]
    response = HttpResponse(write(sheets), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="so-hoat-dong-asean-{period.name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_import(request: HttpRequest) -> HttpResponse:
    """The file, and after one was chosen what it would change. Nothing is written yet."""
    school, user = school_of(request), staff(request.user)
    if request.method != "POST":
        return _page(request, school, {})
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, school, {"error": _("Hãy chọn một tệp.")}, status=422)
    try:
        read_rows = read(upload.read(10_000_001), upload.name or "", OF_SCHOOLS)
    except FileRefused as told:
        error = REFUSED.get(told.problem.code, UNREAD)
        return _page(request, school, {"error": error, "value": told.problem.value}, status=422)
    rows = [GivenRow(row.register, row.line, row.id, row.cells) for row in read_rows]
    plan = plan_rows(school=school, rows=rows, today=clock.today())
    kept = "" if plan.problems else _packed(read_rows, school, user)
    if not plan.problems and len(kept) > MOST:
        return _page(request, school, {"error": REFUSED["too_many_rows"]}, status=422)
    return _page(request, school, _told(plan, school) | {"kept": kept}, status=422 if plan.problems else 200)


@login_required
@require_POST
def register_import_confirm(request: HttpRequest) -> HttpResponse:
    """Imports what was previewed; the rows come back signed, so they are what the person saw."""
    user = staff(request.user)
    school_id, rows = _unpacked(request.POST.get("kept", ""), user)
    school = access.school_to_report(user, school_id)
    plan = import_rows(school=school, rows=rows, by=user, at=clock.now())
    done = _("Đã nhập bảng tính: %(new)s dòng mới, %(changed)s dòng sửa, %(same)s dòng không đổi.")
    messages.success(request, done % {"new": plan.new, "changed": plan.changed, "same": plan.same})
    return redirect(place(request, school, register_period(request)))


def _page(request: HttpRequest, school: School, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    asked = register_period(request)
    context |= {
        "school": school,
        "demo": school.is_demo,
        "back": place(request, school, asked),
        "query": place(request, school, asked).partition("?")[2],
        "asked": asked,
        "form": asked.form,
        "narrowed": {} if staff(request.user).school_id else {"school": Kept(str(school.pk))},
    }
    return render(request, "reports/registers/import.html", context, status=status)


def _told(plan: Plan, school: School) -> dict[str, Any]:
    contests = {one.pk: one.name for one in contests_launched(is_demo=school.is_demo)}
    steps = []
    for step in plan.steps[:SHOWN]:
        cells = []
        for column in SHAPES[step.register].columns:
            value = step.values[column.name]
            if column.kind == "contest" and isinstance(value, int):
                value = contests.get(value, "")
            text = shown(column, value)
            cells.append(Cell(_(column.label), text, column.kind))
        steps.append((_(SHAPES[step.register].title), step, [cell for cell in cells if cell.text not in {"–", "0"}]))
    return {"plan": plan, "steps": steps, "problems": [_sentence(one) for one in plan.problems[:SHOWN]]}


def _sentence(problem: Problem) -> dict[str, Any]:
    shape = SHAPES[problem.register]
    return {
        "sheet": _(shape.title),
        "line": problem.line,
        "column": _(shape.column(problem.column).label) if problem.column else "",
        "value": problem.value,
        "sentence": PROBLEMS[problem.code],
    }


def _packed(rows: Sequence[ReadRow], school: School, user: User) -> str:
    told = [[row.register, row.line, row.id, {name: _plain(cell) for name, cell in row.cells.items()}] for row in rows]
    kept = {"school": school.pk, "rows": told}
    return signing.dumps(kept, salt=f"{SALT}.{user.pk}", compress=True)


def _unpacked(text: str, user: User) -> tuple[int, list[GivenRow]]:
    try:
        kept = signing.loads(text, salt=f"{SALT}.{user.pk}", max_age=AN_HOUR)
    except signing.BadSignature:
        raise Refusal("preview_old", _("Bản xem trước đã quá một giờ. Hãy chọn lại tệp."), status=409) from None
    return kept["school"], [GivenRow(*row) for row in kept["rows"]]


def _plain(cell: object) -> object:
    """Days as text that reads back; everything else as it is."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, str | int | float | bool) else str(cell)
