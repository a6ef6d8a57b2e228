"""The password once more, which lists have left, and why the Department takes one with names."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from schools import access
from schools.actions.exports import ask_names
from schools.actions.second_factor import check_second_factor
from schools.forms import AgainForm, NamesForm
from schools.models import User
from schools.queries.exports import alarms, exports_visible
from schools.views.entering import add_refusal, mark_fresh, onward, wanted_page
from schools.views.exporting import FRESH_MINUTES, grant_names, require_fresh

A_PAGE = 100


@sensitive_post_parameters("password", "code")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reauth(request: HttpRequest) -> HttpResponse:
    """Who is signed in says once more who it is; then back to where it was asked."""
    user = access.staff(request.user)
    form, status = AgainForm(request.POST or None, with_code=user.second_factor_at is not None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _say_again(request, user, form.cleaned_data)
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                mark_fresh(request)
                return onward(request, "schools:account")
    context = {"form": form, "next": wanted_page(request), "minutes": FRESH_MINUTES, "demo": user.is_demo}
    return render(request, "schools/reauth.html", context, status=status)


def _say_again(request: HttpRequest, user: User, given: dict[str, str]) -> None:
    """Wrong passwords are counted as those of signing in are."""
    if authenticate(request, username=user.username, password=given["password"]) != user:
        sentence = _("Mật khẩu chưa đúng.")
        raise Refusal("wrong_password", sentence, status=401, fields={"password": [sentence]})
    if user.second_factor_at is not None:
        check_second_factor(user=user, typed=given["code"], at=clock.now())


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Which lists have left, the newest first; what was refused stands out."""
    user = access.export_watcher(request.user)
    rows = exports_visible(user)
    if request.GET.get("only") == "refused":
        rows = rows.filter(refused=True)
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "alarms": alarms(user, clock.now()),
        "most": settings.EXPORT_ROWS_A_DAY,
        "only": request.GET.get("only", ""),
        "demo": user.is_demo,
    }
    return render(request, "schools/exports.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export_names(request: HttpRequest) -> HttpResponse:
    """`?next=` is the list; with a reason it comes with names for a quarter of an hour."""
    user = access.province(request.user)
    wanted = wanted_page(request)
    if not wanted.startswith("/"):
        raise NotThere(_("Hãy chọn một danh sách để tải."))
    require_fresh(request)
    form, status = NamesForm(request.POST or None), 200
    path = wanted.partition("?")[0]
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                ask_names(by=user, path=path, reason=form.cleaned_data["reason"], at=clock.now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                grant_names(request, path)
                return redirect(wanted)
    context = {"form": form, "next": wanted, "minutes": FRESH_MINUTES, "demo": user.is_demo}
    return render(request, "schools/export_names.html", context, status=status)
