from django.db import models
from django.db.models import Q

from quiz.models.question import Question


class ItemHold(models.Model):
    """An item kept back, e.g. for `contest:ABC123`, until `until` or until it is released."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="holds")
    holder = models.CharField(max_length=60, db_index=True)
    held_at = models.DateTimeField()
    until = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "holder"], condition=Q(released_at__isnull=True), name="hold_once"
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(released_at__isnull=True), name="hold_running")]

    def __str__(self) -> str:
        return f"{self.question_id} for {self.holder}"
