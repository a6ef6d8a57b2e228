"""The first page, the way in by code and the help pages."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from backend import clock
from contests import access
from contests.queries import contest as contests
from contests.queries import work
from schools.models import Role

HELP = ("visitor", "pupil", "teacher", "leader", "officer", "admin")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Enter a contest's code, see what is on, and how far the demonstration has come."""
    at = clock.now()
    context = {
        "contests": contests.contests_on(request.user, at),
        "sat": contests.sat_by(request.user) if getattr(request.user, "role", "") == Role.PUPIL else [],
        "at": at,
        "demo_progress": work.demonstration(),
    }
    return render(request, "contests/home.html", context)


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """From the code typed on the first page to the lobby; spaces and small letters forgiven."""
    code = "".join(request.GET.get("code", "").split()).upper()[:8]
    if not code:
        return redirect("home")
    contest = access.contest_to_enter(code)
    return redirect("contests:lobby", contest.code)


@require_safe
def demonstration(request: HttpRequest) -> JsonResponse:
    """How far the demonstration has come: `{"running", "done", "total", "note"}`."""
    return JsonResponse(work.demonstration() or {"running": False, "done": 0, "total": 0, "note": ""})


@require_safe
def help_page(request: HttpRequest, role: str) -> HttpResponse:
    if role not in HELP:
        raise Http404
    return render(request, f"base/help_{'officer' if role == 'admin' else role}.html")
