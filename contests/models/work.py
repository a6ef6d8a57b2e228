"""Who keeps the boards, and long work with its progress."""

from django.conf import settings
from django.db import models

from contests.models.contest import Contest


class Lease(models.Model):
    """Held by the process that runs the contest loop; every claim raises the epoch."""

    name = models.CharField(max_length=40, unique=True)
    holder = models.CharField(max_length=80, blank=True)
    epoch = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.epoch}"


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """Claimed by a conditional UPDATE, run in a child process; it looks at `cancel_asked` between its steps."""

    kind = models.CharField(max_length=40)
    contest = models.ForeignKey(Contest, null=True, blank=True, on_delete=models.CASCADE, related_name="jobs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    order = models.TextField(blank=True, help_text="what is to be done, as JSON that the kind understands")
    made_at = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class JobFile(models.Model):
    """What a job made, to be fetched by those who may; gone after a while."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    data = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
