"""Who has reported: a school's word that its registers of a period are complete, what it remarks, who was reminded."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models import School


class OfPeriod(models.Model):
    """Something of one school and one period, both days included."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.school_id} {self.first} – {self.last}"


class SchoolReturn(OfPeriod):
    """`reported_at` None: opened again. `nothing`: the school says that there was no activity."""

    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    nothing = models.BooleanField(default=False)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "first", "last"], name="return_once_a_period"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="return_ends_after_it_starts"),
        ]


class SchoolRemark(OfPeriod):
    """Difficulties and proposals in a school's own words."""

    difficulties = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "first", "last"], name="remark_once_a_period")]

    def mark(self) -> str:
        """Names these words, so that nobody writes over others than those that were seen."""
        return sha256(f"{self.difficulties}\0{self.proposals}".encode()).hexdigest()[:16]


class Reminder(OfPeriod):
    """A school was reminded, with these words."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["school", "-at"], name="reminders_of_a_school")]


class RegisterChange(models.Model):
    """One correction of one column of a row: old and new stay readable. `act` is changed, withdrawn or restored."""

    register = models.CharField(max_length=12)
    row = models.PositiveBigIntegerField()
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=10)
    column = models.CharField(max_length=20, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["register", "row"], name="changes_of_a_row")]

    def __str__(self) -> str:
        return f"{self.register} {self.row} {self.act} {self.column}"
