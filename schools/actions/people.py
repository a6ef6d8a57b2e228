"""Staff accounts: opened from above with a printed one-time code; passwords, and signing out everywhere."""

import re
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from backend.refusals import NotAllowed, Refusal
from schools.access import MAKES
from schools.actions import trail
from schools.actions.tokens import revoke_all
from schools.models import Role, School, StaffCode, User
from schools.rules import codes, names
from schools.rules.hashing import stored_secret

CODE_LIVES = timedelta(hours=24)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
SCHOOL_ROLES = {Role.TEACHER, Role.LEADER}


@transaction.atomic
def create_staff(
    *, by: User | None, role: str, full_name: str, username: str = "", school: School | None = None, at: datetime
) -> tuple[User, str]:
    """A new account without a password and the code to print. `by=None` is the command line of the server."""
    if by is not None and role not in MAKES.get(by.role, frozenset()):
        raise NotAllowed(_("Thầy cô không lập được tài khoản loại này."))
    if by is not None and by.role == Role.LEADER:
        school = by.school
    school = school if role in SCHOOL_ROLES else None
    if role in SCHOOL_ROLES and school is None:
        raise _invalid("school", _("Hãy chọn trường."))
    name = _checked_name(full_name)
    is_demo = bool((school and school.is_demo) or (by and by.is_demo))
    user = User.objects.create_user(
        username=_free_username(username, name),
        full_name=name,
        role=role,
        school=school,
        is_superuser=role == Role.ADMIN and not is_demo,
        is_demo=is_demo,
        created_at=at,
    )
    trail.record(at=at, actor=by, act="staff_created", subject=user.username, school=school, note=role)
    return user, _new_code(user, by, at)


@transaction.atomic
def reset_staff(*, user: User, by: User | None, at: datetime) -> str:
    """Takes the password away, ends every session and token, and gives a new one-time code to print."""
    if not user.is_active:  # the code would be printed and then open nothing
        raise Refusal(
            "account_closed",
            _("Tài khoản này đang đóng nên chưa cấp mã được. Hãy mở lại tài khoản trước."),
            status=409,
        )
    user.set_unusable_password()
    user.session_version += 1
    user.save(update_fields=["password", "session_version"])
    revoke_all(user=user, at=at)
    trail.record(at=at, actor=by, act="staff_reset", subject=user.username, school=user.school)
    return _new_code(user, by, at)


def _new_code(user: User, by: User | None, at: datetime) -> str:
    """Older codes of the same person stop working."""
    StaffCode.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    code = codes.staff_code()
    StaffCode.objects.create(
        user=user, code_hash=stored_secret(code), made_by=by, made_at=at, expires_at=at + CODE_LIVES
    )
    return code


@transaction.atomic
def use_staff_code(*, username: str, code: str, password: str, at: datetime) -> User:
    """Sets the password with a one-time code. Wrong, used and old codes get the same answer."""
    name = names.clean(username).casefold()
    hashed = stored_secret(codes.typed_code(code))
    rows = StaffCode.objects.filter(code_hash=hashed, used_at__isnull=True, expires_at__gt=at, user__username=name)
    found = rows.filter(user__is_active=True).select_related("user__school").first()
    if found is None:
        raise Refusal(
            "code_unusable",
            _("Tên hoặc mã này không dùng được: gõ nhầm, mã đã dùng, hoặc đã quá 24 giờ. Hãy xin mã mới."),
            status=410,
        )
    _check_password(password, found.user)
    if not StaffCode.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=at):
        raise Refusal("code_unusable", _("Mã này vừa được dùng. Hãy xin mã mới."), status=410)
    _set_password(found.user, password, at)
    trail.record(at=at, actor=found.user, act="password_set", subject=name, school=found.user.school)
    return found.user


@transaction.atomic
def change_password(*, user: User, old: str, new: str, at: datetime) -> User:
    """A new password; every other session ends, and every token. The caller keeps its own by signing it anew."""
    if len(old) > 256 or not user.check_password(old):
        raise _invalid("old", _("Mật khẩu hiện tại chưa đúng."))
    _check_password(new, user, field="new")
    _set_password(user, new, at)
    trail.record(at=at, actor=user, act="password_changed", subject=user.username, school=user.school)
    return user


@transaction.atomic
def sign_out_everywhere(*, user: User, at: datetime) -> None:
    """Ends every session and token of this person, the present session too."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    revoke_all(user=user, at=at)
    trail.record(at=at, actor=user, act="signed_out_everywhere", subject=user.username, school=user.school)


@transaction.atomic
def set_active(*, user: User, active: bool, by: User, at: datetime) -> None:
    """Closes or opens an account again; closing ends its sessions, its tokens and its unused codes."""
    User.objects.filter(pk=user.pk).update(is_active=active, session_version=F("session_version") + 1)
    revoke_all(user=user, at=at)
    if not active:
        StaffCode.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    act = "staff_opened" if active else "staff_closed"
    trail.record(at=at, actor=by, act=act, subject=user.username, school=user.school)


def _set_password(user: User, password: str, at: datetime) -> None:
    user.set_password(password)
    user.session_version += 1
    user.save(update_fields=["password", "session_version"])
    revoke_all(user=user, at=at)


def _check_password(password: str, user: User, field: str = "password") -> None:
    if len(password) > 256 or "\x00" in password:
        raise _invalid(field, _("Mật khẩu dài tối đa 256 ký tự."))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal("invalid", _("Mật khẩu chưa đạt."), status=400, fields={field: list(error.messages)}) from None


def _checked_name(full_name: str) -> str:
    name = names.clean(full_name)
    if not any(sign.isalpha() for sign in name) or len(name) > 120:
        raise _invalid("full_name", _("Hãy nhập họ và tên (tối đa 120 ký tự)."))
    return name


def _free_username(wanted: str, full_name: str) -> str:
    """The wanted name if it is free, else one made from the person's name: `an.nv`, `an.nv2`, …"""
    name = names.clean(wanted).casefold()
    if name:
        if not USERNAME.fullmatch(name):
            raise _invalid("username", _("Tên đăng nhập có 3–60 ký tự: chữ không dấu, số, dấu chấm, gạch."))
        if User.objects.filter(username=name).exists():
            raise _invalid("username", _("Tên đăng nhập này đã có người dùng."))
        return name
    words = [re.sub(r"[^a-z0-9]", "", word) for word in names.fold(full_name).split()]
    words = [word for word in words if word] or ["nguoi.dung"]
    base = f"{words[-1]}.{''.join(word[0] for word in words[:-1])}".strip(".").ljust(3, "0")[:50]
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    number = 1
    while (name := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return name


def _invalid(field: str, sentence: object) -> Refusal:
    return Refusal("invalid", sentence, status=400, fields={field: [sentence]})
