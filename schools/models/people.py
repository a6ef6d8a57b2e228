"""People: users with one role and one scope, their classes, cards, codes and consents."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schools.models.places import School, SchoolClass
from schools.rules import names


class Role(models.TextChoices):
    PUPIL = "pupil", _("Học sinh")
    TEACHER = "teacher", _("Giáo viên")
    LEADER = "leader", _("Lãnh đạo trường")
    OFFICER = "officer", _("Cán bộ Sở")
    ADMIN = "admin", _("Quản trị")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, *, full_name: str = "", **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_name(full_name or username)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(username, password, **{"role": Role.ADMIN, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """Pupils, teachers and leaders belong to a school; officers and administrators see the province."""

    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=200)
    given = models.CharField(max_length=80)
    family_middle = models.CharField(max_length=160, blank=True)
    name_fold = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=600, db_index=True)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.PUPIL)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    sex = models.CharField(max_length=1, blank=True, choices=[("f", _("Nữ")), ("m", _("Nam"))])
    birth_date = models.DateField(null=True, blank=True)
    pupil_code = models.CharField(max_length=40, blank=True)
    ministry_id = models.CharField(max_length=20, blank=True)
    session_version = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "ministry_id"], condition=~models.Q(ministry_id=""), name="ministry_id_once"
            ),
            models.UniqueConstraint(
                fields=["school", "pupil_code"], condition=~models.Q(pupil_code=""), name="pupil_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def set_name(self, full_name: str) -> None:
        self.full_name = names.tidy(full_name)
        self.family_middle, self.given = names.split(self.full_name)
        self.name_fold = names.fold(self.full_name)
        self.sort_key = names.sort_key(self.full_name)

    @property
    def initials(self) -> str:
        return names.initials(self.full_name)

    @property
    def is_staff(self) -> bool:
        return self.role == Role.ADMIN


class Enrolment(models.Model):
    pupil = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="enrolments")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pupil", "school_class"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.pupil_id} in {self.school_class_id}"


class LoginCard(models.Model):
    """Public code, and the hashes of a PIN and of the QR's 128 bits; failures are counted here, atomically."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="card")
    code = models.CharField(max_length=8, unique=True)
    pin_hash = models.CharField(max_length=200)
    secret_hash = models.CharField(max_length=64, db_index=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    failures = models.PositiveSmallIntegerField(default=0)
    window_started_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class StaffCode(models.Model):
    """A printed one-time code: first login of a new account, or a reset."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code for {self.user_id}"


class Consent(models.Model):
    class Purpose(models.TextChoices):
        TAKE_PART = "take_part", _("Tham gia")
        SHOW_NAME = "show_name", _("Hiện tên trong kết quả")

    class GivenBy(models.TextChoices):
        CHILD = "child", _("Học sinh")
        REPRESENTATIVE = "representative", _("Cha mẹ hoặc người giám hộ")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    given_by = models.CharField(max_length=16, choices=GivenBy.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    means = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text_version = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"
