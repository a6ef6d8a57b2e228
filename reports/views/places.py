"""Down from the overview: a cluster or unit, a school, a contest. Every figure is that of the overview, narrowed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend import clock
from backend.refusals import NotThere
from reports import access
from reports.queries import drill, shows_demonstration
from reports.queries.counted import Counted
from reports.queries.register_returns import words_of
from reports.queries.scopes import Scope
from reports.rules.returns import covered
from reports.views.period import Asked, asked_period


@login_required
@require_safe
def unit(request: HttpRequest, unit_key: str) -> HttpResponse:
    """A cluster, a unit as it was between two days, or the schools that are placed nowhere."""
    access.desk_to_see(request.user)
    demo = shows_demonstration(request.user)
    place = drill.place(unit_key, is_demo=demo)
    if place is None:
        raise NotThere(_("Không có địa bàn này."))
    asked = asked_period(request.GET, clock.today())
    keys = {str(unit) for unit in place.units}
    context = _context(asked, place.scope, demo)
    units = [line for line in context["shown"].units if line.key in keys] if "shown" in context else []
    context |= {"place": place, "narrow": f"unit={place.key}", "units": units, "stood": _stood(place, asked)}
    return _page(request, "reports/unit.html", context)


@login_required
@require_safe
def school(request: HttpRequest, school_code: str) -> HttpResponse:
    """A school: who took part by grade, class and sex, in which contests, out of how many. No child's name."""
    access.desk_to_see(request.user)
    demo = shows_demonstration(request.user)
    its = drill.school(school_code, is_demo=demo)
    if its is None:
        raise NotThere(_("Không có trường này."))
    asked = asked_period(request.GET, clock.today())
    scope = drill.of_school(its)
    context = _context(asked, scope, demo) | {"school": its, "narrow": f"school={its.code}"}
    if asked.named is not None:
        counted = Counted(asked.named.period, demo, asked.today, scope)
        line = next((line for line in context["shown"].schools if line.key == its.code), None)
        context |= {
            "line": line,
            "standings": drill.standings(its),
            "reported": covered(asked.named.period, words_of(its.pk)),
            "classes": counted.persons("pupils", by_class=True),
        }
    return _page(request, "reports/school.html", context)


@login_required
@require_safe
def contest(request: HttpRequest, code: str) -> HttpResponse:
    """A contest: who took part by school, and how well it went."""
    access.desk_to_see(request.user)
    demo = shows_demonstration(request.user)
    its = drill.contest(code, is_demo=demo)
    if its is None:
        raise NotThere(_("Không có cuộc thi này."))
    asked = asked_period(request.GET, clock.today())
    context = _context(asked, drill.of_contest(its), demo)
    days = {"first": clock.day_of(its.opens_at), "last": clock.day_of(its.closes_at)}
    return _page(request, "reports/contest.html", context | days | {"contest": its, "narrow": f"contest={its.code}"})


def _context(asked: Asked, scope: Scope, demo: bool) -> dict[str, Any]:
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "demo": demo}
    if asked.named is not None:
        from reports.official.figures import contents_for  # noqa: PLC0415 - pandas costs a second

        period, name = asked.named.period, asked.named.name_vi
        context["shown"] = contents_for(period, is_demo=demo, today=asked.today, name=name, scope=scope)
    return context


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=200 if context.get("shown") else 422)


def _stood(place: drill.Place, asked: Asked) -> bool:
    """Whether the unit existed on some day of the period."""
    if asked.named is None:
        return True
    period = asked.named.period
    begun = place.since is None or place.since <= period.last
    return begun and (place.until is None or period.first <= place.until)
