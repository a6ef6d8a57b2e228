"""Long work and its progress, so that a page can show how far it is."""

from datetime import datetime

from django.db import transaction

from contests.models import Job, JobState


@transaction.atomic
def begin_job(*, kind: str, total: int, at: datetime) -> Job:
    """The one row of this kind, now running. Who begins it keeps others away by a lock of its own."""
    job = Job.objects.select_for_update().filter(kind=kind).order_by("-pk").first() or Job(kind=kind)
    job.state, job.done, job.total, job.note, job.updated_at = JobState.RUNNING, 0, total, "", at
    job.save()
    return job


def report_progress(*, job_id: int, done: int, note: str, at: datetime) -> None:
    """How far it is, and a word on what it is doing."""
    Job.objects.filter(pk=job_id).update(done=done, note=note[:300], updated_at=at)


def end_job(*, job_id: int, failed: str = "", at: datetime) -> None:
    """Done, or failed with a reason."""
    if failed:
        Job.objects.filter(pk=job_id).update(state=JobState.FAILED, note=failed[:300], updated_at=at)
        return
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id).update(state=JobState.DONE, done=job.total, note="", updated_at=at)
