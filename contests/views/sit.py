"""The pupil's pages: lobby, start, paper, result."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access, intake
from contests.actions.attempt import open_attempt, start_attempt
from contests.models import AttemptState, ContestState, OpensAt
from contests.queries import attempt as attempts
from contests.queries import contest as contests
from contests.queries import paper, results
from contests.rules import timing
from contests.rules.packets import Given, Packet
from contests.views.words import rules_in_words


def by_card(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever is not signed in (any more) goes to the card page, and from there back: a POST to its lobby."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, **place)
        back = request.path if "code" not in place else reverse("contests:lobby", kwargs=place)
        return redirect(f"{reverse('schools:card')}?{urlencode({'next': back})}")

    return guarded


@require_safe
def lobby(request: HttpRequest, code: str) -> HttpResponse:
    """A countdown on the server's clock before, a start button during, results after."""
    at = clock.now()
    contest = access.contest_to_enter(code)
    user = request.user
    attempt = attempts.attempt_of(contest.pk, user.pk) if user.is_authenticated else None
    phase = timing.phase_of(contest.opens_at, contest.closes_at, at)
    context = {
        "contest": contest,
        "phase": phase.value,
        "rules": rules_in_words(contest),
        "items": sum(cell.count for cell in contest.cells.all()),
        "length_min": contest.length_ms // 60_000,
        "attempt": attempt,
        "may_enter": attempt is not None
        or (user.is_authenticated and contests.invited_as(contest, user, on=at) is not None),
        "short_time": _short_minutes(contest, phase, at),
        "server_now": at.isoformat(timespec="milliseconds"),
        "demo": contest.is_demo,
        "sees_board": access.may_see_board(user, contest),
    }
    return render(request, "contests/lobby.html", context)


def _short_minutes(contest: object, phase: timing.Phase, at: object) -> int | None:
    """Minutes that one who starts now really has, where that is less than the length."""
    if phase is not timing.Phase.OPEN:
        return None
    lost = timing.short_by_ms(at, contest.length_ms, contest.closes_at)  # type: ignore[arg-type, attr-defined]  # a Contest, an instant
    return max(0, (contest.length_ms - lost) // 60_000) if lost else None  # type: ignore[attr-defined]  # a Contest


@require_POST
@by_card
def start(request: HttpRequest, code: str) -> HttpResponse:
    contest = access.contest_to_enter(code)
    attempt = start_attempt(contest=contest, user=request.user, at=clock.now())
    return redirect("contests:sit", attempt.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@by_card
def sit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The paper as one page; works as one long form where scripts do not run."""
    attempt = access.attempt_to_sit(request.user, attempt_id)
    if request.method == "POST":
        return _handed_in_by_form(request, attempt.pk)
    if attempt.state != AttemptState.SITTING:
        return redirect("contests:result", attempt.pk)
    contest = attempt.contest
    context = {
        "attempt": attempt,
        "contest": contest,
        "items": paper.items_shown(
            attempt.paper, seed=attempt.seed, shuffle=contest.shuffle, language=get_language() or "vi"
        ),
        "server_now": clock.now().isoformat(timespec="milliseconds"),
        "ws_url": f"/ws/attempt/{attempt.pk}/",
        "api_url": f"/api/attempts/{attempt.pk}",
        "demo": contest.is_demo,
    }
    return render(request, "contests/sit.html", context)


def _handed_in_by_form(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The whole paper as one form post: an opening of its own, every answer, and the hand-in."""
    received_at = clock.now()
    attempt = access.attempt_to_sit(request.user, attempt_id)
    opening = open_attempt(attempt=attempt)
    given = tuple(
        Given(item, tuple(request.POST.getlist(f"item-{item}")), opening, seq)
        for seq, item in enumerate(sorted(paper.frozen_paper(attempt.paper).items), start=1)
        if f"item-{item}" in request.POST
    )
    try:
        intake.give(Packet(attempt.pk, given, submit=True, received_at=received_at))
    except intake.Busy as busy:
        sentence = _("Máy chủ đang bận nên bài chưa được lưu. Em chờ vài giây rồi tải lại trang này để gửi lại.")
        raise Refusal("busy", sentence, status=503) from busy
    return redirect("contests:result", attempt.pk)


@require_safe
@by_card
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What the rules let this pupil see now: points, place, and later why each answer was right."""
    attempt = access.attempt_to_sit(request.user, attempt_id)
    off = attempt.contest.state == ContestState.CANCELLED
    if attempt.state == AttemptState.SITTING and not off and clock.now() <= attempt.due_at + timing.GRACE:
        return redirect("contests:sit", attempt.pk)
    contest = attempt.contest
    shown = access.result_shown(attempt)
    context = {
        "attempt": attempt,
        "contest": contest,
        "waits": contest.state == ContestState.PUBLISHED and not shown.score and contest.results_open != OpensAt.NEVER,
        "shows": shown,
        "report": results.report(attempt, shown, language=get_language() or "vi"),
        "board_visible": access.may_see_board(request.user, contest),
        "server_now": clock.now().isoformat(timespec="milliseconds"),
        "demo": contest.is_demo,
    }
    return render(request, "contests/result.html", context)
