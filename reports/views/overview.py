"""The Department's desk: the overview.

Plain functions: the server runs them in a thread, so statistics never hold up the event loop. What needs pandas is
imported inside, because it costs a second that no other page and no command should pay.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend import clock
from reports import access
from reports.forms import typed
from reports.queries import shows_demonstration
from reports.rules.definitions import definitions
from reports.views.period import asked_period


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The figures of a period; without one, the school year so far."""
    access.desk_to_see(request.user)
    from reports.official.figures import contents_for  # noqa: PLC0415 - see above

    today, demo = clock.today(), shows_demonstration(request.user)
    asked = asked_period(request.GET, today)
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "demo": demo, "today": today}
    if asked.named is None:
        return render(request, "reports/overview.html", context, status=422)
    period = asked.named.period
    shown = contents_for(period, is_demo=demo, today=today, name=asked.named.name_vi)
    context |= {"shown": shown, "period": typed(period), "definitions": definitions(cut_off=shown.cut_off).values()}
    return render(request, "reports/overview.html", context)
