"""The step to the next school year: the classes proposed, a preview with counts, and back again."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from schools import access
from schools.actions.years import Rise, YearPlan, plan_year, roll_over, undo_year
from schools.models import School, User
from schools.queries.years import YearLine, ending_year, step_to_undo, year_lines
from schools.rules import names
from schools.rules import years as school_years
from schools.views.numbers import number, numbers

UP, LEAVE, WAIT = "up", "leave", "wait"
LAST_TERM_ENDS = 5  # in May: before it lists still change


@dataclass(frozen=True)
class Choice:
    """A class on the page: what is chosen for it, or proposed while nothing has been chosen."""

    line: YearLine
    act: str
    name: str
    staying: set[int]
    problem: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest) -> HttpResponse:
    """The proposal; posted with `step=preview` the counts, with `step=do` the deed, if it is what was previewed."""
    user = access.list_keeper(request.user)
    school, ending = _which(request, user)
    lines = year_lines(school, ending, clock.today())
    if request.method != "POST":
        return _page(request, school, ending, _choices(lines, None), {})
    rises, leaving, staying = _chosen(lines, request.POST)
    chosen: dict[str, Any] = {"rises": rises, "leaving": leaving, "staying": staying}
    plan = plan_year(school=school, year=ending, on=clock.today(), **chosen)
    seen = _seen(ending, rises, leaving, staying)
    if plan.problems or not (rises or leaving):
        return _page(request, school, ending, _choices(lines, request.POST, plan), {"plan": plan}, status=422)
    if request.POST.get("step") != "do" or request.POST.get("seen") != seen:
        return _page(request, school, ending, _choices(lines, request.POST), {"plan": plan, "seen": seen})
    done = roll_over(school=school, year=ending, by=user, at=clock.now(), **chosen)
    if done.moved:
        messages.success(request, _told(done, ending))
    else:
        messages.info(request, _("Các em đã có lớp năm học mới từ trước. Không có gì thay đổi."))
    return redirect(_address(user, school, ending))


@login_required
@require_POST
def year_undo(request: HttpRequest) -> HttpResponse:
    """Takes the new year's classes away, while nothing of them has been used."""
    user = access.list_keeper(request.user)
    school, ending = _which(request, user)
    count = undo_year(school=school, year=ending, by=user, at=clock.now())
    messages.success(request, _("Đã hoàn tác. Đã bỏ %(n)s lớp của năm học mới.") % {"n": count})
    return redirect(_address(user, school, ending))


def _which(request: HttpRequest, user: User) -> tuple[School, int]:
    school = access.school_to_manage(user, number(request.GET.get("school")))
    now = school_years.start_year(clock.today())
    asked = number(request.GET.get("year"))
    return school, asked if asked in (now, now - 1) else ending_year(school, clock.today())


def _address(user: User, school: School, ending: int) -> str:
    return f"{reverse('schools:year')}?year={ending}" + ("" if user.school_id else f"&school={school.pk}")


def _chosen(lines: list[YearLine], given: QueryDict) -> tuple[dict[int, Rise], set[int], set[int]]:
    rises, leaving = {}, set()
    for line in lines:
        pk, act = line.school_class.pk, given.get(f"act-{line.school_class.pk}")
        if act == UP and line.school_class.grade < 12:
            name = names.clean(given.get(f"name-{pk}", ""))[:60]
            rises[pk] = Rise(name, line.school_class.grade + 1)
        elif act == LEAVE:
            leaving.add(pk)
    return rises, leaving, numbers(given.getlist("stay"))


def _choices(lines: list[YearLine], given: QueryDict | None, plan: YearPlan | None = None) -> list[Choice]:
    problems = {row.pk: code for row, code in plan.problems} if plan else {}
    staying = numbers(given.getlist("stay")) if given else set()
    found = []
    for line in lines:
        pk = line.school_class.pk
        proposed = LEAVE if line.proposal.leaves else UP
        act = given.get(f"act-{pk}", WAIT) if given else proposed
        name = given.get(f"name-{pk}", "")[:60] if given else line.proposal.name
        found.append(Choice(line, act, name, staying, problems.get(pk, "")))
    return found


def _seen(ending: int, rises: dict[int, Rise], leaving: set[int], staying: set[int]) -> str:
    """A fingerprint of what was previewed, so that nothing else is done by the second click."""
    chosen = [ending, sorted((pk, rise.name) for pk, rise in rises.items()), sorted(leaving), sorted(staying)]
    return hashlib.sha256(repr(chosen).encode()).hexdigest()[:32]


def _told(plan: YearPlan, ending: int) -> str:
    return _("Đã lên lớp %(n)s em cho năm học %(year)s.") % {
        "n": plan.moved,
        "year": school_years.label(ending + 1),
    }


def _page(
    request: HttpRequest, school: School, ending: int, choices: list[Choice], more: dict[str, Any], status: int = 200
) -> HttpResponse:
    now = school_years.start_year(clock.today())
    context = {
        "school": school,
        "choices": choices,
        "ending": ending,
        "year": school_years.label(ending),
        "next_year": school_years.label(ending + 1),
        "endings": [(one, school_years.label(one)) for one in (now - 1, now)],
        "undo": step_to_undo(school, ending),
        "early": clock.today() < date(ending + 1, LAST_TERM_ENDS, 1),
        "demo": school.is_demo,
        **more,
    }
    return render(request, "schools/year.html", context, status=status)
