"""Schools put into communes, by the Department."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend import clock
from backend.refusals import Refusal
from schools import access, queries
from schools.actions.placements import place_school
from schools.forms import PlaceForm
from schools.queries.places import (
    commune_label,
    communes_on,
    placements_of,
    schools_found,
    schools_visible,
    schools_without_unit,
)
from schools.rules import names
from schools.views.entering import add_refusal

A_PAGE = 50


@login_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Schools without a unit today; with `?all=1` every school."""
    user = access.province(request.user)
    on, every = clock.today(), request.GET.get("all") == "1"
    text = names.clean(request.GET.get("q", ""))[:100]
    visible = schools_visible(user)
    waiting = schools_without_unit(visible, on)
    page = Paginator(schools_found(visible if every else waiting, text), A_PAGE).get_page(request.GET.get("page"))
    units = queries.units_of([school.pk for school in page], on)
    context = {
        "page": page,
        "lines": [(school, units.get(school.pk)) for school in page],
        "waiting": waiting.count(),
        "every": every,
        "q": text,
        "demo": user.is_demo,
    }
    return render(request, "schools/places.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, school_id: int) -> HttpResponse:
    """One school: where it has lain, and the form for another commune from a day on."""
    user = access.province(request.user)
    school = access.school_to_manage(user, school_id)
    form = PlaceForm(request.POST or None, initial={"from_day": clock.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                placed = place_school(
                    school=school, unit=given["unit"], from_day=given["from_day"], by=user, at=clock.now()
                )
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                told = {"school": school.name, "unit": placed.unit.name}
                messages.success(request, _("Đã xếp %(school)s vào %(unit)s.") % told)
                return redirect("schools:places")
    communes = [(commune_label(unit), unit.parent.name if unit.parent else "") for unit in communes_on(clock.today())]
    context = {
        "form": form,
        "school": school,
        "communes": communes,
        "placements": placements_of(school),
        "demo": school.is_demo,
    }
    return render(request, "schools/place.html", context, status=status)
