"""Staff: signing in and out, and the first password by a one-time code."""

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools.actions.people import sign_out_everywhere, use_staff_code
from schools.forms import FirstForm, LoginForm
from schools.models import User
from schools.views.entering import add_refusal, after_password


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password of staff. A wrong one is answered the same, whoever it was; a right one may need a code."""
    form = LoginForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 401
        if form.is_valid():
            name = form.cleaned_data["username"].casefold()
            user = authenticate(request, username=name, password=form.cleaned_data["password"])
            if isinstance(user, User):
                return after_password(request, user)
            form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng."))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "schools/login.html", context, status=status)


@sensitive_post_parameters("password", "again", "code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """A new account or a reset one: the printed code sets the password."""
    form = FirstForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                user = use_staff_code(
                    username=given["username"], code=given["code"], password=given["password"], at=clock.now()
                )
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                return after_password(request, user)
    return render(request, "schools/first.html", {"form": form}, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    logout(request)
    return redirect("home")


@require_POST
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of this person, this one too."""
    if isinstance(request.user, User):
        sign_out_everywhere(user=request.user, at=clock.now())
    logout(request)
    return redirect("home")
