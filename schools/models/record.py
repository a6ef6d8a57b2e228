"""Consents of pupils and their representatives, and the trail of acts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from schools.models.school import School


class Purpose(models.TextChoices):
    TAKE_PART = "take_part", _("Tham gia")
    SHOW_NAME = "show_name", _("Hiện tên trong kết quả")


class GivenBy(models.TextChoices):
    CHILD = "child", _("Học sinh")
    REPRESENTATIVE = "representative", _("Cha mẹ hoặc người giám hộ")


class Consent(models.Model):
    """One person's consent to one purpose; both child and representative are needed to show a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    given_by = models.CharField(max_length=16, choices=GivenBy.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    means = models.CharField(max_length=40)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text_version = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["user", "purpose"], name="consents_of_a_person")]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.given_by}"


class Trail(models.Model):
    """Who did what, when. Rows are only ever added."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="acts"
    )
    act = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"


class ColumnMap(models.Model):
    """What a school's own heading means in its class lists, as somebody mapped it by hand; used again the next time."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="column_maps")
    heading = models.CharField(max_length=120, help_text="as compared: folded, without punctuation")
    field = models.CharField(max_length=20, help_text="a field of the class list, or `drop`")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "heading"], name="column_map_once")]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"
