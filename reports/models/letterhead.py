"""How the Department's documents are headed, addressed and signed; several lines stand in one text, a line each."""

from django.conf import settings
from django.db import models


class Letterhead(models.Model):
    """Rows are only added and the newest counts, so it can be told who changed what. Empty values become blanks."""

    is_demo = models.BooleanField(default=False)
    parent = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=120)
    symbol = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=60, blank=True)
    plan_number = models.CharField(max_length=60, blank=True)
    plan_day = models.DateField(null=True, blank=True)
    plan_name = models.CharField(max_length=300, blank=True)
    to = models.TextField(blank=True, help_text="the consolidating agency first")
    signs_as = models.TextField(blank=True)
    signatory = models.CharField(max_length=80, blank=True)
    copies_to = models.TextField(blank=True)
    filed_by = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.at:%Y-%m-%d}"
