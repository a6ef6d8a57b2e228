"""Who takes part by name, and who may not."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest


class EntryKind(models.TextChoices):
    LISTED = "listed", _("Được ghi tên")
    ADVANCED = "advanced", _("Lên từ vòng dưới")
    RESERVE = "reserve", _("Dự bị")


class Entry(models.Model):
    """A person on the list of a contest. A reserve may not start until called up."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="entries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices, default=EntryKind.LISTED)
    from_contest = models.ForeignKey(Contest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    from_rank = models.PositiveIntegerField(null=True, blank=True)
    room = models.CharField(max_length=40, blank=True, help_text="where it is sat, if not in the own class")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["contest", "user"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.contest_id}/{self.user_id} {self.kind}"


class Exclusion(models.Model):
    """Somebody who may not enter (an organiser, a winner of an earlier week), with the reason."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "user"], name="exclusion_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} without {self.user_id}"
