"""Numbers of pupils of a school, entered with day and source."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend import clock
from schools import access
from schools.actions.headcounts import enter_headcount
from schools.forms import HeadcountForm
from schools.queries.headcounts import entered_for
from schools.queries.places import schools_visible


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def headcounts(request: HttpRequest) -> HttpResponse:
    """The form and the figures entered so far (of the school named by `?school=` for the Department)."""
    user = access.headcount_keeper(request.user)
    asked = request.GET.get("school", "")
    form = HeadcountForm(request.POST or None, by=user, initial={"school": asked, "as_of": clock.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            chosen = given.pop("school", None)
            school = access.school_to_manage(user, chosen.pk if chosen else None)
            enter_headcount(**given, school=school, by=user, at=clock.now())
            messages.success(request, _("Đã lưu sĩ số của %(school)s.") % {"school": school.name})
            return redirect(reverse("schools:headcounts") + ("" if user.school_id else f"?school={school.pk}"))
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    shown = schools_visible(user).filter(pk=user.school_id or number).first()
    context = {"form": form, "school": shown, "figures": entered_for(shown) if shown else []}
    return render(request, "schools/headcounts.html", context, status=status)
