"""What the server holds of an attempt, found by its receipt number. Never points."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend import clock
from contests import access
from contests.queries.receipt import held
from contests.views.sit import by_card


@never_cache
@require_safe
@by_card
def receipt(request: HttpRequest) -> HttpResponse:
    """A form for the contest's code and the number; below it what is held. The full name only for whom it concerns."""
    code, number = request.GET.get("contest", "").strip().upper(), request.GET.get("number", "").strip()
    found = held(code=code[:12], number=number[:40], at=clock.now()) if code and number else None
    context = {
        "code": code,
        "number": number,
        "asked": bool(code and number),
        "held": found,
        "named": found is not None and access.may_know_whose(request.user, found.attempt),
    }
    return render(request, "contests/receipt.html", context, status=404 if code and number and not found else 200)
