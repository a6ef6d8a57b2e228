"""What stands after a contest: one row a person, never edited; a correction is a new version."""

from django.db import models

from contests.models.attempt import Attempt
from contests.models.contest import Contest


class Result(models.Model):
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="results")
    version = models.PositiveIntegerField(default=1)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="results")
    rank = models.PositiveIntegerField()
    tied = models.BooleanField()
    decided_by = models.CharField(max_length=20, blank=True)
    points = models.IntegerField()
    right = models.PositiveSmallIntegerField()
    time_used_ms = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["contest", "version", "attempt"], name="result_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} #{self.rank}"
