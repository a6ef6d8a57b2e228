"""The teacher's desk: contests, a new one, one in all its states."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from contests import access
from contests.actions.contest import cancel_contest, create_contest, publish_contest
from contests.forms import ContestForm
from contests.queries import attempt as attempts
from contests.queries import contest as contests
from contests.queries import results
from contests.rules import timing
from contests.views.words import decided_in_words, rules_in_words
from quiz import queries as bank
from schools import queries as people
from schools.models import User


@login_required
@require_safe
def teach(request: HttpRequest) -> HttpResponse:
    """All contests in this person's scope, newest first."""
    user = access.staff(request.user)
    listed = contests.with_counts(contests.contests_run_by(user))[:200]
    inviting = contests.contests_inviting(user)[:50]
    context = {"contests": listed, "inviting": inviting, "at": clock.now(), "demo": user.is_demo}
    return render(request, "contests/teach.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_contest(request: HttpRequest) -> HttpResponse:
    """One page with defaults; what is wrong is said beside the field and nothing typed is lost."""
    user = access.staff(request.user)
    at = clock.now()
    topics = bank.usable_by_topic(clock.day_of(at), at=at)
    form = ContestForm(request.POST or None, by=user, topics=topics, invitable=invitable(user), at=at)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                contest = create_contest(draft=form.draft(user.school), by=user, at=at)
                return redirect("contests:contest", contest.code)
            except Refusal as refusal:
                form.add_error(None, str(refusal.detail))
    return render(request, "contests/new.html", {"form": form, "demo": user.is_demo}, status=status)


def invitable(user: User) -> dict[str, str]:
    """Own grades for a teacher, whole schools for the Department: `"<school>:<grade>"` → label."""
    if user.school_id:
        grades = people.grades_of(user.school, clock.today())
        return {f"{user.school_id}:{grade}": _("Khối %(grade)s") % {"grade": grade} for grade in grades}
    return {f"{school.pk}:": school.name for school in people.schools_with_pupils(is_demo=user.is_demo)}


@login_required
@require_safe
def contest(request: HttpRequest, code: str) -> HttpResponse:
    """Draft: the rules read back before publishing. Running: who is in. Settled: the results."""
    one = access.contest_to_run(request.user, code)
    at = clock.now()
    context = {
        "contest": one,
        "rules": rules_in_words(one),
        "phase": timing.phase_of(one.opens_at, one.closes_at, at).value,
        "progress": contests.progress(one),
        "classes": results.per_class(one.pk),
        "results": [(row, decided_in_words(row.decided_by)) for row in results.result_rows(one.pk)[:500]],
        "late": attempts.late_answers(one.pk)[:100],
        "invitations": one.invitations.select_related("school"),
        "cells": one.cells.select_related("topic"),
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
    return redirect("contests:contest", one.code)


@login_required
@require_POST
def cancel_one(request: HttpRequest, code: str) -> HttpResponse:
    one = access.contest_to_run(request.user, code)
    cancel_contest(contest=one, by=request.user, at=clock.now())
    return redirect("contests:contest", one.code)
