"""What every way in shares: a fresh session, a safe way onward, and refusals as words of a form."""

from django.contrib.auth import login as sign_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from backend.refusals import Refusal
from schools.forms import PlainForm
from schools.models import User

CARD = "schools.backends.CardBackend"
STAFF = "schools.backends.StaffBackend"


def enter(request: HttpRequest, user: User, backend: str) -> None:
    """Signs a person in on a new, empty session: nothing of who used this device before is left in it."""
    request.session.flush()
    sign_in(request, user, backend=backend)


def onward(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page asked for before signing in, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect(reverse(otherwise))


def add_refusal(form: PlainForm, refusal: Refusal) -> None:
    """Puts a refusal beside its fields, else above the form."""
    if not refusal.fields:
        form.add_error(None, str(refusal.detail))
    for name, lines in refusal.fields.items():
        for line in lines:
            form.add_error(name if name in form.fields else None, str(line))
    form.mark_errors()
