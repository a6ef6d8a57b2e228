"""A device that a teacher has opened for one class, for an hour: class, then name, then PIN."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from backend import clock
from backend.refusals import Refusal
from schools import access, queries
from schools.actions.login import login_in_room
from schools.actions.room import open_room
from schools.forms import RoomForm, RoomPinForm
from schools.models import SchoolClass, User
from schools.queries.classes import opened_class
from schools.queries.namesakes import apart_in_class
from schools.rules import years
from schools.views.entering import CARD, add_refusal, enter, onward
from schools.views.numbers import number

COOKIE = "room"
LASTS = timedelta(minutes=60)


@dataclass(frozen=True)
class Room:
    """What the signed cookie says."""

    class_id: int
    teacher_id: int
    version: int


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest) -> HttpResponse:
    """For a teacher: open this device. For pupils on an opened device: choose the name."""
    if access.is_staff(request.user):
        return _open(request, request.user)
    school_class = opened_class_of(request)
    if school_class is None:
        return render(request, "schools/room_closed.html")
    return _names(request, school_class, RoomPinForm(pupils=_pupils(school_class)), 200)


def _open(request: HttpRequest, teacher: User) -> HttpResponse:
    school = access.school_to_manage(teacher, number(request.GET.get("school")))
    classes = [
        (row.pk, row.name) for row in queries.classes_of(school, years.start_year(clock.today()), on=clock.today())
    ]
    form = RoomForm(request.POST or None, classes=classes)
    if request.method == "POST" and form.is_valid():
        school_class = access.class_to_manage(teacher, form.cleaned_data["school_class"])
        open_room(school_class=school_class, by=teacher, at=clock.now())
        opened = Room(school_class.pk, teacher.pk, teacher.session_version)
        logout(request)
        response = redirect("schools:room")
        response.set_cookie(
            COOKIE,
            signing.dumps(asdict(opened), salt=COOKIE),
            max_age=LASTS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
    status = 422 if request.method == "POST" else 200
    return render(request, "schools/room_open.html", {"form": form, "school": school}, status=status)


@sensitive_post_parameters("pin")
@never_cache
@require_POST
def room_login(request: HttpRequest) -> HttpResponse:
    """A name and a PIN on an opened device."""
    school_class = opened_class_of(request)
    if school_class is None:
        return redirect("schools:room")
    form = RoomPinForm(request.POST, pupils=_pupils(school_class))
    status = 401
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = login_in_room(class_id=school_class.pk, pupil_id=given["pupil"], pin=given["pin"], at=clock.now())
        except Refusal as refusal:
            status = refusal.status
            add_refusal(form, refusal)
        else:
            enter(request, user, CARD)
            return onward(request, "home")
    return _names(request, school_class, form, status)


@require_POST
def room_close(request: HttpRequest) -> HttpResponse:
    """Closes the device before its hour is over. Anybody at the device may."""
    response = redirect("schools:room")
    response.delete_cookie(COOKIE)
    return response


def opened_class_of(request: HttpRequest) -> SchoolClass | None:
    """The class for which this device stands open."""
    try:
        opened = Room(**signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=LASTS))
    except (signing.BadSignature, TypeError):
        return None
    return opened_class(class_id=opened.class_id, teacher_id=opened.teacher_id, version=opened.version)


def _pupils(school_class: SchoolClass) -> list[tuple[str, str]]:
    """Names to choose from. The class reads them over each other's shoulders: namesakes show no year of birth."""
    apart = apart_in_class(school_class, clock.today(), among_classmates=True)
    return [
        (str(pupil.pk), f"{pupil.full_name} ({words})" if (words := apart.get(pupil.pk)) else pupil.full_name)
        for pupil in queries.pupils_of(school_class, clock.today())
    ]


def _names(request: HttpRequest, school_class: SchoolClass, form: RoomPinForm, status: int) -> HttpResponse:
    context = {"form": form, "school_class": school_class, "title": _("Lớp %(name)s") % {"name": school_class.name}}
    response = render(request, "schools/room.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "600"
    return response
