"""A school's registers as a workbook: taken home with what is there, brought back, looked at, imported whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from reports import access
from reports.actions.register_import import GivenRow, Plan, Problem, Step, import_rows, plan_rows
from reports.exchange.register_sheet import Book, FileRefused, SheetOut, read, write
from reports.forms.registers import PROBLEMS, shown
from reports.queries.register_rows import contests_launched, corrections, of_school
from reports.rules.register_rows import Value
from reports.rules.register_shapes import OF_SCHOOLS, SHAPES, Column
from reports.rules.wording import short_day
from reports.views.registers import Kept, asked_for, place, register_period, school_of
from schools.access import staff
from schools.models import School, User
from schools.views.numbers import number

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
    "no_rows_but": gettext_lazy(
        "Các trang mang tên sổ không có dòng nào. Hãy đặt tên trang còn lại như trong bảng tính tải về."
    ),
    "no_heading": gettext_lazy("Một trang thiếu cột cần có. Hãy dùng bảng tính tải từ trang này."),
}
UNREAD = gettext_lazy("Không đọc được tệp này. Hãy dùng tệp .xlsx tải từ trang này.")


@dataclass(frozen=True)
class Part:
    """One cell of a previewed row; `before` is what stands there, where that changes."""

    label: str
    text: str
    before: str = ""


@login_required
@require_safe
def register_sheet(request: HttpRequest) -> HttpResponse:
    """The workbook with the rows of the period, ready to be filled in further."""
    school, period = school_of(request), asked_for(register_period(request))
    contests = {one.pk: one.name for one in contests_launched(is_demo=school.is_demo)}
    corrected = corrections(school)  # before the rows: what is corrected in between must not count as seen
    found = of_school(school, period)
    sheets = []
    for shape in OF_SCHOOLS:
        rows = [(line.id, line.values) for line in reversed(found[shape.key]) if line.withdrawn_at is None]
        marks = {number: corrected.get((shape.key, number), 0) for number, _values in rows}
        sheets.append(SheetOut(shape, rows, contests, marks))
    response = HttpResponse(write(sheets), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="so-hoat-dong-asean-{period.name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_import(request: HttpRequest) -> HttpResponse:
    """The file, and after one was chosen what it would change. Nothing is written yet."""
    school = school_of(request)
    if request.method != "POST":
        return _page(request, school, {})
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, school, {"error": _("Hãy chọn một tệp.")}, status=422)
    try:
        book = read(upload.read(10_000_001), upload.name or "", OF_SCHOOLS)
    except FileRefused as told:
        error = REFUSED.get(told.problem.code, UNREAD)
        return _page(request, school, {"error": error, "value": told.problem.value}, status=422)
    rows = [GivenRow(row.register, row.line, row.id, _plain(row.cells), row.seen) for row in book.rows]
    return _preview(request, school, rows, {"notices": _notices(book)})


@login_required
@require_POST
def register_import_confirm(request: HttpRequest) -> HttpResponse:
    """Imports what was previewed; the rows come back signed, so they are what the person saw. Where the registers have
    changed since, the preview comes again."""
    user = staff(request.user)
    school_id, rows, previewed = _unpacked(request.POST.get("kept", ""), user)
    school = access.school_to_report(user, school_id)
    over = {(key, number(told)) for key, _colon, told in (one.partition(":") for one in request.POST.getlist("over"))}
    try:
        plan = import_rows(school=school, rows=rows, by=user, at=clock.now(), over=over, previewed=previewed)
    except Refusal as refusal:
        if refusal.code not in {"preview_moved", "bad_rows"}:
            raise
        return _preview(request, school, rows, {"error": refusal.detail}, status=refusal.status)
    done = _("Đã nhập bảng tính: %(new)s dòng mới, %(changed)s dòng sửa, %(same)s dòng không đổi.")
    messages.success(request, done % {"new": plan.new, "changed": plan.changed, "same": plan.same})
    if plan.left:
        left = ngettext(
            "%(n)s dòng được sửa sau khi tải bảng tính vẫn giữ nguyên như trong sổ.",
            "%(n)s dòng được sửa sau khi tải bảng tính vẫn giữ nguyên như trong sổ.",
            plan.left,
        )
        messages.warning(request, left % {"n": plan.left})
    return redirect(place(request, school, register_period(request)))


def _preview(
    request: HttpRequest, school: School, rows: Sequence[GivenRow], context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    plan = plan_rows(school=school, rows=rows, today=clock.today())
    kept = "" if plan.problems else _packed(rows, school, staff(request.user), plan.mark)
    if len(kept) > MOST:
        return _page(request, school, {"error": REFUSED["too_many_rows"]}, status=422)
    if plan.problems and status == 200:
        status = 422
    return _page(request, school, context | _told(plan, school) | {"kept": kept}, status=status)


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
    # corrections first, for each of them is shown, and new rows up to a limit
    steps = sorted(plan.steps, key=lambda step: (not step.moved, not step.id))
    listed = steps[: max(SHOWN, plan.changed)]
    return {
        "plan": plan,
        "steps": [(_(SHAPES[step.register].title), step, _parts(step, contests)) for step in listed],
        "more_rows": len(steps) - len(listed),
        "problems": [_sentence(one) for one in plan.problems[:SHOWN]],
    }


def _parts(step: Step, contests: Mapping[int, str]) -> list[Part]:
    """Of a correction what the row is recognised by, and every cell that changes, also to nothing; of a new row what
    it holds."""
    shape, found = SHAPES[step.register], []
    for column in shape.columns:
        was, now = step.before.get(column.name), step.values[column.name]
        text = _text(column, now, contests)
        if step.id and was != now:
            found.append(Part(_(column.label), text, _text(column, was, contests)))
        elif column.name in shape.same if step.id else text not in {"–", "0"}:
            found.append(Part(_(column.label), text))
    return found


def _text(column: Column, value: Value, contests: Mapping[int, str]) -> str:
    if column.kind == "contest" and isinstance(value, int):
        value = contests.get(value, "")
    return shown(column, value)


def _notices(book: Book) -> list[str]:
    """What of the file is not read, a sentence for each of its sheets, which it names as the file does."""
    other = _("Trang “%(sheet)s” không mang tên sổ nên không được đọc. Hãy đặt tên trang như trong bảng tính tải về.")
    strange, lacking = (
        _("Trang %(sheet)s: không đọc cột %(columns)s, vì sổ không có cột tên này."),
        _("Trang %(sheet)s không có cột %(columns)s. Dòng đã có giữ nguyên nội dung của cột, dòng mới để trống."),
    )
    found = [other % {"sheet": title} for title in book.strange]
    for shape in OF_SCHOOLS:
        unread = [heading for register, heading in book.unread if register == shape.key]
        absent = [shape.column(name).label for register, name in book.absent if register == shape.key]
        for sentence, columns in ((strange, unread), (lacking, absent)):
            if columns:
                found.append(sentence % {"sheet": shape.title, "columns": _quoted(columns)})
    return found


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _sentence(problem: Problem) -> dict[str, Any]:
    shape = SHAPES[problem.register]
    return {
        "sheet": _(shape.title),
        "line": problem.line,
        "column": _(shape.column(problem.column).label) if problem.column else "",
        "value": problem.value,
        "sentence": PROBLEMS[problem.code],
    }


def _packed(rows: Sequence[GivenRow], school: School, user: User, mark: str) -> str:
    told = [[row.register, row.line, row.id, dict(row.cells), row.seen] for row in rows]
    kept = {"school": school.pk, "rows": told, "mark": mark}
    return signing.dumps(kept, salt=f"{SALT}.{user.pk}", compress=True)


def _unpacked(text: str, user: User) -> tuple[int, list[GivenRow], str]:
    try:
        kept = signing.loads(text, salt=f"{SALT}.{user.pk}", max_age=AN_HOUR)
    except signing.BadSignature:
        raise Refusal("preview_old", _("Bản xem trước đã quá một giờ. Hãy chọn lại tệp."), status=409) from None
    return kept["school"], [GivenRow(*row) for row in kept["rows"]], kept.get("mark", "")


def _plain(cells: Mapping[str, object]) -> dict[str, object]:
    """Days as text that reads back, in every kind of column; numbers and texts as they are."""
    days = {name: short_day(cell) for name, cell in cells.items() if isinstance(cell, date)}  # a datetime is a date
    return {name: cell if isinstance(cell, str | int | float) else str(cell) for name, cell in cells.items()} | days
