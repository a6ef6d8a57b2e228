"""Long work and its progress, so that a page can show how far it is and two never do the same."""

from datetime import datetime, timedelta

from django.db import transaction

from contests.models import Job, JobState

#: A running job that has not moved for so long was broken off.
SILENCE = timedelta(seconds=45)


@transaction.atomic
def claim_job(*, kind: str, total: int, note: str, at: datetime) -> Job | None:
    """The one row of this kind, now running and ours; None while somebody else is at it."""
    job = Job.objects.select_for_update().filter(kind=kind).order_by("-pk").first()
    if job is None:
        return Job.objects.create(kind=kind, state=JobState.RUNNING, total=total, note=note, updated_at=at)
    running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, updated_at__gt=at - SILENCE)
    if running.exists():
        return None
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=0, total=total, note=note, updated_at=at)
    job.refresh_from_db()
    return job


def report_progress(*, job_id: int, done: int, note: str, at: datetime) -> None:
    """How far it is; also the sign that it is alive."""
    Job.objects.filter(pk=job_id).update(done=done, note=note[:300], updated_at=at)


def end_job(*, job_id: int, failed: str = "", at: datetime) -> None:
    """Done, or failed with a reason."""
    if failed:
        Job.objects.filter(pk=job_id).update(state=JobState.FAILED, note=failed[:300], updated_at=at)
        return
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id).update(state=JobState.DONE, done=job.total, note="", updated_at=at)
