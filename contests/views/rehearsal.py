"""The rehearsal: the page that tries a device of a room, and the lights of all rooms for whoever prepares them."""

import secrets
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import rehearsal as acts
from contests.models import Contest, ContestState
from contests.queries import expected
from contests.queries import rehearsal as reads
from contests.queries.entrants import scope_of
from contests.queries.rehearsal import Place
from contests.rules.rehearsal import Check
from schools.rules import addresses
from schools.views.numbers import number
from schools.views.room import opened_class_of

MOST_WANTED = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rehearse(request: HttpRequest, code: str) -> HttpResponse:
    """Tries this device. Scripts do it by themselves; without them a form keeps one trial answer."""
    at = clock.now()
    opened, wanted = opened_class_of(request), request.GET.get("school", "")
    try:
        contest, place = access.contest_to_rehearse(request.user, code, opened=opened, school=wanted, at=at)
    except Refusal as refusal:
        if refusal.code != "not_signed_in":
            raise
        return redirect(f"{reverse('schools:card')}?{urlencode({'next': request.path})}")
    if contest.state != ContestState.PUBLISHED or contest.opens_at <= at:
        return redirect("contests:lobby", contest.code)
    sent = request.POST if request.method == "POST" else request.GET
    room = place.room(sent.get("room", "")) if place else ""
    if request.method == "POST":
        return _by_form(request, contest, place, room, at)
    context = {
        "contest": contest,
        "at": at,
        "server_now": at.isoformat(timespec="milliseconds"),
        "demo": contest.is_demo,
        "place": place,
        "room": room,
        "schools": [] if place else expected.schools_of(contest),
        "item": reads.sample(at, get_language() or "vi") if room else None,
        "device": secrets.token_hex(12),
    }
    return render(request, "contests/rehearsal_device.html", context)


def _by_form(request: HttpRequest, contest: Contest, place: Place | None, room: str, at: datetime) -> HttpResponse:
    if place is None or not room:
        raise NotThere(_("Hãy chọn phòng trước."))
    check = Check(socket=False, saved=True, storage=False, round_trip_ms=0)
    device = request.POST.get("device", "")
    acts.note_check(contest=contest, school=place.school, room=room, device=device, check=check, at=at)
    messages.success(
        request, _("Câu trả lời thử đã lưu. Máy này làm bài được, nhưng trình duyệt chưa chạy mã của trang.")
    )
    return redirect(f"{reverse('contests:rehearse', args=[contest.code])}?{urlencode({'room': room})}")


@login_required
@require_safe
def rehearsal(request: HttpRequest, code: str) -> HttpResponse:
    """A light for every room, the last check and the worst trouble in words."""
    contest = access.contest_to_host(request.user, code)
    at = clock.now()
    scope = scope_of(contest, request.user, request.GET.get("school", ""))
    wanted = min(number(request.GET.get("devices")) or 0, MOST_WANTED)
    found = reads.school_lines(contest) if scope.many else []
    rooms = reads.room_lines(contest, scope.school.pk, wanted) if scope.school else []
    shown = addresses.shown((settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}").rstrip("/"))
    context = {
        "contest": contest,
        "at": at,
        "demo": contest.is_demo,
        "runs": access.may_run(request.user, contest),
        "scope": scope,
        "school": scope.school,
        "wanted": wanted,
        "schools": [(line, _words(line)) for line in found],
        "rooms": [(line, _words(line)) for line in rooms],
        "any": any(line.last_at for line in (*found, *rooms)),
        "draft": contest.state == ContestState.DRAFT,
        "over": contest.state != ContestState.DRAFT and contest.opens_at <= at,
        "address": shown + reverse("contests:rehearse", args=[contest.code]),
    }
    return render(request, "contests/rehearsal.html", context)


def _words(line: reads.RoomLine | reads.SchoolLine) -> str:
    return line.sum.worst.in_words(_) if line.sum.worst else ""


@login_required
@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Deletes the checks of the school shown, or of all for the Department when none is chosen."""
    contest = access.contest_to_host(request.user, code)
    scope = scope_of(contest, request.user, request.POST.get("school", ""))
    n = acts.forget_checks(contest=contest, school=scope.school, by=request.user, at=clock.now())
    messages.success(request, ngettext("Đã xóa kết quả của %(n)s máy.", "Đã xóa kết quả của %(n)s máy.", n) % {"n": n})
    query = f"?{urlencode({'school': scope.school_id})}" if scope.choice and scope.school else ""
    return redirect(reverse("contests:rehearsal", args=[contest.code]) + query)
