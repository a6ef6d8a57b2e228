"""The second factor: the code when signing in, setting it up, printed codes, and taking it off somebody's account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotAllowed, Refusal
from schools import access
from schools.actions.second_factor import (
    check_second_factor,
    new_recovery_codes,
    reset_second_factor,
    set_up_second_factor,
)
from schools.exchange import qr
from schools.forms import CodeForm, SetUpForm
from schools.models import User
from schools.queries.second_factor import codes_left
from schools.rules import totp
from schools.views.entering import (
    STAFF,
    TICKET,
    add_refusal,
    enter,
    mark_fresh,
    onward,
    start_of,
    ticket_holder,
    wanted_page,
)
from schools.views.exporting import require_fresh

#: How long a new secret waits for its first code.
SET_UP_LIVES = 1800


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password, on the ticket that it gave: the code. Only now there is a session."""
    user = ticket_holder(request)
    if user is None or user.second_factor_at is None:
        return _begin_again(request)
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                check_second_factor(user=user, typed=form.cleaned_data["code"], at=clock.now())
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                enter(request, user, STAFF)
                response = onward(request, start_of(user))
                response.delete_cookie(TICKET, samesite="Lax")
                return response
    context = {"form": form, "next": wanted_page(request)}
    response = render(request, "schools/second_step.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "900"
    return response


@never_cache
@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whether the own account has one, and how many printed codes are left."""
    user = access.staff(request.user)
    context = {"left": codes_left(user), "required": access.owes_second_factor(user), "demo": user.is_demo}
    return render(request, "schools/second_factor.html", context)


@sensitive_variables("secret")
@sensitive_post_parameters("code", "kept")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    """A new app: QR, first code, printed codes. For who has just given the password, or signed in afresh."""
    user = _who(request)
    if user is None:
        return _begin_again(request)
    secret = _kept(request, user) or totp.new_secret()
    form, status = SetUpForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = set_up_second_factor(user=user, secret=secret, typed=form.cleaned_data["code"], at=clock.now())
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                return _set_up(request, user, made)
    return _set_up_page(request, user, secret, form, status)


def _who(request: HttpRequest) -> User | None:
    """The signed-in person, asked again for the password if that is long ago; or the holder of a ticket."""
    if not request.user.is_authenticated:
        holder = ticket_holder(request)
        return holder if holder and holder.second_factor_at is None else None
    user = access.staff(request.user)
    if user.is_demo:
        raise NotAllowed(_("Tài khoản minh họa dùng chung nên không bật mã xác thực."))
    require_fresh(request)
    return user


def _set_up_page(request: HttpRequest, user: User, secret: str, form: SetUpForm, status: int) -> HttpResponse:
    address = totp.address(secret, issuer=_("Tìm hiểu ASEAN"), account=user.username)
    context = {
        "form": form,
        "next": wanted_page(request),
        "qr": mark_safe(qr.svg(address)),  # noqa: S308 - drawn by us from an address, holds no text
        "typed": totp.grouped(secret),
        "kept": signing.dumps(secret, salt=_salt(user)),
        "anew": user.second_factor_at is not None,
        "person": user,
    }
    return render(request, "schools/second_factor_setup.html", context, status=status)


def _kept(request: HttpRequest, user: User) -> str | None:
    """The secret that the page showed, signed for this person; nothing is stored before it has worked once."""
    try:
        return str(signing.loads(request.POST.get("kept", ""), salt=_salt(user), max_age=SET_UP_LIVES))
    except signing.BadSignature:
        return None


def _salt(user: User) -> str:
    return f"schools.second_factor.{user.pk}"


def _set_up(request: HttpRequest, user: User, made: list[str]) -> HttpResponse:
    if request.user.is_authenticated:
        update_session_auth_hash(request, user)
        mark_fresh(request)
    else:
        enter(request, user, STAFF)
    response = _codes_page(request, user, made)
    response.delete_cookie(TICKET, samesite="Lax")
    return response


def _codes_page(request: HttpRequest, user: User, made: list[str]) -> HttpResponse:
    """To print. They cannot be shown again."""
    context = {
        "codes": made,
        "person": user,
        "onward": wanted_page(request) or reverse(start_of(user)),
        "at": clock.now(),
    }
    return render(request, "schools/second_factor_codes.html", context)


@never_cache
@login_required
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new printed codes in the place of the old ones."""
    user = access.staff(request.user)
    require_fresh(request)
    return _codes_page(request, user, new_recovery_codes(user=user, at=clock.now()))


@login_required
@require_POST
def second_factor_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """For somebody who has lost phone and printed codes: an administrator takes the second factor off."""
    person = access.factor_to_reset(request.user, user_id)
    require_fresh(request)
    reset_second_factor(user=person, by=access.staff(request.user), at=clock.now())
    said = _("Đã bỏ mã xác thực của %(name)s. Lần đăng nhập tới sẽ thiết lập lại.")
    messages.success(request, said % {"name": person.full_name})
    return redirect("schools:staff")


def _begin_again(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, _("Đã quá 5 phút. Mời thầy cô đăng nhập lại."))
    return redirect("schools:login")
