"""A contest: what was announced, who is invited, what the papers are drawn from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContestState(models.TextChoices):
    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")
    CANCELLED = "cancelled", _("Đã hủy")
    SETTLED = "settled", _("Đã có kết quả")


class Audience(models.TextChoices):
    PUPILS = "pupils", _("Học sinh")
    TEACHERS = "teachers", _("Giáo viên")


class MultipleScoring(models.TextChoices):
    ALL = "all", _("Chọn đủ và đúng mới có điểm")
    PARTIAL = "partial", _("Đúng phần nào, có điểm phần đó")


class BoardTo(models.TextChoices):
    NOBODY = "nobody", _("Không ai, đến khi có kết quả")
    OWN_SUBMIT = "own_submit", _("Mỗi em thấy sau khi nộp bài")
    EVERYBODY = "everybody", _("Mọi người")


class OpensAt(models.TextChoices):
    SUBMIT = "submit", _("Ngay khi nộp bài")
    CLOSE = "close", _("Khi cuộc thi kết thúc")
    NEVER = "never", _("Không công bố")


class Contest(models.Model):
    """One sitting with one set of rules. Points are integers in hundredths everywhere."""

    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=300)
    school = models.ForeignKey(
        "schools.School", null=True, blank=True, on_delete=models.PROTECT, related_name="contests"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contests_made")
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ContestState.choices, default=ContestState.DRAFT)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUPILS)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    length_ms = models.PositiveBigIntegerField()
    as_of = models.DateField()
    shuffle = models.BooleanField(default=True)
    seed = models.CharField(max_length=32)
    multiple_scoring = models.CharField(max_length=10, choices=MultipleScoring.choices, default=MultipleScoring.ALL)
    chain = models.CharField(max_length=120, default="points,time_used,submitted_at")
    board_to = models.CharField(max_length=12, choices=BoardTo.choices, default=BoardTo.OWN_SUBMIT)
    results_open = models.CharField(max_length=8, choices=OpensAt.choices, default=OpensAt.SUBMIT)
    private_first = models.BooleanField(default=False)
    keys_open = models.CharField(max_length=8, choices=OpensAt.choices, default=OpensAt.CLOSE)
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="contest_ends_later"),
            models.CheckConstraint(condition=models.Q(length_ms__gt=0), name="contest_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Invitation(models.Model):
    """A school that is invited, whole (grade empty) or one grade of it."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="invitations")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "school", "grade"], name="invitation_once"),
            models.UniqueConstraint(
                fields=["contest", "school"], condition=models.Q(grade=None), name="invitation_whole_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id}/{self.grade or '*'}"


class BlueprintCell(models.Model):
    """How many items of a topic (and level, empty for any) a paper holds."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="cells")
    topic = models.ForeignKey("quiz.Topic", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, blank=True)
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["topic__order", "level"]
        constraints = [models.UniqueConstraint(fields=["contest", "topic", "level"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.level} × {self.count}"
