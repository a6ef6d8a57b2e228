"""Certificates: numbered, verifiable by a code, never deleted; a mistake is revoked and said so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest
from contests.models.results import Result


class CertificateKind(models.TextChoices):
    PARTICIPATION = "participation", _("Giấy chứng nhận")
    MERIT = "merit", _("Giấy khen")


class Certificate(models.Model):
    """What one sheet of paper says, as it was issued."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="certificates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    result = models.ForeignKey(Result, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=CertificateKind.choices)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True, help_text="behind the QR, 80 random bits")
    name = models.CharField(max_length=120)
    class_name = models.CharField(max_length=40, blank=True)
    school_name = models.CharField(max_length=200, blank=True)
    for_what = models.CharField(max_length=200, help_text="the prize, or taking part")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "kind", "number"], name="certificate_number_once"),
            models.UniqueConstraint(
                fields=["contest", "kind", "user"], name="certificate_once", condition=models.Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.kind} {self.number}"
