"""A report as it was frozen: figures and words as text, never edited; a correction is another version."""

from django.conf import settings
from django.db import models


class IssuedReport(models.Model):
    version = models.PositiveIntegerField()
    from_day = models.DateField()
    to_day = models.DateField()
    is_demo = models.BooleanField(default=False)
    name = models.CharField(max_length=200, blank=True, help_text="what the period is called on paper")
    reason = models.CharField(max_length=300, blank=True, help_text="why a version before it was corrected")
    draft = models.ForeignKey(
        "reports.ReportDraft", null=True, blank=True, on_delete=models.SET_NULL, related_name="issued"
    )
    # which shape the snapshot has; reports of the first one have no words and come as .json alone
    schema = models.CharField(max_length=40, default="asean-report/1")
    # the canonical JSON text, kept as text so that it reads back byte for byte
    snapshot = models.TextField()
    checksum = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_day", "to_day", "is_demo", "version"], name="issued_version_once"),
            models.CheckConstraint(
                condition=models.Q(to_day__gte=models.F("from_day")), name="issued_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_day} – {self.to_day} v{self.version}"
