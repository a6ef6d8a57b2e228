"""One person's attempt at the desk: what the server holds, and whether it counts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from contests import access
from contests.actions.disqualify import disqualify, lift
from contests.queries import appeals, desk, results
from contests.rules import ranking


@login_required
@require_safe
def one(request: HttpRequest, code: str, attempt_id: int) -> HttpResponse:
    """Every answer beside its key once the attempt has ended; the person's other attempts and appeals."""
    contest = access.contest_to_judge(request.user, code)
    attempt = access.attempt_to_judge(contest, attempt_id)
    every = results.Shown(score=True, place=True, keys=attempt.ended_at is not None)
    newest = results.newest_list(contest)
    result = desk.rows(contest, newest.version).filter(attempt=attempt).first() if newest else None
    decided = ranking.STEPS.get(result.decided_by) if result else None
    context = {
        "contest": contest,
        "attempt": attempt,
        "others": desk.attempts_of(attempt).exclude(pk=attempt.pk),
        "report": results.report(attempt, every, language=get_language() or "vi", newest=True),
        "result": result,
        "decided": decided.in_words(_) if decided else "",
        "out": desk.disqualification_of(contest, attempt.user),
        "history": desk.disqualifications(contest).filter(user=attempt.user_id),
        "appeals": appeals.appeals_of(attempt),
        "demo": contest.is_demo,
    }
    return render(request, "contests/results_one.html", context)


@login_required
@require_POST
def stop(request: HttpRequest, code: str, attempt_id: int) -> HttpResponse:
    """Disqualify, with a reason that the person will read."""
    contest = access.contest_to_judge(request.user, code)
    attempt = access.attempt_to_judge(contest, attempt_id)
    reason = request.POST.get("reason", "")
    disqualify(contest=contest, user=attempt.user, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("Đã dừng tính kết quả của %(name)s.") % {"name": attempt.user.full_name})
    return redirect("contests:result_one", contest.code, attempt.pk)


@login_required
@require_POST
def resume(request: HttpRequest, code: str, attempt_id: int) -> HttpResponse:
    """Lift a disqualification."""
    contest = access.contest_to_judge(request.user, code)
    attempt = access.attempt_to_judge(contest, attempt_id)
    reason = request.POST.get("reason", "")
    lift(contest=contest, user=attempt.user, reason=reason, by=request.user, at=clock.now())
    messages.success(request, _("Kết quả của %(name)s được tính lại.") % {"name": attempt.user.full_name})
    return redirect("contests:result_one", contest.code, attempt.pk)
