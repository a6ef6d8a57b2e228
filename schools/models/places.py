"""Units, schools, classes; all dated, because names and codes are reused."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """An administrative unit as it was from `valid_from` to `valid_to` (days included, empty = open)."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_once"),
            models.UniqueConstraint(fields=["code"], condition=models.Q(valid_from=None), name="unit_open_once"),
        ]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    name_fold = models.CharField(max_length=160, db_index=True)
    level = models.CharField(max_length=40, blank=True)
    is_demo = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name_fold", "pk"]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """In which unit a school stands, from day to day; no row for today means "chưa xếp xã"."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="placements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "unit", "valid_from"], name="placement_once"),
            models.UniqueConstraint(
                fields=["school", "unit"], condition=models.Q(valid_from=None), name="placement_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} in {self.unit_id}"


class SchoolClass(models.Model):
    """A class of one school year; `year` is the year in which it starts."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="classes")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    grade = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["school", "year", "grade", "name"]
        constraints = [models.UniqueConstraint(fields=["school", "year", "name"], name="class_once")]

    def __str__(self) -> str:
        return self.name


class Headcount(models.Model):
    """A stated number of pupils: context from the press, or a denominator entered with date and source."""

    class Kind(models.TextChoices):
        CONTEXT = "context", _("Bối cảnh")
        DENOMINATOR = "denominator", _("Mẫu số")

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="headcounts")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    territory = models.CharField(max_length=40, blank=True)
    school_year = models.CharField(max_length=20)
    level = models.CharField(max_length=40, blank=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONTEXT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.school_year} {self.level} {self.pupils}"
