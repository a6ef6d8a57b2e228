"""A report being written: the office's words by section. The figures beside them are worked out anew each time."""

from django.conf import settings
from django.db import models


class ReportDraft(models.Model):
    """Open until it is frozen or put away. `corrects` is the version whose words it began with."""

    from_day = models.DateField()
    to_day = models.DateField()
    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)
    corrects = models.ForeignKey(
        "reports.IssuedReport", null=True, blank=True, on_delete=models.SET_NULL, related_name="corrected_by"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_day__gte=models.F("from_day")), name="draft_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_day} – {self.to_day}"


class DraftText(models.Model):
    """A section as somebody worded it. Rows are only added: the newest counts, the others can be brought back."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["draft", "section", "id"], name="draft_text_newest")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.section}"
