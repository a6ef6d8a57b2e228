"""Schools, where they lie, their classes, and who was in which class."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from schools.models.unit import Unit


class School(models.Model):
    """A school. The level belongs to the class; `level` here is what the list of schools says."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200, db_index=True)
    level = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name_fold", "pk"]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """The unit a school lies in between two days. No row on a day: "chưa xếp xã"."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="placements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "unit", "valid_from"], name="placement_once"),
            models.UniqueConstraint(
                fields=["school", "unit"], condition=Q(valid_from__isnull=True), name="placement_undated_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} in {self.unit_id}"


class SchoolClass(models.Model):
    """A class of one school year, named as the school names it (10A3, 4/1, 12.6)."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="classes")
    year = models.PositiveSmallIntegerField(help_text="start year of the school year")
    name = models.CharField(max_length=40)
    grade = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-year", "grade", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "name"], name="class_once"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=12), name="class_grade_1_to_12"),
        ]

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A pupil in a class between two days, both included."""

    pupil = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="enrolments")
    from_day = models.DateField()
    to_day = models.DateField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "school_class"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=F("from_day")), name="enrolment_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} in {self.school_class_id}"
