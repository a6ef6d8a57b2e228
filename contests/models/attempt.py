"""An attempt: one person's timed turn, and what was given in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest
from contests.models.paper import Paper, PaperItem


class AttemptState(models.TextChoices):
    SITTING = "sitting", _("Đang làm bài")
    SUBMITTED = "submitted", _("Đã nộp bài")
    CLOSED = "closed", _("Hết giờ")


class Channel(models.TextChoices):
    ONLINE = "online", _("Trực tuyến")
    LAN = "lan", _("Mạng nội bộ")
    PAPER = "paper", _("Giấy")


class Attempt(models.Model):
    """School, class, grade and sex are kept as they were on the day, for statistics.

    `points`, `right` and `answered` are sums of its answers, kept by the same transaction that stores them.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=1)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="attempts")
    seed = models.CharField(max_length=32)
    school = models.ForeignKey("schools.School", null=True, on_delete=models.PROTECT, related_name="+")
    class_name = models.CharField(max_length=40, blank=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.ONLINE)
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.SITTING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    time_used_ms = models.PositiveBigIntegerField(null=True, blank=True)
    openings = models.PositiveIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(default=0)
    points = models.IntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "user", "number"], name="attempt_once")]
        indexes = [
            # the default chain of the board: points, then time used, then who handed in first
            models.Index(
                models.F("contest"),
                models.F("points").desc(),
                models.F("time_used_ms"),
                models.F("ended_at"),
                name="attempt_chain",
                condition=~models.Q(state="sitting"),
            ),
            models.Index(fields=["due_at"], name="attempt_due", condition=models.Q(state="sitting")),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id}/{self.user_id}#{self.number}"


class Answer(models.Model):
    """What stands for an item: the greatest (opening, seq) that arrived in time."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(PaperItem, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    opening = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    points = models.IntegerField(null=True)
    right = models.BooleanField(null=True)
    key_version = models.PositiveIntegerField(null=True)  # empty: grading failed, to be graded later

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "item"], name="answer_once")]
        indexes = [models.Index(fields=["id"], name="answer_ungraded", condition=models.Q(key_version=None))]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.item_id}"


class LateAnswer(models.Model):
    """What arrived after the deadline: kept, never scored, shown to the teacher."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="late_answers")
    item = models.ForeignKey(PaperItem, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    opening = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [models.UniqueConstraint(fields=["attempt", "item", "opening", "seq"], name="late_answer_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.item_id} late"
