"""What happens around a sitting: time given, time lost, a room's start, words to all, signals, a rehearsal."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contests.models.attempt import Attempt
from contests.models.contest import Contest


class Allowance(models.Model):
    """Extra time or a shifted start for one person; several add up. Negative takes back what was given."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="allowances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    extra_ms = models.BigIntegerField(default=0)
    shift_ms = models.BigIntegerField(default=0, help_text="the person's window begins and ends so much later")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contest", "user"], name="allowances_of_a_person")]

    def __str__(self) -> str:
        return f"{self.contest_id}/{self.user_id} +{self.extra_ms} ms"


class Pause(models.Model):
    """Time lost to a room (school and class; class empty: the whole school; school empty: everybody), logged."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="pauses")
    school = models.ForeignKey("schools.School", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    class_name = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")), name="pause_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.class_name or 'all'} {self.from_at:%H:%M}"


class RoomStart(models.Model):
    """A supervisor's word that a room begins; its clocks run from here."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="room_starts")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    class_name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "school", "class_name"], name="room_start_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.class_name}"


class Notice(models.Model):
    """A sentence to everybody who sits the contest."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text


class SignalKind(models.TextChoices):
    LEFT = "left", _("Rời trang làm bài")
    DEVICE = "device", _("Mở bài trên máy khác")


class Signal(models.Model):
    """A hint for the supervisor, announced to pupils, never a verdict, deleted soon after the results."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=8, choices=SignalKind.choices)
    at = models.DateTimeField()
    ms = models.PositiveBigIntegerField(default=0, help_text="how long the page was left")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.kind}"


class RehearsalCheck(models.Model):
    """One device's check of a room before the day; gone when the contest opens."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="rehearsal_checks")
    school = models.ForeignKey("schools.School", null=True, on_delete=models.CASCADE, related_name="+")
    room = models.CharField(max_length=40)
    device = models.CharField(max_length=40)
    socket = models.BooleanField(default=False)
    saved = models.BooleanField(default=False, help_text="a trial answer was acknowledged")
    storage = models.BooleanField(default=False)
    round_trip_ms = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "device"], name="rehearsal_once_a_device")]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.room} {self.device}"
