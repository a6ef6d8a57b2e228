"""Pupils: by the card's code and PIN, or by its QR, whose secret stays behind `#` until the page posts it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools.actions.login import login_by_code_and_pin, login_by_secret
from schools.forms import CardForm
from schools.views.entering import CARD, add_refusal, enter, onward


@sensitive_post_parameters("pin")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """The page a QR opens, and the form for those who type."""
    form = CardForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 401
        if form.is_valid():
            try:
                user = login_by_code_and_pin(**form.cleaned_data, at=clock.now())
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                enter(request, user, CARD)
                return onward(request, "home")
    return _page(request, form, status)


@sensitive_post_parameters("secret")
@never_cache
@require_POST
def card_qr(request: HttpRequest) -> HttpResponse:
    """The secret of a QR, posted by the card page."""
    try:
        user = login_by_secret(secret=request.POST.get("secret", ""), at=clock.now())
    except Refusal as refusal:
        form = CardForm(data={})
        form.errors.clear()
        add_refusal(form, refusal)
        return _page(request, form, refusal.status)
    enter(request, user, CARD)
    return onward(request, "home")


def _page(request: HttpRequest, form: CardForm, status: int) -> HttpResponse:
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    response = render(request, "schools/card.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "600"
    return response
