"""Classes and pupils of a school; for the Department first the list of schools."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from schools import access, queries
from schools.actions.cards import open_card, print_sheet
from schools.models import School, User
from schools.models.export import ExportKind
from schools.queries.consents import consent_counts
from schools.queries.pages import ClassPage, PupilLine, class_page, pupil_lines, school_lines
from schools.rules import names, years
from schools.views.exporting import hand_out
from schools.views.numbers import number, numbers

A_PAGE = 50


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The own school, or for the Department the schools and, with `?school=`, one of them."""
    user = access.staff(request.user)
    asked = request.GET.get("school", "")
    if not user.school_id and not asked:
        return _schools(request, user)
    school = access.school_to_manage(user, number(asked))
    text = names.clean(request.GET.get("q", ""))[:100]
    on = clock.today()
    context = {
        "school": school,
        "unit": queries.unit_of(school, on),
        "classes": queries.classes_of(school, years.start_year(on), on=on),
        "year": years.label(years.start_year(on)),
        "q": text,
        "found": _found(user, school, text) if text else None,
        "demo": school.is_demo,
    }
    return render(request, "schools/people.html", context)


def _found(user: User, school: School, text: str) -> list[PupilLine]:
    pupils = queries.found(queries.pupils_visible(user).filter(school=school), text)
    return pupil_lines(pupils[:A_PAGE], clock.now())


def _schools(request: HttpRequest, user: User) -> HttpResponse:
    text = names.clean(request.GET.get("q", ""))[:100]
    page = Paginator(school_lines(user, text), A_PAGE).get_page(request.GET.get("page"))
    units = queries.units_of([school.pk for school in page], clock.today())
    lines = [(school, units.get(school.pk)) for school in page]
    return render(request, "schools/schools.html", {"page": page, "lines": lines, "q": text})


@login_required
@require_safe
def school_class(request: HttpRequest, class_id: int) -> HttpResponse:
    """One class with its pupils and their cards."""
    row = access.class_to_manage(request.user, class_id)
    return _class_page(request, class_page(row, clock.now()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, class_id: int) -> HttpResponse:
    """First says what printing replaces; then gives the PDF. Secrets exist in it and nowhere else."""
    row = access.class_to_manage(request.user, class_id)
    user, at = access.staff(request.user), clock.now()
    page = class_page(row, at)
    if request.method != "POST":
        return _class_page(request, page, "schools/cards.html")
    wanted = numbers(request.POST.getlist("pupil"))
    pupils = [line.pupil for line in page.lines if not wanted or line.pupil.pk in wanted]
    hand_out(request, what=ExportKind.CARDS, rows=len(pupils), subject=row.name, school=row.school)
    title = _("Thẻ đăng nhập lớp %(name)s") % {"name": row.name}
    pdf = print_sheet(
        pupils=pupils, by=user, at=at, public_url=settings.PUBLIC_URL, request_url=_own_address(request), title=title
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="the-{row.pk}-{timezone.localtime(at):%Y%m%d-%H%M}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def card_open(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """A teacher's click opens a card that wrong PINs have closed."""
    pupil = access.pupil_to_manage(request.user, pupil_id)
    open_card(pupil=pupil, by=access.staff(request.user), at=clock.now())
    messages.success(request, _("Đã mở lại thẻ của %(name)s.") % {"name": pupil.full_name})
    found = queries.current_class(pupil, clock.today())
    return redirect("schools:class", found.pk) if found else redirect("schools:people")


def _class_page(request: HttpRequest, page: ClassPage, template: str = "schools/class.html") -> HttpResponse:
    counts = consent_counts([line.pupil.pk for line in page.lines])
    return render(request, template, {"page": page, "counts": counts, "demo": page.school_class.school.is_demo})


def _own_address(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
