"""What every way in shares: a fresh session, a safe way onward, the second step, and refusals as words of a form.

Between the right password and the right code there is no session, only a ticket: a signed cookie of five minutes. It is
bound to the person's password, sessions and last sign-in, so that it is worth nothing once it has been used.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext

from backend import clock
from backend.refusals import Refusal
from schools.access import owes_second_factor
from schools.forms import PlainForm
from schools.models import Role, User
from schools.queries.exports import alarms

CARD = "schools.backends.CardBackend"
STAFF = "schools.backends.StaffBackend"
TICKET = "ticket"
TICKET_LIVES = timedelta(minutes=5)
#: When the person of a session last said who it is: seconds since 1970.
FRESH_AT = "fresh_at"


def enter(request: HttpRequest, user: User, backend: str) -> None:
    """Signs a person in on a new, empty session: nothing of who used this device before is left in it."""
    with transaction.atomic():  # one commit for the session and the moment of signing in
        request.session.flush()
        sign_in(request, user, backend=backend)
    if backend == STAFF:
        mark_fresh(request)
        _tell_alarms(request, user)


def mark_fresh(request: HttpRequest) -> None:
    """Whoever sits there has just said who it is."""
    request.session[FRESH_AT] = int(clock.now().timestamp())


def _tell_alarms(request: HttpRequest, user: User) -> None:
    if user.role != Role.ADMIN or not (n := alarms(user, clock.now())):
        return
    said = ngettext(
        "Trong 7 ngày qua có %(n)s lần tải danh sách vượt mức. Xem ở Trường và tài khoản, mục Đã tải.",
        "Trong 7 ngày qua có %(n)s lần tải danh sách vượt mức. Xem ở Trường và tài khoản, mục Đã tải.",
        n,
    )
    messages.warning(request, said % {"n": n})


def after_password(request: HttpRequest, user: User) -> HttpResponse:
    """In, for those who need no second factor; else on to the code, or to setting it up, with a ticket."""
    if user.second_factor_at is None and not owes_second_factor(user):
        enter(request, user, STAFF)
        return onward(request, start_of(user))
    step = "schools:second_step" if user.second_factor_at else "schools:second_factor_setup"
    response = redirect(reverse(step) + _with_next(request))
    response.set_cookie(
        TICKET,
        signing.dumps([user.pk, _stamp(user)], salt=TICKET),
        max_age=TICKET_LIVES,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def ticket_holder(request: HttpRequest) -> User | None:
    """Who has just given the right password on this device, and has not gone on with it yet."""
    try:
        user_id, stamp = signing.loads(request.COOKIES.get(TICKET, ""), salt=TICKET, max_age=TICKET_LIVES)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=user_id, is_active=True).select_related("school").first()
    return user if user and constant_time_compare(stamp, _stamp(user)) else None


def _stamp(user: User) -> str:
    parts = (user.pk, user.password, user.session_version, user.last_login, user.second_factor_at)
    return salted_hmac("schools.ticket", repr(parts), algorithm="sha256").hexdigest()


def start_of(user: User) -> str:
    """The route at which staff begin."""
    return "contests:teach" if user.school_id else "home"


def wanted_page(request: HttpRequest) -> str:
    """The page asked for before signing in, if it is one of ours; else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure()) else ""


def _with_next(request: HttpRequest) -> str:
    wanted = wanted_page(request)
    return f"?{urlencode({'next': wanted})}" if wanted else ""


def onward(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page asked for before signing in, if it is one of ours."""
    return redirect(wanted_page(request) or reverse(otherwise))


def add_refusal(form: PlainForm, refusal: Refusal) -> None:
    """Puts a refusal beside its fields, else above the form."""
    if not refusal.fields:
        form.add_error(None, str(refusal.detail))
    for name, lines in refusal.fields.items():
        for line in lines:
            form.add_error(name if name in form.fields else None, str(line))
    form.mark_errors()
