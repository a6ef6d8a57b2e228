"""Pupils who change class or school, leave, and come back. What was stays in the enrolments."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend import clock
from backend.refusals import NotAllowed, Refusal
from schools.actions import trail
from schools.models import Enrolment, Role, SchoolClass, User
from schools.queries.people import PROVINCE
from schools.queries.sitting import sitting
from schools.rules import names, years


@transaction.atomic
def place_pupil(
    *, pupil: User, school_class: SchoolClass, day: date, by: User, at: datetime, confirmed: bool = False
) -> Enrolment:
    """Into a class from a day on: another class, back after leaving, or (by the Department) in another school.

    A day before classes that the pupil has been in since takes these out of the history: refused with 409
    `history_goes` unless it is confirmed, since it may be a slip of the pen. The same holds for the other two ways.
    """
    if school_class.school_id != pupil.school_id and by.role not in PROVINCE:
        raise NotAllowed(_("Chuyển em sang trường khác do Sở hoặc trường nhận làm."))
    return _place(pupil, school_class, day, by, at, confirmed=confirmed)


@transaction.atomic
def take_pupil(
    *,
    ministry_id: str,
    birth_date: date,
    school_class: SchoolClass,
    day: date,
    by: User,
    at: datetime,
    confirmed: bool = False,
) -> Enrolment:
    """The taking school finds the pupil by the ministry's number and the birth date, never by name.

    A pupil whose birth date is not known is not found: the number alone can be guessed. Every reason not to find one
    sounds the same: nothing is said about pupils of other schools.
    """
    number = names.clean(ministry_id)
    known = {"ministry_id": number, "birth_date": birth_date, "is_demo": school_class.school.is_demo}
    found = User.objects.filter(role=Role.PUPIL, **known).exclude(school=school_class.school_id)
    pupil = found.first() if number else None
    if pupil is None:
        sentence = _("Không có em nào ở trường khác khớp cả mã định danh và ngày sinh này.")
        raise Refusal("no_such_pupil", sentence, status=404, fields={"ministry_id": [sentence]})
    return _place(pupil, school_class, day, by, at, confirmed=confirmed)


@transaction.atomic
def leave_school(*, pupil: User, day: date, by: User, at: datetime, confirmed: bool = False) -> None:
    """The pupil's last day. The account closes at once and opens again when the pupil is placed in a class."""
    _refuse_while_sitting(pupil)
    _end(pupil, Q(), day + timedelta(days=1), confirmed=confirmed)
    _renew(pupil, is_active=False)
    trail.record(at=at, actor=by, act="pupil_left", subject=pupil.username, school=pupil.school, note=f"{day}")


def _place(pupil: User, school_class: SchoolClass, day: date, by: User, at: datetime, *, confirmed: bool) -> Enrolment:
    _refuse_while_sitting(pupil)
    if pupil.deidentified_at is not None:
        raise Refusal(
            "pupil_deidentified", _("Tài khoản này đã được bỏ danh tính nên không xếp lớp được nữa."), status=409
        )
    if pupil.is_demo != school_class.school.is_demo:
        raise NotAllowed(_("Số liệu minh họa và số liệu thật không chuyển qua lại được."))
    first, last = years.span(school_class.year)
    if day < first <= clock.day_of(at):
        sentence = _("Năm học của lớp này bắt đầu ngày %(day)s. Hãy xem lại năm.") % {"day": f"{first:%d/%m/%Y}"}
        raise Refusal("day_before_year", sentence, status=422, fields={"day": [sentence]})
    start = min(max(day, first), last)
    came_from = pupil.school
    if school_class.school_id == pupil.school_id:
        _end(pupil, Q(school_class__year=school_class.year) & ~Q(school_class=school_class), start, confirmed=confirmed)
    else:
        _end(pupil, ~Q(school_class__school=school_class.school_id), start, confirmed=confirmed)
        # the school's own number means nothing elsewhere, and may belong to somebody there
        pupil.school, pupil.pupil_code = school_class.school, ""
    enrolment, _new = Enrolment.objects.update_or_create(
        pupil=pupil,
        school_class=school_class,
        defaults={"to_day": last},
        create_defaults={"from_day": start, "to_day": last},
    )
    _correct_day(enrolment, start)
    _renew(pupil, is_active=True)
    note = f"{came_from.code if came_from else ''} → {school_class.school.code} {school_class.name} from {start}"
    schools = {school.pk: school for school in (came_from, school_class.school) if school}
    for school in schools.values():  # both schools read it in their own trail
        trail.record(at=at, actor=by, act="pupil_placed", subject=pupil.username, school=school, note=note)
    return enrolment


def _correct_day(enrolment: Enrolment, start: date) -> None:
    """The same move with another day: the class before ends the day before it, earlier or later than was said."""
    if start > enrolment.from_day:
        before = Enrolment.objects.filter(pupil=enrolment.pupil, to_day=enrolment.from_day - timedelta(days=1))
        if not before.filter(school_class__year=enrolment.school_class.year).update(to_day=start - timedelta(days=1)):
            return  # there since the year began or since coming to the school: no move to correct
    if start != enrolment.from_day:
        enrolment.from_day = start
        enrolment.save(update_fields=["from_day"])


def _refuse_while_sitting(pupil: User) -> None:
    if sitting([pupil.pk]):
        raise Refusal(
            "pupil_is_sitting", _("Em này đang làm bài. Hãy chờ em nộp bài hoặc hết giờ rồi làm lại."), status=409
        )


def _end(pupil: User, which: Q, start: date, *, confirmed: bool) -> None:
    """Ends enrolments the day before `start`; one that would not have held a day goes. Later ones go only when that
    is meant."""
    rows = Enrolment.objects.filter(which, pupil=pupil)
    later = rows.filter(from_day__gt=start).select_related("school_class").order_by("from_day")
    if later and not confirmed:
        told = ", ".join(f"{row.school_class.name} ({row.from_day:%d/%m/%Y})" for row in later)
        sentence = _("Sau ngày này em còn học %(classes)s. Ghi ngày này thì các lớp ấy không còn trong hồ sơ.")
        raise Refusal("history_goes", sentence % {"classes": told}, fields={"day": [sentence % {"classes": told}]})
    rows.filter(from_day__gte=start).delete()
    rows.filter(Q(to_day__isnull=True) | Q(to_day__gte=start)).update(to_day=start - timedelta(days=1))


def _renew(pupil: User, *, is_active: bool) -> None:
    """Whatever a session was opened for has changed: the pupil comes in again by the card."""
    pupil.is_active = is_active
    pupil.session_version += 1
    pupil.save(update_fields=["school", "pupil_code", "is_active", "session_version"])
