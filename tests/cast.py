"""The standing cast: two schools with a pupil, a teacher and a leader each, an officer, an admin, an outsider."""

from dataclasses import dataclass

from schools.models import Role, School, SchoolClass, User
from tests.factories import make_class, make_enrolment, make_school, make_user


@dataclass(frozen=True)
class Side:
    """One school and its people."""

    school: School
    school_class: SchoolClass
    pupil: User
    teacher: User
    leader: User


@dataclass(frozen=True)
class Cast:
    """`own` and `other` are the two schools; `outsider` is an account that has been closed."""

    own: Side
    other: Side
    officer: User
    admin: User
    outsider: User


def make_cast() -> Cast:
    own, other = _side("Trường THPT Hồ Thị Kỷ"), _side("Trường THCS - THPT Tân Lộc")
    return Cast(
        own=own,
        other=other,
        officer=make_user(Role.OFFICER, full_name="Trần Thị Cẩm Tú"),
        admin=make_user(Role.ADMIN, full_name="Lê Quốc Ân", is_superuser=True),
        outsider=make_user(Role.TEACHER, school=own.school, full_name="Huỳnh Văn Út", is_active=False),
    )


def _side(name: str) -> Side:
    school = make_school(name=name)
    school_class = make_class(school=school, name="10A1", grade=10)
    pupil = make_enrolment(make_user(school=school, full_name="Danh Thị Bích Trâm"), school_class).pupil
    return Side(
        school=school,
        school_class=school_class,
        pupil=pupil,
        teacher=make_user(Role.TEACHER, school=school, full_name="Phạm Thị Đào"),
        leader=make_user(Role.LEADER, school=school, full_name="Võ Minh Đức"),
    )
