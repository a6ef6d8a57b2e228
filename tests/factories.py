"""People, schools and classes for tests. Plain functions; every argument may be left out."""

import functools
import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from schools.models import DataRequest, Enrolment, Role, School, SchoolClass, Unit, User
from schools.rules import names, years

_numbers = itertools.count(1)
YEAR = 2026
PASSWORD = "mật khẩu dài 2026"
SECOND_FACTOR_AT = datetime(2026, 9, 1, tzinfo=UTC)
PROVINCE_ROLES = {Role.OFFICER, Role.ADMIN}


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    return Unit.objects.create(**{"code": f"u{number}", "name": f"Xã {number}", "kind": "xã", **fields})


def make_school(**fields: Any) -> School:
    number = next(_numbers)
    fields = {"code": f"truong-{number}", "name": f"Trường THPT số {number}", "level": "THPT", **fields}
    return School.objects.create(**{"name_fold": names.fold(fields["name"]), **fields})


def make_user(role: str = Role.PUPIL, school: School | None = None, **fields: Any) -> User:
    """A person; staff get the password `PASSWORD`, pupils none. School people get a school if none is given."""
    number = next(_numbers)
    if school is None and role not in PROVINCE_ROLES:
        school = make_school()
    password = fields.pop("password", None if role == Role.PUPIL else PASSWORD)
    fields = {"username": f"{role}-{number}", "full_name": f"Nguyễn Văn {_letters(number)}", **fields}
    if role in PROVINCE_ROLES and not fields.get("is_demo"):
        fields.setdefault("second_factor_at", SECOND_FACTOR_AT)  # the Department's accounts open nothing without
    user = User(role=role, school=school, password=_hashed(password), **fields)
    user.set_name(fields["full_name"])
    user.save()
    return user


@functools.cache
def _hashed(password: str | None) -> str:
    """The real hash, made once a run: it is slow on purpose."""
    return make_password(password)


def make_class(school: School | None = None, **fields: Any) -> SchoolClass:
    number = next(_numbers)
    return SchoolClass.objects.create(
        **{"school": school or make_school(), "year": YEAR, "name": f"10A{number}", "grade": 10, **fields}
    )


def make_enrolment(pupil: User | None = None, school_class: SchoolClass | None = None, **fields: Any) -> Enrolment:
    """A pupil in a class for the whole school year; both are made where missing, in one school."""
    school_class = school_class or make_class(school=pupil.school if pupil else None)
    pupil = pupil or make_user(school=school_class.school)
    first, last = years.span(school_class.year)
    return Enrolment.objects.create(
        **{"pupil": pupil, "school_class": school_class, "from_day": first, "to_day": last, **fields}
    )


def make_data_request(school: School | None = None, **fields: Any) -> DataRequest:
    """An open request to see data, received on `a_day`."""
    received_on = fields.pop("received_on", a_day())
    due_on = fields.pop("due_on", received_on + timedelta(days=10))
    return DataRequest.objects.create(
        **{
            "kind": "access",
            "asker": "self",
            "school": school or make_school(),
            "received_on": received_on,
            "acknowledge_by": received_on + timedelta(days=2),
            "due_on": due_on,
            "first_due_on": due_on,
            **fields,
        }
    )


def a_day() -> date:
    """A day inside the school year of `make_class`."""
    return date(YEAR, 11, 22)


def _letters(number: int) -> str:
    """A given name unlike the others: names with digits would look odd in pictures."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text.capitalize()
