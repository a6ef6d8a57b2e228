"""Alarms about keys while a contest runs. They are hints: whoever runs it looks, then corrects the key or says no."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest


class KeySign(models.TextChoices):
    BETTER = "better", _("Nhóm chọn đáp án khác làm các câu còn lại tốt hơn nhóm có điểm câu này")
    MANY = "many", _("Quá nửa chọn cùng một đáp án khác, ít em có điểm câu này")


class KeyAlarm(models.Model):
    """A question of a contest whose key may be wrong; it goes by itself once the figures no longer say so."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="key_alarms")
    revision = models.ForeignKey("quiz.Revision", on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=8, choices=KeySign.choices)
    value = models.TextField(help_text="the answer that may be right, as stored")
    n = models.PositiveIntegerField(help_text="turns that answered it")
    earned = models.PositiveIntegerField()
    other = models.PositiveIntegerField(help_text="turns that gave `value`")
    raised_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [models.UniqueConstraint(fields=["contest", "revision"], name="key_alarm_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} revision {self.revision_id} {self.sign}"


class KeyLook(models.Model):
    """How many turns had ended when the keys of a contest were last looked at: no look without news."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, related_name="key_look")
    ended = models.PositiveIntegerField(default=0)
    versions = models.PositiveIntegerField(default=0, help_text="versions of its keys: a correction is news")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest_id} at {self.ended}"
