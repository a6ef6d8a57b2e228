"""How the Department's documents are headed, addressed and signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend import clock
from reports import access
from reports.actions.letterhead import set_letterhead
from reports.forms.reports import LetterheadForm, first_values
from reports.queries.letterhead import letterhead as in_force
from reports.queries.letterhead import newest_letterhead
from reports.rules.wording import short_day


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """The newest values; saving adds a row and touches no report that was frozen."""
    officer = access.desk_to_see(request.user)
    newest = newest_letterhead(is_demo=officer.is_demo)
    if newest is None:
        first = first_values(in_force(is_demo=officer.is_demo))
    else:
        first = {name: getattr(newest, name) for name in LetterheadForm().fields}
        first["plan_day"] = short_day(newest.plan_day) if newest.plan_day else ""
    form = LetterheadForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        changed = set_letterhead(values=form.cleaned_data, by=officer, at=clock.now())
        messages.success(request, _("Đã lưu thể thức văn bản.") if changed else _("Thể thức không có gì thay đổi."))
        return redirect("reports:letterhead")
    context = {"form": form, "newest": newest, "demo": officer.is_demo}
    return render(request, "reports/desk/letterhead.html", context, status=422 if form.errors else 200)
