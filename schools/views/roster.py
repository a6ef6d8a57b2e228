"""Class lists: choose a file, see what would change, confirm."""

from dataclasses import asdict
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools import access
from schools.actions.roster import import_roster, preview_file
from schools.forms import RosterForm
from schools.models import School, User
from schools.rules import years
from schools.rules.roster import RosterRow
from schools.views import roster_words

SALT = "schools.roster"
AN_HOUR = 3600


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
    upload, year = given["file"], given["year"]
    preview = preview_file(
        data=upload.read(10_000_001), filename=upload.name or "", school=school, year=year,
        class_name=given["class_name"], on=clock.today(),
    )  # fmt: skip
    plan = preview.plan
    context = {
        "form": form,
        "school": school,
        "year": years.label(year),
        "plan": plan,
        "created": plan.created[:500],
        "rows": len(preview.roster.rows),
        "problems": roster_words.told(plan.problems),
        "more_problems": max(0, len(plan.problems) - 200),
        "warnings": roster_words.told(plan.warnings),
        "dropped": preview.roster.dropped,
        "kept": "" if plan.problems else _kept(preview.roster.rows, school, year, user),
        "demo": user.is_demo or school.is_demo,
    }
    return render(request, "schools/import.html", context, status=422 if plan.problems else 200)


@login_required
@require_POST
def roster_confirm(request: HttpRequest) -> HttpResponse:
    """Imports what was previewed; the rows come back signed, so they are what the person saw."""
    user = access.staff(request.user)
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=f"{SALT}.{user.pk}", max_age=AN_HOUR)
    except signing.BadSignature:
        raise Refusal("preview_old", _("Bản xem trước đã quá một giờ. Hãy chọn lại tệp."), status=409) from None
    school = access.school_to_manage(user, kept["school"])
    rows = [_row(values) for values in kept["rows"]]
    plan = import_roster(rows=rows, school=school, year=kept["year"], by=user, at=clock.now())
    count = len(plan.created)
    if plan.changes:
        text = ngettext("Đã nhập danh sách: %(n)s em mới", "Đã nhập danh sách: %(n)s em mới", count) % {"n": count}
        text += _(", %(changed)s em sửa thông tin, %(moved)s em xếp lớp.") % {
            "changed": len(plan.changed),
            "moved": len(plan.moved),
        }
    else:
        text = _("Danh sách đã có đủ từ trước. Không có gì thay đổi.")
    messages.success(request, text)
    return redirect(_people_of(user, school))


def _people_of(user: User, school: School) -> str:
    return "/people/" if user.school_id else f"/people/?school={school.pk}"


def _kept(rows: list[RosterRow], school: School, year: int, user: User) -> str:
    values = [list(asdict(row).values()) for row in rows]
    for value in values:
        value[6] = value[6].isoformat() if value[6] else ""
    kept = {"school": school.pk, "year": year, "rows": values}
    return signing.dumps(kept, salt=f"{SALT}.{user.pk}", compress=True)


def _row(values: list[object]) -> RosterRow:
    birth = date.fromisoformat(str(values[6])) if values[6] else None
    return RosterRow(*[*values[:6], birth, *values[7:]])  # type: ignore[arg-type]  # signed by ourselves
