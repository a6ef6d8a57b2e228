"""Rounds: the ladder as a picture and a table, where a contest leads, and who goes on to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions import rounds as actions
from contests.forms.rounds import RuleForm, filled
from contests.models import Contest, ContestState, EntryBy
from contests.queries import advancing, rounds
from contests.queries import contest as contests
from contests.rules.rounds import LEVELS
from schools.models import User
from schools.views.numbers import number

A_PAGE = 200
OPEN = {ContestState.DRAFT, ContestState.PUBLISHED}


@login_required
@require_safe
def ladder(request: HttpRequest, code: str) -> HttpResponse:
    """All rounds of the ladder that this person runs, and the way up from this contest."""
    return _page(request, access.contest_to_run(request.user, code))


def _page(request: HttpRequest, contest: Contest, form: RuleForm | None = None) -> HttpResponse:
    mine = contests.contests_run_by(request.user)
    found = rounds.ladder(contest, mine)
    rule = rounds.rule_of(contest)
    ids = [one.contest.pk for one in found.rounds]
    context = {
        "contest": contest,
        "at": clock.now(),
        "demo": contest.is_demo,
        "ladder": found,
        "page": Paginator(found.rounds, A_PAGE).get_page(request.GET.get("page")),
        "run": set(mine.filter(pk__in=ids).order_by().values_list("pk", flat=True)),
        "targets": rounds.may_lead_to(contest, request.user),
        "rule": rule,
        "form": form or filled(rule),
        "receives": LEVELS[contest.round_level] > 0 and contest.state in OPEN,
        "listed": contest.entry_by == EntryBy.LISTED,
        "waiting": rounds.unpublished(contest)[:A_PAGE] if rule else [],
        "pending": _pending(contest) if rule and contest.state in OPEN else 0,
        "judges": _judges(request.user, contest),
    }
    return render(request, "contests/rounds.html", context, status=422 if form else 200)


def _pending(contest: Contest) -> int:
    """How many places the next run would change, where something is newer than the latest."""
    if contest.entry_by != EntryBy.LISTED or not advancing.is_stale(contest):
        return 0
    return len(advancing.difference(contest, advancing.selection(contest)).changes)


def _judges(user: User, contest: Contest) -> bool:
    try:
        access.contest_to_judge(user, contest.code)
    except Refusal:
        return False
    return True


@login_required
@require_POST
def lead(request: HttpRequest, code: str) -> HttpResponse:
    """Where the best of this contest go on to; nothing chosen: nowhere."""
    contest = access.contest_to_judge(request.user, code)
    wanted = request.POST.get("target", "")
    target = Contest.objects.filter(pk=number(wanted)).first() if wanted else None
    if wanted and target is None:
        raise Refusal("not_for_this", _("Cuộc thi này không lên được vòng đó."))
    actions.lead_to(contest=contest, target=target, by=request.user, at=clock.now())
    messages.success(request, _("Đã nối lên vòng trên.") if target else _("Cuộc thi này không nối lên vòng nào."))
    return redirect("contests:rounds", contest.code)


@login_required
@require_POST
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Who goes on to this contest."""
    contest = access.contest_to_judge(request.user, code)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, contest, form)
    actions.set_rule(contest=contest, rule=form.rule(), by=request.user, at=clock.now())
    messages.success(request, _("Đã lưu cách chọn thí sinh lên vòng."))
    return redirect("contests:rounds", contest.code)
