"""The pupil's pages: the paper, and afterwards the result."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access, intake
from contests.actions.attempt import open_attempt
from contests.models import AttemptState, ContestState, OpensAt, PredictionOf
from contests.queries import desk, paper, results
from contests.queries.after import after
from contests.queries.standing import standings
from contests.rules import timing
from contests.rules.packets import Given, Packet, typed_number
from contests.views.paper_page import paper_page


def by_card(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever is not signed in (any more) goes to the card page, and from there back: a POST to its lobby."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, **place)
        back = request.path if "code" not in place else reverse("contests:lobby", kwargs=place)
        return redirect(f"{reverse('schools:card')}?{urlencode({'next': back})}")

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@by_card
def sit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The paper as one page; works as one long form where scripts do not run."""
    attempt = access.attempt_to_sit(request.user, attempt_id)
    if request.method == "POST":
        return _handed_in_by_form(request, attempt.pk)
    if attempt.state != AttemptState.SITTING:
        return redirect("contests:result", attempt.pk)
    at = clock.now()
    return paper_page(request, attempt, standings([attempt.pk], at)[attempt.pk], at)


def _handed_in_by_form(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The whole paper as one form post: an opening of its own, every answer, and the hand-in."""
    received_at = clock.now()
    attempt = access.attempt_to_sit(request.user, attempt_id)
    opening = open_attempt(attempt=attempt)
    given = tuple(
        Given(item, tuple(filter(None, request.POST.getlist(f"item-{item}"))), opening, seq)  # rows left open say ""
        for seq, item in enumerate(sorted(paper.frozen_paper(attempt.paper).items), start=1)
        if f"item-{item}" in request.POST
    )
    asked = attempt.contest.prediction != PredictionOf.NONE
    packet = Packet(
        attempt.pk,
        given,
        submit=True,
        received_at=received_at,
        prediction=typed_number(request.POST.get("prediction", "")) if asked else None,
        opening=opening,
    )
    try:
        intake.give(packet)
    except intake.Busy as busy:
        sentence = _("Máy chủ đang bận nên bài chưa được lưu. Em chờ vài giây rồi tải lại trang này để gửi lại.")
        raise Refusal("busy", sentence, status=503) from busy
    return redirect("contests:result", attempt.pk)


@require_safe
@by_card
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What the rules let this pupil see now: points, place, and later why each answer was right."""
    at = clock.now()
    attempt = access.attempt_to_sit(request.user, attempt_id)
    contest = attempt.contest
    off = contest.state == ContestState.CANCELLED
    stands = standings([attempt.pk], at)[attempt.pk]
    open_yet = stands.paused_at is not None or at <= attempt.due_at + timing.GRACE
    if attempt.state == AttemptState.SITTING and not off and open_yet:
        return redirect("contests:sit", attempt.pk)
    shown = access.result_shown(attempt)
    report = results.report(attempt, shown, language=get_language() or "vi")
    more = after(attempt, shown, report, at)
    running = contest.state == ContestState.PUBLISHED and not more.attempts_left
    context = {
        "attempt": attempt,
        "contest": contest,
        "waits": running and not shown.score and contest.results_open != OpensAt.NEVER,
        "shows": shown,
        "report": report,
        "after": more,
        "decided": more.decided.decided(_) if more.decided else "",
        "stopped": desk.disqualification_of(contest, request.user),
        "board_visible": access.may_see_board(request.user, contest),
        "server_now": at.isoformat(timespec="milliseconds"),
        "demo": contest.is_demo,
    }
    return render(request, "contests/result.html", context)
