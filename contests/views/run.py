"""The teacher's desk: contests, and one in all its states with the next step."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from contests import access
from contests.actions.contest import cancel_contest, publish_contest
from contests.models import Contest, ContestState, PaperKind
from contests.queries import contest as contests
from contests.queries import results
from contests.rules import timing
from contests.views.words import rules_by_part
from schools import queries as people
from schools.forms import RosterForm

FIRST_ROWS = 10


@login_required
@require_safe
def teach(request: HttpRequest) -> HttpResponse:
    """All contests in this person's scope, newest first, each with what is to be done next."""
    user = access.staff(request.user)
    at = clock.now()
    listed = [(one, step_of(one, at)) for one in contests.with_counts(contests.contests_run_by(user))[:200]]
    inviting = contests.contests_inviting(user)[:50]
    context = {"contests": listed, "inviting": inviting, "at": at, "demo": user.is_demo}
    if not listed and user.school and not people.grades_of(user.school, clock.today()):
        context["form"] = RosterForm(by=user)  # the first thing to do, so it stands right here
    return render(request, "contests/teach.html", context)


def step_of(contest: Contest, at: datetime) -> str:
    """What is to be done next: publish, prepare, watch, wait, results, or nothing."""
    if contest.state == ContestState.DRAFT:
        return "publish"
    if contest.state == ContestState.CANCELLED:
        return ""
    if contest.state == ContestState.SETTLED:
        return "results"
    phase = timing.phase_of(contest.opens_at, contest.closes_at, at)
    return {timing.Phase.BEFORE: "prepare", timing.Phase.OPEN: "watch", timing.Phase.AFTER: "wait"}[phase]


@login_required
@require_safe
def contest(request: HttpRequest, code: str) -> HttpResponse:
    """Draft: the rules read back before publishing. Running: who is in. Settled: the first of the results."""
    one = access.contest_to_run(request.user, code)
    at = clock.now()
    first = results.result_rows(one.pk)[:FIRST_ROWS] if one.state == ContestState.SETTLED else []
    context = {
        "contest": one,
        "step": step_of(one, at),
        "parts": rules_by_part(one),
        "too_short": one.length_ms > (one.closes_at - one.opens_at).total_seconds() * 1000,
        "progress": contests.progress(one),
        "classes": results.per_class(one.pk),
        "results": first,
        "invitations": one.invitations.select_related("school").order_by("school__name_fold", "grade"),
        "cells": one.cells.select_related("topic") if one.paper_kind == PaperKind.BLUEPRINT else (),
        "sources": contests.paper_sources(one),
        "clock_drift_s": clock.drift_ms() // 1000,
        "at": at,
        "demo": one.is_demo,
    }
    return render(request, "contests/contest.html", context)


@login_required
@require_POST
def publish_one(request: HttpRequest, code: str) -> HttpResponse:
    one = access.contest_to_run(request.user, code)
    publish_contest(contest=one, by=request.user, at=clock.now())
    messages.success(
        request, _("Đã công bố. Đề đã khóa, các em vào được phòng chờ bằng mã %(code)s.") % {"code": one.code}
    )
    return redirect("contests:contest", one.code)


@login_required
@require_POST
def cancel_one(request: HttpRequest, code: str) -> HttpResponse:
    one = access.contest_to_run(request.user, code)
    cancel_contest(contest=one, by=request.user, at=clock.now())
    messages.success(request, _("Đã hủy cuộc thi. Bài đã làm vẫn được giữ."))
    return redirect("contests:contest", one.code)
