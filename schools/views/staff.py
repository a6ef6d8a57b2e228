"""Accounts of staff: who has one, opening one, a new code, closing one. A code is shown once, to be printed."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools import access, queries
from schools.actions.people import create_staff, reset_staff, set_active
from schools.forms import StaffForm
from schools.models import User
from schools.queries.people import with_open_codes
from schools.rules import codes, names
from schools.views.entering import add_refusal

A_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new account."""
    user = access.staff_maker(request.user)
    form = StaffForm(request.POST or None, by=user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                person, code = create_staff(
                    by=user,
                    role=given["role"],
                    full_name=given["full_name"],
                    username=given["username"],
                    school=given.get("school"),
                    at=clock.now(),
                )
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                return _slip(request, person, code)
    text = names.clean(request.GET.get("q", ""))[:100]
    page = Paginator(queries.found(queries.staff_visible(user), text), A_PAGE).get_page(request.GET.get("page"))
    waiting = with_open_codes([one.pk for one in page], clock.now())
    lines = [(one, one.pk in waiting, one.pk != user.pk and one.role in access.MAKES[user.role]) for one in page]
    context = {"form": form, "page": page, "lines": lines, "q": text, "demo": user.is_demo}
    return render(request, "schools/staff.html", context, status=status)


@login_required
@require_POST
def staff_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Takes the password away and shows a new code."""
    person = access.staff_to_manage(request.user, user_id)
    code = reset_staff(user=person, by=access.staff(request.user), at=clock.now())
    return _slip(request, person, code)


@login_required
@require_POST
def staff_active(request: HttpRequest, user_id: int) -> HttpResponse:
    """Closes an account or opens it again."""
    person = access.staff_to_manage(request.user, user_id)
    active = request.POST.get("active") == "1"
    set_active(user=person, active=active, by=access.staff(request.user), at=clock.now())
    return redirect("schools:staff")


@never_cache
def _slip(request: HttpRequest, person: User, code: str) -> HttpResponse:
    """The slip to print. It cannot be shown again."""
    context = {
        "person": person,
        "code": codes.grouped(code),
        "address": f"{request.get_host()}/login/first/",
        "demo": person.is_demo,
    }
    return render(request, "schools/slip.html", context)
