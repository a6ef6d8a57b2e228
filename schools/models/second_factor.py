"""The second factor of staff: an app that shows codes, and printed codes for the day the phone is gone.

The secret must be readable to check a code, so it stands here as text, in a table that only `actions.second_factor`
selects: not on the person, in no export, on no page of the admin (docs/privacy.md).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SecondFactor(models.Model):
    """One app of one person. Each step of its clock lets in once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    last_step = models.BigIntegerField(help_text="the step whose code was used last")
    failures = models.PositiveSmallIntegerField(default=0, help_text="tries judged in the running window")
    window_started_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(models.Model):
    """A printed code that stands in for the app once. Only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user"], condition=Q(used_at__isnull=True), name="recovery_code_open")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
