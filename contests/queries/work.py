"""Long work and its progress."""

from contests.models import Job, JobState

DEMONSTRATION = "demonstration"


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
