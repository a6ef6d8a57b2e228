"""A question is a lasting name (its slug) for a row of revisions; only its shelf marks live here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Pillar(models.TextChoices):
    CROSS = "cross", _("Liên trụ cột")
    APSC = "apsc", _("Chính trị – An ninh")
    AEC = "aec", _("Kinh tế")
    ASCC = "ascc", _("Văn hóa – Xã hội")


class Level(models.TextChoices):
    RECALL = "recall", _("Nhận biết")
    UNDERSTAND = "understand", _("Thông hiểu")
    APPLY = "apply", _("Vận dụng")
    ANALYSE = "analyse", _("Vận dụng cao")


class Shelf(models.TextChoices):
    OPEN = "open", _("Công khai (luyện tập)")
    KEPT = "kept", _("Dành cho cuộc thi")


class State(models.TextChoices):
    DRAFT = "draft", _("Bản nháp")
    REVIEW = "review", _("Đang duyệt")
    APPROVED = "approved", _("Đã duyệt")
    RETIRED = "retired", _("Ngừng dùng")


class Kind(models.TextChoices):
    SINGLE = "single", _("Một đáp án")
    MULTIPLE = "multiple", _("Nhiều đáp án")
    MATCHING = "matching", _("Ghép đôi")
    ORDERING = "ordering", _("Sắp thứ tự")
    NUMBER = "number", _("Điền số")
    TEXT = "text", _("Điền từ")


class Band(models.TextChoices):
    """The youngest audience an item is fair for; every older one may meet it, too."""

    PRIMARY = "primary", _("Tiểu học")
    LOWER = "lower_secondary", _("THCS")
    UPPER = "upper_secondary", _("THPT")
    STUDENT = "student", _("Sinh viên")
    TEACHER = "teacher", _("Giáo viên")


class Topic(models.Model):
    code = models.SlugField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    pillar = models.CharField(max_length=8, choices=Pillar.choices, default=Pillar.CROSS)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_vi


class Question(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    pillar = models.CharField(max_length=8, choices=Pillar.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    shelf = models.CharField(max_length=8, choices=Shelf.choices, default=Shelf.KEPT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    band = models.CharField(max_length=16, choices=Band.choices, default=Band.LOWER)
    # items of one group answer each other: a paper takes one of them ("" = none)
    group = models.CharField(max_length=60, blank=True)
    # topic, pillar … as the bank's files last stated them ("" = it came another way)
    filed_marks = models.CharField(max_length=200, blank=True)
    # whose private shelf it stands on; null = the provincial bank
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="private_questions"
    )
    # since when a contest has shown its key: from then on it is as public as the open shelf
    opened_at = models.DateTimeField(null=True, blank=True)
    # null only between the two inserts of the transaction that makes a question
    current = models.ForeignKey("quiz.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    # an edit of an approved item, waiting for somebody else to approve it
    proposed = models.ForeignKey("quiz.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["slug"]
        indexes = [models.Index(fields=["state", "shelf", "topic", "level"], name="question_shelf")]

    def __str__(self) -> str:
        return self.slug
