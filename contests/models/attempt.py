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


class Ruling(models.TextChoices):
    WAITING = "waiting", _("Chờ xem xét")
    ACCEPTED = "accepted", _("Đã nhận")
    REFUSED = "refused", _("Không nhận")


class Attempt(models.Model):
    """School, class, grade and sex are kept as they were on the day, for statistics.

    `answered` counts its answers while it is sat. When it has ended, `right` is their sum, too, and `points` is theirs
    plus `speed`; until then both are 0: nobody may know them, and an answer costs no write of an index (the board's
    holds the points). All are kept by the transaction that stores the answers.
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
    #: Milliseconds given beyond the sheet's length: to this pupil, and for time lost to a pause. `due_at` holds them.
    extra_ms = models.BigIntegerField(default=0)
    lost_ms = models.PositiveBigIntegerField(default=0)
    #: Since when its score stands as this person's on the board and in the results; empty: it does not (yet).
    stands_at = models.DateTimeField(null=True, blank=True)
    prediction = models.PositiveIntegerField(null=True, blank=True)
    speed = models.IntegerField(default=0)
    lot = models.PositiveIntegerField(null=True, blank=True)
    receipt = models.CharField(max_length=12, blank=True, db_index=True)
    openings = models.PositiveIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(default=0)
    points = models.IntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "user", "number"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["contest", "user"], name="attempt_sitting_once", condition=models.Q(state="sitting")
            ),
            models.UniqueConstraint(
                fields=["contest", "user"], name="attempt_stands_once", condition=models.Q(stands_at__isnull=False)
            ),
        ]
        indexes = [
            # the default chain of the board: points, then time used, then who handed in first
            models.Index(
                models.F("contest"),
                models.F("points").desc(),
                models.F("time_used_ms"),
                models.F("ended_at"),
                name="attempt_board",
                condition=models.Q(stands_at__isnull=False),
            ),
            # what the board counts; all of it stands in the index
            models.Index(
                fields=["contest", "points", "state", "stands_at", "id"],
                name="attempt_tally",
                condition=models.Q(stands_at__isnull=False),
            ),
            models.Index(fields=["contest", "state"], name="attempt_sitting", condition=models.Q(state="sitting")),
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
    """What arrived after the deadline: kept, unscored, shown to the teacher, who accepts or refuses it."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="late_answers")
    item = models.ForeignKey(PaperItem, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    opening = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    ruling = models.CharField(max_length=10, choices=Ruling.choices, default=Ruling.WAITING)
    ruled_at = models.DateTimeField(null=True, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [models.UniqueConstraint(fields=["attempt", "item", "opening", "seq"], name="late_answer_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.item_id} late"


class SetAside(models.Model):
    """An attempt sat online as it was before a paper sheet took its place; its answers stand among the late ones.

    `kept`: its columns by name; `given`: item, opening and number of every answer that counted.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="set_aside")
    kept = models.JSONField()
    given = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attempt_id} before its sheet"
