"""Before the paper: the lobby and the start."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend import clock
from contests import access, starts
from contests.actions.starting import Press
from contests.live import devices
from contests.live.tickets import Seat
from contests.queries import lobby as lobbies
from contests.queries.eligibility import asked
from contests.queries.standing import opened
from contests.views.paper_page import paper_page
from contests.views.sit import by_card
from contests.views.words import rules_in_words


@require_safe
def lobby(request: HttpRequest, code: str) -> HttpResponse:
    """A countdown on the server's clock before, a start button during, results after."""
    at = clock.now()
    contest = access.contest_to_enter(code)
    user: Any = request.user
    signed_in = bool(user.is_authenticated)
    stands = lobbies.waiting(contest, user if signed_in else None, at)
    fresh = signed_in and (stands.attempt is None or stands.attempts_left)
    answer = asked(contest, user, on=at) if fresh else None
    context = {
        "contest": contest,
        "stands": stands,
        "phase": stands.phase.value,
        "notice": stands.notice,
        "rules": rules_in_words(contest),
        "changed": lobbies.rules_changed(contest),
        "items": lobbies.items_count(contest),
        "attempt": stands.attempt,
        "may_enter": stands.attempt is not None or bool(answer and answer.place),
        "may_go_on": stands.attempts_left and bool(answer and answer.place),
        "why_not": answer.why_not.in_words(_) if answer and answer.why_not else "",
        "server_now": at.isoformat(timespec="milliseconds"),
        "demo": contest.is_demo,
        "sees_board": access.may_see_board(user, contest),
    }
    return render(request, "contests/lobby.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_card
def start(request: HttpRequest, code: str) -> HttpResponse:
    """An attempt begun, or the one that is open, and its paper. Asked for without a press it leads to the lobby.

    With `paper` in the form the page comes at once and is an opening already: a redirect and a question for an opening
    would be two more requests from everybody in the same moment.
    """
    if request.method != "POST":
        return redirect("contests:lobby", code)
    opens = "paper" in request.POST
    begun = starts.begin(code, Press(request.user, clock.now(), opens))  # type: ignore[arg-type]  # by_card
    attempt, at = begun.started.attempt, clock.now()
    if begun.stands is None:
        return redirect("contests:sit", attempt.pk)
    seat = Seat(attempt.pk, attempt.contest_id, request.user, request.session.session_key or "")  # type: ignore[arg-type]
    told = {**opened(attempt, begun.stands, at, before=False), "ticket": seat.ticket()}
    reply = paper_page(request, attempt, begun.stands, at, json.dumps(told, separators=(",", ":")))
    devices.remember(reply, attempt.pk)
    return reply
