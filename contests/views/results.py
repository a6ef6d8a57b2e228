"""The results desk: versions of the list, the steps each has taken, and what it changed."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import NotThere, Refusal
from contests import access
from contests.actions import confirm, correcting
from contests.models import Confirmation, Contest, ResultList
from contests.queries import appeals, desk
from schools.models import User
from schools.rules import names

A_PAGE = 200
SHOWN_CHANGES = 100
STEPS = {"propose": confirm.propose, "confirm": confirm.confirm, "publish": confirm.publish_list}
GATES = {
    "propose": access.contest_to_judge,
    "confirm": access.contest_to_confirm,
    "publish": access.contest_to_announce,
}
DONE = {
    "propose": lambda: _("Đã đề nghị xác nhận kết quả."),
    "confirm": lambda: _("Đã xác nhận kết quả."),
    "publish": lambda: _("Đã công bố kết quả. Các em xem được rồi."),
}


@login_required
@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """One version of the list with the steps it has taken; the newest unless another is asked for."""
    contest = access.board_rows_to_see(request.user, code)
    return _page(request, contest)


def _page(request: HttpRequest, contest: Contest, *, asks: str = "", status: int = 200) -> HttpResponse:
    listed = desk.versions(contest)
    shown = chosen(listed, request.GET.get("version", ""))
    text = names.clean(request.GET.get("q", ""))[:100]
    rows = desk.rows(contest, shown.version, text) if shown else desk.standing_rows(contest, text)
    newest = listed[0] if listed else None
    context = {
        "contest": contest,
        "at": clock.now(),
        "versions": listed,
        "shown": shown,
        "newest": newest,
        "in_force": next((one for one in listed if one.published_at), None),
        "steps": steps_of(contest, shown) if shown else [],
        "next": next_step(request.user, contest, newest),
        "asks": asks,
        "waits": desk.unanswered(contest),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({name: value for name in ("version", "q") if (value := request.GET.get(name, ""))}),
        "q": text,
        "difference": desk.difference(contest, shown.version, most=SHOWN_CHANGES) if shown else None,
        "checksum": desk.checksum(contest.pk, shown.version) if shown else "",
        "out": desk.disqualifications(contest)[:A_PAGE],
        "appeals": desk.appeals_by_state(contest),
        "window": appeals.window(contest),
        "demo": contest.is_demo,
    }
    return render(request, "contests/results.html", context, status=status)


def chosen(listed: Sequence[ResultList], asked: str) -> ResultList | None:
    """The version asked for, the newest if none is; None before the first."""
    if not asked:
        return listed[0] if listed else None
    found = next((one for one in listed if str(one.version) == asked), None)
    if found is None:
        raise NotThere(_("Không có phiên bản kết quả này."))
    return found


def steps_of(contest: Contest, shown: ResultList) -> list[tuple[str, object, User | None]]:
    """(words, moment or None, person) of each step that this contest's lists take."""
    counted = (_("Đã tính"), shown.counted_at, shown.counted_by)
    published = (_("Công bố"), shown.published_at, shown.published_by)
    if contest.confirmation == Confirmation.AT_ONCE:
        return [counted, published]
    return [
        counted,
        (_("Đề nghị"), shown.proposed_at, shown.proposed_by),
        (_("Xác nhận"), shown.confirmed_at, shown.confirmed_by),
        published,
    ]


def next_step(user: User, contest: Contest, newest: ResultList | None) -> tuple[str, bool] | None:
    """The step that the newest list takes next and whether this person may take it; None when it is published."""
    if newest is None or newest.published_at or contest.confirmation == Confirmation.AT_ONCE:
        return None
    step = "publish" if newest.confirmed_at else "confirm" if newest.proposed_at else "propose"
    try:
        GATES[step](user, contest.code)
    except Refusal:
        return step, False
    return step, not (step == "confirm" and newest.proposed_by_id == user.pk)


@login_required
@require_POST
def step(request: HttpRequest, code: str) -> HttpResponse:
    """Propose, confirm or publish. What is still unanswered is listed first (409), unless a reason was given."""
    wanted = request.POST.get("step", "")
    if wanted not in STEPS:
        access.contest_to_judge(request.user, code)
        raise Refusal("invalid", _("Hãy chọn một bước."), status=400)
    contest = GATES[wanted](request.user, code)
    try:
        STEPS[wanted](
            contest=contest,
            version=_number(request.POST.get("version", "")),
            by=request.user,
            at=clock.now(),
            anyway=request.POST.get("anyway", ""),
        )
    except Refusal as refusal:
        if refusal.code != "unanswered":
            raise
        return _page(request, contest, asks=wanted, status=refusal.status)
    messages.success(request, DONE[wanted]())
    return redirect("contests:results", contest.code)


@login_required
@require_POST
def recount(request: HttpRequest, code: str) -> HttpResponse:
    """A new version from the answers as they stand, with the reason for it."""
    contest = access.contest_to_judge(request.user, code)
    made = correcting.recount(contest=contest, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    messages.success(request, _("Đã tính lại kết quả: phiên bản %(n)s.") % {"n": made.version})
    return redirect("contests:results", contest.code)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
