"""Gates: the object for those who may, 404 outside a person's scope, 403 for a known act of the wrong role."""

from typing import TypeGuard

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, NotThere
from schools.models import DataRequest, Role, School, SchoolClass, User
from schools.queries.data_requests import requests_visible
from schools.queries.people import PROVINCE, STAFF, people_visible
from schools.queries.places import schools_visible

Visitor = User | AnonymousUser
# Who opens accounts for whom: only downward, except that administrators name each other.
MAKES: dict[str, frozenset[str]] = {
    Role.LEADER: frozenset({Role.TEACHER}),
    Role.OFFICER: frozenset({Role.LEADER, Role.OFFICER}),
    Role.ADMIN: frozenset({Role.TEACHER, Role.LEADER, Role.OFFICER, Role.ADMIN}),
}


def is_staff(user: Visitor) -> TypeGuard[User]:
    return isinstance(user, User) and user.is_active and user.role in STAFF


def staff(user: Visitor) -> User:
    """Whoever works with classes and people: teachers, leaders, the Department."""
    if not is_staff(user):
        raise NotAllowed(_("Trang này dành cho thầy cô và cán bộ."))
    return user


def staff_maker(user: Visitor) -> User:
    """Those who may open accounts for others."""
    if staff(user).role not in MAKES:
        raise NotAllowed(_("Chỉ lãnh đạo trường và Sở được lập tài khoản cho người khác."))
    return staff(user)


def headcount_keeper(user: Visitor) -> User:
    """Those who may enter numbers of pupils: leaders for their school, the Department for every school."""
    if staff(user).role not in (Role.LEADER, *PROVINCE):
        raise NotAllowed(_("Chỉ lãnh đạo trường và Sở được nhập sĩ số."))
    return staff(user)


def list_keeper(user: Visitor) -> User:
    """Those who decide who belongs to a school: its leaders, and the Department."""
    if staff(user).role not in (Role.LEADER, *PROVINCE):
        raise NotAllowed(_("Việc này do lãnh đạo trường và Sở làm."))
    return staff(user)


def taker(user: Visitor) -> User:
    """Those who take pupils from another school; the Department moves them on the pupil's own page."""
    if staff(user).role != Role.LEADER:
        raise NotAllowed(_("Chỉ lãnh đạo trường nhận học sinh chuyển đến."))
    return staff(user)


def province(user: Visitor) -> User:
    """The Department."""
    if staff(user).role not in PROVINCE:
        raise NotAllowed(_("Việc này do Sở làm."))
    return staff(user)


def school_to_manage(user: Visitor, school_id: int | None) -> School:
    """The school whose lists a person keeps; the own one when none is named."""
    person = staff(user)
    school = schools_visible(person).filter(pk=school_id or person.school_id or 0).first()
    if school is None:
        raise NotThere(_("Không tìm thấy trường này trong phạm vi của thầy cô."))
    return school


def class_to_manage(user: Visitor, class_id: int) -> SchoolClass:
    """A class in scope, with its school."""
    person = staff(user)
    row = SchoolClass.objects.filter(pk=class_id, school__in=schools_visible(person)).select_related("school").first()
    if row is None:
        raise NotThere(_("Không tìm thấy lớp này trong phạm vi của thầy cô."))
    return row


def pupil_to_manage(user: Visitor, pupil_id: int) -> User:
    """A pupil in scope."""
    pupil = people_visible(staff(user)).filter(pk=pupil_id, role=Role.PUPIL).select_related("school").first()
    if pupil is None:
        raise NotThere(_("Không tìm thấy học sinh này trong phạm vi của thầy cô."))
    return pupil


def staff_to_manage(user: Visitor, user_id: int) -> User:
    """A member of staff whose account this person keeps: somebody below, never oneself."""
    person = staff_maker(user)
    other = people_visible(person).filter(pk=user_id, role__in=STAFF).select_related("school").first()
    if other is None:
        raise NotThere(_("Không tìm thấy người này trong phạm vi của thầy cô."))
    if other.pk == person.pk or other.role not in MAKES[person.role]:
        raise NotAllowed(_("Tài khoản này không do thầy cô quản lý."))
    return other


def owes_second_factor(user: Visitor) -> bool:
    """The Department's accounts without a second factor, where this installation asks for one.

    Demonstration accounts, whose password lies in a file, go without: they see nothing real.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not isinstance(user, User):
        return False
    return user.role in PROVINCE and not user.is_demo and user.second_factor_at is None


def factor_to_reset(user: Visitor, user_id: int) -> User:
    """Somebody else's account whose second factor an administrator takes off."""
    if staff(user).role != Role.ADMIN:
        raise NotAllowed(_("Việc này do quản trị làm."))
    return staff_to_manage(user, user_id)


def export_watcher(user: Visitor) -> User:
    """Those who read which lists have left: leaders of their school's accounts, administrators of all."""
    if staff(user).role not in (Role.LEADER, Role.ADMIN):
        raise NotAllowed(_("Trang này dành cho lãnh đạo trường và quản trị."))
    return staff(user)


def data_request_to_keep(user: Visitor, data_request_id: int) -> DataRequest:
    """A request of the register in scope."""
    found = requests_visible(list_keeper(user)).filter(pk=data_request_id).first()
    if found is None:
        raise NotThere(_("Không tìm thấy yêu cầu này trong phạm vi của thầy cô."))
    return found
