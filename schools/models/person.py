"""People: pupils, staff of schools, and the Department."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from schools.models.school import School
from schools.rules import names


class Role(models.TextChoices):
    PUPIL = "pupil", _("Học sinh")
    TEACHER = "teacher", _("Giáo viên")
    LEADER = "leader", _("Lãnh đạo trường")
    OFFICER = "officer", _("Cán bộ Sở")
    ADMIN = "admin", _("Quản trị")


class Sex(models.TextChoices):
    FEMALE = "f", _("Nữ")
    MALE = "m", _("Nam")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A saved person; without a password nobody can sign in by name."""
        full_name = fields.pop("full_name", username)
        user = self.model(username=username, **fields)
        user.set_name(full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator."""
        return self.create_user(username, password, **{**fields, "role": Role.ADMIN, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """One person. The name columns are always set together by `set_name`."""

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    given = models.CharField(max_length=120, blank=True)
    family_middle = models.CharField(max_length=120, blank=True)
    name_fold = models.CharField(max_length=150, blank=True, db_index=True)
    sort_key = models.CharField(max_length=names.KEY_LENGTH, blank=True)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.PUPIL)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    sex = models.CharField(max_length=1, blank=True, choices=Sex.choices)
    birth_date = models.DateField(null=True, blank=True)
    pupil_code = models.CharField(max_length=40, blank=True)
    ministry_id = models.CharField(max_length=20, blank=True)
    session_version = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    deidentified_at = models.DateTimeField(null=True, blank=True)
    second_factor_at = models.DateTimeField(null=True, blank=True, help_text="signing in asks for a code since then")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["officer", "admin"]) | Q(school__isnull=False), name="school_people_have_a_school"
            ),
            models.UniqueConstraint(
                fields=["school", "pupil_code"], condition=~Q(pupil_code=""), name="pupil_code_once_a_school"
            ),
            models.UniqueConstraint(fields=["ministry_id"], condition=~Q(ministry_id=""), name="ministry_id_once"),
        ]
        indexes = [models.Index(fields=["school", "role"], name="people_of_a_school")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def set_name(self, full_name: str) -> None:
        """Fill every name column from one spelling."""
        parts = names.parts(full_name)
        self.full_name, self.given, self.family_middle = parts.full, parts.given, parts.family_middle
        self.name_fold, self.sort_key = parts.fold, parts.sort_key

    @property
    def initials(self) -> str:
        return names.initials(self.full_name)

    @property
    def is_staff(self) -> bool:
        return self.role == Role.ADMIN

    def get_session_auth_hash(self) -> str:
        """A session holds this; it stops matching when the password or `session_version` changes."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        kept = f"{self.password}:{self.session_version}"
        return salted_hmac("schools.session", kept, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.given
