"""The register of requests about personal data: the list with what is late on top, a new line, and one request."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import Refusal
from schools import access
from schools.actions.data_requests import acknowledge_request, answer_request, extend_request, record_request
from schools.forms import AnswerForm, ExtendForm, PlainForm, RequestForm
from schools.models import DataRequest, Role, User
from schools.queries.data_requests import in_order, late_requests, line_of, requests_visible
from schools.queries.people import PROVINCE
from schools.rules import due_days
from schools.views.entering import add_refusal
from schools.views.numbers import number

A_PAGE = 50


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The register, open ones first, the nearest day on top."""
    user, today = access.list_keeper(request.user), clock.today()
    page = Paginator(in_order(requests_visible(user)), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line_of(row, today) for row in page],
        "late": late_requests(user, today),
        "demo": user.is_demo,
    }
    return render(request, "schools/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """A new line; `?person=` names a pupil whose page it was begun from."""
    user = access.list_keeper(request.user)
    pupil_id = number(request.POST.get("person") or request.GET.get("person"))
    person = access.pupil_to_manage(user, pupil_id) if pupil_id else None
    form = RequestForm(request.POST or None, by=user, person=person, initial={"received_on": clock.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = {"person_name": "", "school": None, **form.cleaned_data}
            school = person.school if person else given["school"] or user.school
            try:
                made = record_request(
                    **{**given, "school": school},
                    person=person,
                    holidays=settings.HOLIDAYS,
                    by=user,
                    at=clock.now(),
                )
            except Refusal as refusal:
                status = refusal.status
                add_refusal(form, refusal)
            else:
                messages.success(
                    request, _("Đã ghi vào sổ. Hạn trả lời: %(day)s.") % {"day": f"{made.due_on:%d/%m/%Y}"}
                )
                return redirect("schools:request", made.pk)
    context = {"form": form, "person": person, "demo": user.is_demo}
    return render(request, "schools/requests_new.html", context, status=status)


@login_required
@require_safe
def request_one(request: HttpRequest, data_request_id: int) -> HttpResponse:
    """One request: its terms, what was done, and the ways to do what it asks for."""
    return _page(request, access.data_request_to_keep(request.user, data_request_id))


@login_required
@require_POST
def request_acknowledge(request: HttpRequest, data_request_id: int) -> HttpResponse:
    """The asker has been told that it came."""
    row = access.data_request_to_keep(request.user, data_request_id)
    acknowledge_request(request=row, by=access.staff(request.user), at=clock.now())
    messages.success(request, _("Đã ghi ngày báo cho người yêu cầu."))
    return redirect("schools:request", row.pk)


@login_required
@require_POST
def request_extend(request: HttpRequest, data_request_id: int) -> HttpResponse:
    """A later day, once."""
    row = access.data_request_to_keep(request.user, data_request_id)
    form, by = ExtendForm(request.POST), access.staff(request.user)
    return _acted(
        request,
        row,
        "extend",
        form,
        lambda: extend_request(request=row, **form.cleaned_data, by=by, at=clock.now()),
        _("Đã gia hạn."),
    )


@login_required
@require_POST
def request_answer(request: HttpRequest, data_request_id: int) -> HttpResponse:
    """What the asker was told; closes the request."""
    row = access.data_request_to_keep(request.user, data_request_id)
    form, by = AnswerForm(request.POST), access.staff(request.user)

    def answer() -> None:
        given = form.cleaned_data
        answer_request(request=row, done=given["done"] == "1", answer=given["answer"], by=by, at=clock.now())

    return _acted(request, row, "answer", form, answer, _("Đã ghi câu trả lời."))


def _acted(
    request: HttpRequest, row: DataRequest, name: str, form: PlainForm, act: Callable[[], object], said: str
) -> HttpResponse:
    """Does it and goes back to the request; else the page with the form as it was sent."""
    status = 422
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            status = refusal.status
            add_refusal(form, refusal)
        else:
            messages.success(request, said)
            return redirect("schools:request", row.pk)
    return _page(request, row, status=status, **{name: form})


def _page(request: HttpRequest, row: DataRequest, *, status: int = 200, **forms: PlainForm) -> HttpResponse:
    user = access.staff(request.user)
    row.refresh_from_db()
    context = {
        "line": line_of(row, clock.today()),
        "row": row,
        "steps": row.steps.select_related("by"),
        "pupil": _pupil_of(row, user),
        "answer": forms.get("answer") or AnswerForm(auto_id="answer_%s"),
        "extend": forms.get("extend") or ExtendForm(auto_id="extend_%s"),
        "latest": due_days.latest_extension(row.first_due_on),
        "in_province": user.role in PROVINCE,
        "demo": row.is_demo,
    }
    return render(request, "schools/requests_one.html", context, status=status)


def _pupil_of(row: DataRequest, user: User) -> User | None:
    """The pupil it is about, where whoever reads it keeps that pupil's page."""
    person = row.person
    if person is None or person.role != Role.PUPIL or person.deidentified_at is not None:
        return None
    return person if user.role in PROVINCE or person.school_id == user.school_id else None
