"""Everything about oneself to take along, the same about a pupil on request, and names whose time is over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions.privacy import deidentify_due, hold_identities, note_person_export
from contests.exchange.cells import file_name
from contests.forms.privacy import HoldForm
from contests.queries import person as people
from contests.queries import retention
from contests.views.person_words import readable
from schools import access as schools
from schools.models import User
from schools.models.export import ExportKind
from schools.views.entering import add_refusal
from schools.views.exporting import hand_out

#: People at once on a click; the rest goes on by itself.
AT_A_CLICK = 500


@never_cache
@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept about whoever asks, to read and to print."""
    return _readable(request, request.user, own=True)


@never_cache
@login_required
@require_safe
def own_data_json(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    return _file(request.user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pupil_data(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """For a pupil or the parents who ask: `form` is json or page. Each time is written into the trail."""
    by = schools.list_keeper(request.user)
    pupil = schools.pupil_to_manage(by, pupil_id)
    if request.method != "POST":
        return render(request, "contests/privacy_pupil.html", {"pupil": pupil, "demo": pupil.is_demo})
    form = "json" if request.POST.get("form") == "json" else "page"
    hand_out(request, what=ExportKind.PERSON, rows=1, subject=pupil.username, school=pupil.school)
    note_person_export(person=pupil, form=form, by=by, at=clock.now())
    return _file(pupil) if form == "json" else _readable(request, pupil, own=False)


@login_required
@require_safe
def old_names(request: HttpRequest) -> HttpResponse:
    """What is due to be forgotten, what soon will be, and what is kept."""
    access.old_names(request.user)
    return _page(request)


@login_required
@require_POST
def forget_now(request: HttpRequest) -> HttpResponse:
    """Does at once what would be done within the hour; asks for a tick."""
    by, at = access.old_names(request.user), clock.now()
    if request.POST.get("sure") != "yes":
        return _page(request, unsure=True, status=422)
    done = deidentify_due(at=at, by=by, most=AT_A_CLICK)
    messages.success(request, ngettext("Đã ẩn danh %(n)s người.", "Đã ẩn danh %(n)s người.", done) % {"n": done})
    if done >= AT_A_CLICK:
        messages.info(request, _("Phần còn lại được làm dần trong các giờ tới."))
    return redirect("contests:old_names")


@login_required
@require_POST
def hold_names(request: HttpRequest) -> HttpResponse:
    """Keeps the names of one contest longer."""
    by = access.old_names(request.user)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    given = form.cleaned_data
    contest = access.contest_to_run(by, given["code"])
    try:
        hold_identities(contest=contest, until=given["until"], reason=given["reason"], by=by, at=clock.now())
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _page(request, form=form, status=refusal.status)
    messages.success(request, _("Đã giữ lại danh tính của cuộc thi %(code)s.") % {"code": contest.code})
    return redirect("contests:old_names")


def _page(
    request: HttpRequest, *, form: HoldForm | None = None, unsure: bool = False, status: int = 200
) -> HttpResponse:
    at = clock.now()
    rows, today = retention.shown(at), clock.day_of(at)
    context = {
        "due": [row for row in rows if row.due_on <= today],
        "left": retention.people_due(at).count(),
        "forms": [(row, _form_of(row.contest.code, form)) for row in rows],
        "unsure": unsure,
    }
    return render(request, "contests/privacy_old_names.html", context, status=status)


def _form_of(code: str, form: HoldForm | None) -> HoldForm:
    """The form as it was sent, beside the contest that it is about."""
    if form is not None and form.data.get("code") == code:
        return form
    return HoldForm(initial={"code": code}, auto_id=f"{code}_%s")


def _readable(request: HttpRequest, person: User, *, own: bool) -> HttpResponse:
    told = people.rows(person, access.result_shown, language=get_language() or "vi")
    context = {"told": readable(told), "person": person, "own": own, "at": clock.now(), "demo": person.is_demo}
    return render(request, "contests/privacy_data.html", context)


def _file(person: User) -> HttpResponse:
    told = people.rows(person, access.result_shown, language="vi")
    response = JsonResponse(told, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = file_name(f"du-lieu-{person.username}", "json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
