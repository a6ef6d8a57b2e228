"""A paper: frozen when the contest is published. Keys stand in a table of their own, with versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest


class Paper(models.Model):
    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField(default=1)
    seed = models.CharField(max_length=32)
    # grows with every regrade, so that a process may keep the keys of one version in memory
    key_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="paper_once")]

    def __str__(self) -> str:
        return f"{self.contest_id}-{self.number}"


class PaperItem(models.Model):
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    revision = models.ForeignKey("quiz.Revision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    points = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="paper_position_once"),
            models.UniqueConstraint(fields=["paper", "revision"], name="paper_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.position}"


class KeyRuling(models.TextChoices):
    KEY = "key", _("Đáp án")
    ANY = "any", _("Nhận nhiều đáp án")
    ALL_RIGHT = "all_right", _("Mọi bài đều được điểm")
    VOID = "void", _("Bỏ câu này")


class PaperKey(models.Model):
    """The key of an item as frozen (version 1) or corrected later. No pupil's query touches this table.

    `value` is JSON: a key (a list of codes), or under the ruling `any` a list of keys.
    """

    item = models.ForeignKey(PaperItem, on_delete=models.CASCADE, related_name="keys")
    version = models.PositiveIntegerField(default=1)
    value = models.TextField()
    ruling = models.CharField(max_length=10, choices=KeyRuling.choices, default=KeyRuling.KEY)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="key_version_once")]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"
