"""One pupil: classes so far, another class or school, leaving and coming back, a new card; and pupils who arrive."""

from typing import TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from schools import access, queries
from schools.actions.cards import print_sheet
from schools.actions.corrections import correct_pupil
from schools.actions.transfers import leave_school, place_pupil, take_pupil
from schools.forms import ArrivalForm, ClassForm, LeaveForm, PlainForm, PupilForm
from schools.models import Role, School, SchoolClass, User
from schools.queries.classes import classes_from, history
from schools.queries.consents import consents_of
from schools.queries.pages import pupil_lines
from schools.queries.people import PROVINCE
from schools.queries.places import schools_visible
from schools.rules import years
from schools.views.entering import add_refusal
from schools.views.numbers import number

Form = TypeVar("Form", bound=PlainForm)


@login_required
@require_safe
def pupil(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """The pupil's page; for the Department `?school=` names the school whose classes are offered."""
    person = access.pupil_to_manage(request.user, pupil_id)
    return _page(request, person)


@login_required
@require_POST
def pupil_move(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """Into the chosen class; those who had left come back this way."""
    person = access.pupil_to_manage(request.user, pupil_id)
    user = access.staff(request.user) if person.is_active else access.list_keeper(request.user)
    school = _target(request, user, person)
    form = ClassForm(request.POST, classes=_classes(school))
    if form.is_valid():
        row, day = access.class_to_manage(user, form.cleaned_data["school_class"]), form.cleaned_data["day"]
        try:
            place_pupil(pupil=person, school_class=row, day=day, by=user, at=clock.now(), confirmed=form.confirmed)
        except Refusal as refusal:
            again = ClassForm(request.POST, classes=_classes(school), ask=_asks(refusal))
            return _page(request, person, move=_refused(again, refusal), status=refusal.status)
        messages.success(request, _("Đã xếp %(name)s vào lớp %(cls)s.") % {"name": person.full_name, "cls": row.name})
        return redirect("schools:pupil", person.pk)
    return _page(request, person, move=form)


@login_required
@require_POST
def pupil_leave(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """The pupil's last day at the school."""
    user = access.list_keeper(request.user)
    person = access.pupil_to_manage(user, pupil_id)
    form = LeaveForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["day"]
        try:
            leave_school(pupil=person, day=day, by=user, at=clock.now(), confirmed=form.confirmed)
        except Refusal as refusal:
            again = LeaveForm(request.POST, ask=_asks(refusal))
            return _page(request, person, leave=_refused(again, refusal), status=refusal.status)
        messages.success(request, _("Đã ghi %(name)s thôi học. Tài khoản đã đóng.") % {"name": person.full_name})
        return redirect("schools:pupil", person.pk)
    return _page(request, person, leave=form)


@login_required
@require_POST
def pupil_correct(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """Name, birth date, sex and numbers as they should be."""
    person = access.pupil_to_manage(request.user, pupil_id)
    form = PupilForm(request.POST)
    if form.is_valid():
        by = access.staff(request.user)
        try:
            changed = correct_pupil(pupil=person, values=form.cleaned_data, by=by, at=clock.now())
        except Refusal as refusal:
            return _page(request, person, correct=_refused(form, refusal), status=refusal.status)
        messages.success(request, _("Đã sửa thông tin của em.") if changed else _("Không có gì thay đổi."))
        return redirect("schools:pupil", person.pk)
    return _page(request, person, correct=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pupil_card(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """First says that the old card stops; then gives the PDF of the one new card."""
    person = access.pupil_to_manage(request.user, pupil_id)
    at = clock.now()
    if request.method != "POST":
        [line] = pupil_lines([person], at)
        context = {"pupil": person, "line": line, "demo": person.is_demo}
        return render(request, "schools/pupil_card.html", context)
    if not person.is_active:
        raise Refusal("pupil_left", _("Em này đã thôi học nên không in thẻ mới."), status=409)
    pdf = print_sheet(
        pupils=[person],
        by=access.staff(request.user),
        at=at,
        public_url=settings.PUBLIC_URL,
        request_url=f"{request.scheme}://{request.get_host()}",
        title=_("Thẻ đăng nhập"),
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="the-{person.pk}-{timezone.localtime(at):%Y%m%d-%H%M}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: HttpRequest) -> HttpResponse:
    """A pupil who comes from another school, found by the ministry's number and the birth date."""
    user = access.taker(request.user)
    school = access.school_to_manage(user, None)
    form = ArrivalForm(request.POST or None, classes=_classes(school), initial={"day": clock.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            row = access.class_to_manage(user, given.pop("school_class"))
            try:
                enrolment = take_pupil(**given, school_class=row, by=user, at=clock.now(), confirmed=form.confirmed)
            except Refusal as refusal:
                status = refusal.status
                form = ArrivalForm(request.POST, classes=_classes(school), ask=_asks(refusal))
                _refused(form, refusal)
            else:
                named = {"name": enrolment.pupil.full_name, "cls": row.name}
                messages.success(request, _("Đã nhận %(name)s vào lớp %(cls)s. Hãy in thẻ mới cho em.") % named)
                return redirect("schools:pupil", enrolment.pupil_id)
    context = {"form": form, "school": school, "demo": school.is_demo}
    return render(request, "schools/arrivals.html", context, status=status)


def _target(request: HttpRequest, user: User, person: User) -> School:
    """The school whose classes are offered: the pupil's own, or for the Department the one named."""
    asked = number(request.GET.get("school"))
    return access.school_to_manage(user, asked if asked and user.role in PROVINCE else person.school_id)


def _classes(school: School) -> list[SchoolClass]:
    return classes_from(school, years.start_year(clock.today()))


def _asks(refusal: Refusal) -> bool:
    return refusal.code == "history_goes"


def _refused(form: Form, refusal: Refusal) -> Form:
    """The form again as typed, with what the action said."""
    form.full_clean()
    add_refusal(form, refusal)
    return form


def _page(
    request: HttpRequest,
    person: User,
    *,
    move: ClassForm | None = None,
    leave: LeaveForm | None = None,
    correct: PupilForm | None = None,
    status: int = 422,
) -> HttpResponse:
    user = access.staff(request.user)
    school = _target(request, user, person)
    keeper = user.role in (Role.LEADER, *PROVINCE)
    today = {"day": clock.today()}
    [line] = pupil_lines([person], clock.now())
    context = {
        "pupil": person,
        "line": line,
        "target": school,
        "schools": schools_visible(user).filter(is_demo=person.is_demo) if user.role in PROVINCE else [],
        "move": (move or ClassForm(classes=_classes(school), initial=today)) if person.is_active or keeper else None,
        "leave": (leave or LeaveForm(initial=today)) if keeper and person.is_active else None,
        "correct": correct or PupilForm(initial={name: getattr(person, name) for name in PupilForm.base_fields}),
        "history": history(person),
        "consents": consents_of(person),
        "shows_name": bool(queries.shows_name([person.pk])),
        "demo": person.is_demo,
    }
    return render(request, "schools/pupil.html", context, status=status if move or leave or correct else 200)
