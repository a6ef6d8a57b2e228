"""Appeals: the pupil's page, and the desk's list with answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import appeals as acts
from contests.models import AppealState, Attempt
from contests.queries import appeals as reads
from contests.queries import desk, paper
from contests.views.sit import by_card

A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@by_card
def appeal(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The own appeals and, inside the time for them, the form for another."""
    attempt = access.attempt_to_sit(request.user, attempt_id)
    if request.method != "POST":
        return _own_page(request, attempt)
    try:
        acts.appeal(
            attempt=attempt,
            item_id=_item(request.POST.get("item", "")),
            text=request.POST.get("text", ""),
            at=clock.now(),
        )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _own_page(
            request, attempt, error=refusal.detail, status=422 if refusal.status == 400 else refusal.status
        )
    messages.success(request, _("Thầy cô đã nhận được yêu cầu của em."))
    return redirect("contests:appeal", attempt.pk)


def _item(text: str) -> int | None:
    """None for the whole paper; 0, which no item has, for anything unreadable."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _own_page(request: HttpRequest, attempt: Attempt, *, error: object = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    contest = attempt.contest
    window = reads.window(contest)
    items = paper.items_shown(
        attempt.paper, seed=attempt.seed, shuffle=contest.shuffle, language=get_language() or "vi"
    )
    numbers = {item.id: item.number for item in items}
    context = {
        "attempt": attempt,
        "contest": contest,
        "window": window,
        "open": window is not None and window.is_open(at),
        "items": items,
        "stems": access.result_shown(attempt).keys,
        "appeals": [(row, numbers.get(row.item_id or 0)) for row in reads.appeals_of(attempt)],
        "error": error,
        "text": request.POST.get("text", ""),
        "chosen": request.POST.get("item", request.GET.get("item", "")),
        "demo": contest.is_demo,
    }
    return render(request, "contests/appeal.html", context, status=status)


@require_POST
@by_card
def withdraw(request: HttpRequest, attempt_id: int, appeal_id: int) -> HttpResponse:
    """Take back the own appeal."""
    attempt = access.attempt_to_sit(request.user, attempt_id)
    row = reads.appeals_of(attempt).filter(pk=appeal_id).first()
    if row is None:
        raise NotThere(_("Không tìm thấy yêu cầu này."))
    acts.withdraw(row=row, by=request.user, at=clock.now())
    messages.success(request, _("Em đã rút yêu cầu."))
    return redirect("contests:appeal", attempt.pk)


@login_required
@require_safe
def appeals(request: HttpRequest, code: str) -> HttpResponse:
    """Every appeal of the contest, those that wait first."""
    contest = access.contest_to_judge(request.user, code)
    state = request.GET.get("state", "")
    state = state if state in AppealState.values else ""
    counts = desk.appeals_by_state(contest)
    context = {
        "contest": contest,
        "at": clock.now(),
        "state": state,
        "tags": [(value, label, counts.get(value, 0)) for value, label in AppealState.choices],
        "all": sum(counts.values()),
        "page": Paginator(reads.appeals_in(contest, state), A_PAGE).get_page(request.GET.get("page")),
        "query": f"state={state}" if state else "",
        "window": reads.window(contest),
        "demo": contest.is_demo,
    }
    return render(request, "contests/results_appeals.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, code: str, appeal_id: int) -> HttpResponse:
    """Upheld or rejected, with words for the pupil."""
    contest = access.contest_to_judge(request.user, code)
    row = reads.appeal_in(contest, appeal_id)
    if row is None:
        raise NotThere(_("Không tìm thấy yêu cầu này."))
    state, text = request.POST.get("state", ""), request.POST.get("text", "")
    try:
        acts.answer(row=row, state=state, text=text, by=request.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("Đã trả lời yêu cầu phúc khảo."))
    return redirect("contests:appeals", contest.code)
