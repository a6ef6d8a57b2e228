"""What happened to questions: how they did in contests, and how a person is getting on with them in practice."""

from django.conf import settings
from django.db import models

from quiz.models.question import Question
from quiz.models.revision import Revision


class ItemRecord(models.Model):
    """How a question did in one place, e.g. `contest:ABC123`. Written by who ran it, through `quiz.actions.records`."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="records")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    # turns that had it on their paper
    n = models.PositiveIntegerField()
    # points earned out of points possible, 0 to 1; null where too few sat it
    p = models.FloatField(null=True, blank=True)
    # correlation of the item's points with those of the rest of the paper, -1 to 1; null where nothing can be said
    discrimination = models.FloatField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "place"], name="record_once")]

    def __str__(self) -> str:
        return f"{self.question_id} in {self.place}"


class PracticeCard(models.Model):
    """Where a person stands with one question in practice; the columns are those of an FSRS card."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_cards")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    state = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    seen = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    # whether the newest answer was right
    last_right = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="practice_card_once")]
        indexes = [models.Index(fields=["user", "due_at"], name="practice_due")]

    def __str__(self) -> str:
        return f"{self.user_id} with {self.question_id}"


class Upload(models.Model):
    """A file of questions between its preview and its import; kept an hour."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=20)
    data = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
