"""What lets a person in: pupils' cards and one-time codes of staff. Only hashes are kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class LoginCard(models.Model):
    """A pupil's card. Its secrets exist in clear only on the printed sheet."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="card")
    code = models.CharField(max_length=8, unique=True)
    pin_hash = models.CharField(max_length=200)
    secret_hash = models.CharField(max_length=64, unique=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    failures = models.PositiveSmallIntegerField(default=0, help_text="tries judged in the running window")
    window_started_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class StaffCode(models.Model):
    """A printed code with which a member of staff sets a password, once, within 24 hours."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user"], condition=Q(used_at__isnull=True), name="staff_code_open")]

    def __str__(self) -> str:
        return f"code of {self.user_id}"
