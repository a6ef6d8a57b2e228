"""Long work and its progress."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from contests.models import Contest, Job, JobState

DEMONSTRATION = "demonstration"
CERTIFICATES = "certificates"
#: A running job that has said nothing for so long has lost its process.
STALE = timedelta(seconds=60)
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


def demonstration() -> dict[str, object] | None:
    """`{"running", "done", "total", "note"}` of the newest demonstration job; None where there is none."""
    job = Job.objects.filter(kind=DEMONSTRATION).order_by("-pk").first()
    if job is None:
        return None
    return {
        "running": job.state in {JobState.WAITING, JobState.RUNNING},
        "done": job.done,
        "total": job.total,
        "note": job.note,
    }


def takeable(at: datetime) -> QuerySet[Job]:
    """Jobs that wait for a process or have lost theirs. The demonstration is filled in by a command of its own."""
    lost = Q(state=JobState.RUNNING, updated_at__lte=at - STALE)
    return Job.objects.filter(Q(state=JobState.WAITING) | lost).exclude(kind=DEMONSTRATION)


def next_job(at: datetime) -> int | None:
    """The oldest of them."""
    return takeable(at).order_by("pk").values_list("pk", flat=True).first()


def jobs_waiting(at: datetime) -> int:
    """How many wait for a process."""
    return takeable(at).count()


def under_way(contest: Contest, kind: str) -> Job | None:
    """The job of this kind that waits or runs for the contest."""
    return Job.objects.filter(contest=contest, kind=kind, state__in=UNDER_WAY).first()


def jobs_of(contest: Contest, kind: str) -> QuerySet[Job]:
    """The newest first, each with its file's name and moment but not what is in it."""
    jobs = Job.objects.filter(contest=contest, kind=kind).select_related("file", "by").defer("file__data")
    return jobs.order_by("-pk")


def order_of(job: Job) -> Mapping[str, Any]:
    """What is to be done."""
    return dict(_envelope(job).get("what", {}))


def tries_of(job: Job) -> int:
    """How often a process has begun it."""
    return int(_envelope(job).get("tries", 0))


def orders_of(contest: Contest, kind: str, most: int = 20) -> Iterator[Mapping[str, Any]]:
    """What was ordered lately, the newest first."""
    return (order_of(job) for job in Job.objects.filter(contest=contest, kind=kind).order_by("-pk")[:most])


def _envelope(job: Job) -> dict[str, Any]:
    return dict(json.loads(job.order or "{}"))
