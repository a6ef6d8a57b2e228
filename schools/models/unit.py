from django.db import models
from django.db.models import Q


class Unit(models.Model):
    """A province, district or commune between two days. Codes are used again, so the code alone names nothing."""

    code = models.CharField(max_length=10, db_index=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_once"),
            # NULLs differ from each other in a unique index, so the undated rows get one of their own.
            models.UniqueConstraint(fields=["code"], condition=Q(valid_from__isnull=True), name="unit_undated_once"),
        ]

    def __str__(self) -> str:
        return self.name
