"""Consents of a class: the table with what holds, entry from signed forms, withdrawal, and the form to print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend import clock
from backend.refusals import NotAllowed, Refusal
from schools import access, queries
from schools.actions.consents import Tick, record_consents, withdraw_consent
from schools.forms import SignedForm
from schools.models import Role, SchoolClass, User
from schools.models.export import ExportKind
from schools.models.record import GivenBy, Purpose
from schools.queries.consents import CELLS, consent_counts, consent_lines
from schools.queries.namesakes import apart_in_class
from schools.rules.consents import TEXT_VERSION
from schools.views.entering import add_refusal
from schools.views.exporting import hand_out
from schools.views.numbers import number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, class_id: int) -> HttpResponse:
    """Ticks are empty boxes; what holds already shows its day. Saving adds, it never takes away."""
    row = access.class_to_manage(request.user, class_id)
    form = SignedForm(request.POST or None, initial={"signed_on": clock.today()})
    if request.method != "POST":
        return _page(request, row, form)
    if not form.is_valid():
        return _page(request, row, form, 422)
    pupils = queries.pupils_of(row, clock.today())
    try:
        count = record_consents(
            school_class=row,
            pupils=list(pupils),
            ticks=_ticks(request.POST.getlist("tick")),
            signed_on=form.cleaned_data["signed_on"],
            by=access.staff(request.user),
            at=clock.now(),
        )
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _page(request, row, form, refusal.status)
    sentence = ngettext("Đã ghi %(n)s sự đồng ý mới.", "Đã ghi %(n)s sự đồng ý mới.", count) % {"n": count}
    messages.success(request, sentence)
    return redirect("schools:consents", row.pk)


@login_required
@require_safe
def consent_form(request: HttpRequest, class_id: int) -> HttpResponse:
    """The form to print, one page a pupil; with `?blank=1` one page without a name."""
    row = access.class_to_manage(request.user, class_id)
    blank = request.GET.get("blank") == "1"
    pupils = [] if blank else list(queries.pupils_of(row, clock.today()))
    if not blank:
        hand_out(request, what=ExportKind.CONSENTS, rows=len(pupils), subject=row.name, school=row.school)
    apart = apart_in_class(row, clock.today())
    forms: list[tuple[User | None, str]] = (
        [(None, "")] if blank else [(pupil, apart.get(pupil.pk, "")) for pupil in pupils]
    )
    context = {"school_class": row, "forms": forms, "version": TEXT_VERSION, "demo": row.school.is_demo}
    return render(request, "schools/consent_form.html", context)


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, pupil_id: int) -> HttpResponse:
    """From the pupil's page: this consent no longer holds."""
    person = access.pupil_to_manage(request.user, pupil_id)
    purpose, giver = request.POST.get("purpose", ""), request.POST.get("given_by", "")
    done = withdraw_consent(
        pupil=person, purpose=purpose, given_by=giver, by=access.staff(request.user), at=clock.now()
    )
    if done:
        messages.success(request, _("Đã ghi việc rút lại. Sự đồng ý này không còn hiệu lực."))
    else:
        messages.info(request, _("Sự đồng ý này không có hoặc đã được rút từ trước."))
    return redirect("schools:pupil", person.pk)


@login_required
@require_POST
def own_consent_withdraw(request: HttpRequest) -> HttpResponse:
    """A pupil takes back the own consent; the representative's stays as it is, and alone it shows no name."""
    user = request.user
    if not isinstance(user, User) or user.role != Role.PUPIL:
        raise NotAllowed(_("Mục này dành cho học sinh."))
    purpose = request.POST.get("purpose", "")
    if withdraw_consent(pupil=user, purpose=purpose, given_by=GivenBy.CHILD, by=user, at=clock.now()):
        messages.success(request, _("Đã rút lại. Từ bây giờ sự đồng ý này của em không còn hiệu lực."))
    return redirect("schools:account")


def _ticks(texts: list[str]) -> set[Tick]:
    """`pupil:purpose:given by` of each ticked box; anything else is no tick."""
    found = set()
    for text in texts:
        parts = text.split(":")
        if len(parts) == 3 and (pupil := number(parts[0])):
            found.add((pupil, parts[1], parts[2]))
    return found


def _page(request: HttpRequest, row: SchoolClass, form: SignedForm, status: int = 200) -> HttpResponse:
    pupils = list(queries.pupils_of(row, clock.today()))
    labels, givers = dict(Purpose.choices), dict(GivenBy.choices)
    context = {
        "school_class": row,
        "lines": consent_lines(pupils, apart_in_class(row, clock.today())),
        "heads": [(labels[purpose], givers[giver]) for purpose, giver in CELLS],
        "counts": consent_counts([pupil.pk for pupil in pupils]),
        "form": form,
        "version": TEXT_VERSION,
        "demo": row.school.is_demo,
    }
    return render(request, "schools/consents.html", context, status=status)
