from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools.models.school import School
from schools.models.unit import Unit


class HeadcountKind(models.TextChoices):
    CONTEXT = "context", _("Tham khảo")
    DENOMINATOR = "denominator", _("Mẫu số")


class Headcount(models.Model):
    """A number of pupils with its day and source. Press figures are context; only entered ones may divide."""

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="headcounts")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="headcounts")
    territory = models.CharField(max_length=20, blank=True)
    school_year = models.CharField(max_length=20)
    level = models.CharField(max_length=40, blank=True)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=HeadcountKind.choices, default=HeadcountKind.CONTEXT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="denominator") | Q(pupils__isnull=False, as_of__isnull=False, school__isnull=False),
                name="denominator_has_figure_day_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_year} {self.level} {self.pupils}"
