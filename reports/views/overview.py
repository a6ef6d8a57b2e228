"""The Department's desk: the overview, and the report as files.

Plain functions: the server runs them in a thread, so statistics never hold up the event loop. What needs pandas is
imported inside, because it costs a second that no other page and no command should pay.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from reports import access
from reports.forms import PeriodForm, typed
from reports.queries import shows_demonstration
from reports.rules.periods import school_year_so_far

FORMATS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The figures of a period; without one, the school year so far."""
    access.desk_to_see(request.user)
    from reports.official.figures import contents_for  # noqa: PLC0415 - see above

    today, demo = clock.today(), shows_demonstration(request.user)
    form = PeriodForm(_asked(request.GET, today))
    context: dict[str, Any] = {"form": form, "demo": demo, "today": today}
    if not form.is_valid():
        return render(request, "reports/overview.html", context, status=422)
    shown = contents_for(form.period, is_demo=demo, today=today)
    return render(request, "reports/overview.html", context | {"shown": shown, "period": typed(form.period)})


def _asked(query: QueryDict, today: date) -> Mapping[str, str]:
    return (
        {name: query.get(name, "") for name in ("from", "to")}
        if "from" in query or "to" in query
        else typed(school_year_so_far(today))
    )


@login_required
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Freezes the figures of the period and hands out one file of them."""
    officer = access.desk_to_see(request.user)
    from reports.actions import issue_report  # noqa: PLC0415 - see above

    form, kind = PeriodForm(request.POST), request.POST.get("format", "docx")
    if not form.is_valid() or kind not in FORMATS:
        fields: dict[str, list[object]] = {name: list(errors) for name, errors in form.errors.items()}
        raise Refusal("bad_period", _("Kỳ báo cáo chưa đúng. Hãy chọn lại ngày."), status=422, fields=fields)
    issued = issue_report(period=form.period, by=officer, at=clock.now(), formats=(kind,))
    ((name, data),) = issued.files.items()
    response = HttpResponse(data, content_type=FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
