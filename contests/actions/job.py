"""Long work and its progress: ordered, claimed by one process, reported step by step, ended, cancelled."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.refusals import Refusal
from contests.models import Contest, Job, JobFile, JobState
from contests.queries.work import STALE, order_of, takeable, tries_of, under_way
from schools.actions import trail
from schools.models import User

TRIES = 3
FILES_KEPT = timedelta(days=7)


class JobStopped(Exception):
    """Somebody cancelled the job, or another process has taken it over: the work ends here."""


@dataclass
class Claim:
    """A job in this process's hands. `seen` is the moment this process last wrote into its row: whoever takes the job
    over writes another one, and the next step of this process finds that out."""

    job_id: int
    kind: str
    contest_id: int | None
    by_id: int | None
    order: Mapping[str, Any]
    seen: datetime


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


@transaction.atomic
def make_job(*, kind: str, contest: Contest, order: Mapping[str, object], total: int, by: User, at: datetime) -> Job:
    """A job that waits for a process. One of a kind at a time for a contest: a second click orders nothing twice."""
    Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if under_way(contest, kind) is not None:
        raise Refusal("job_running", _("Việc này đang được làm. Hãy chờ xong hoặc dừng lại rồi thử tiếp."))
    return Job.objects.create(
        kind=kind,
        contest=contest,
        by=by,
        order=_envelope(order, 0),
        made_at=at,
        total=total,
        updated_at=at,
    )


def claim_job(*, job_id: int, at: datetime) -> Claim | None:
    """The job for this process alone; None where it is another's, over, cancelled, or has been tried too often."""
    job = takeable(at).filter(pk=job_id).first()
    if job is None:
        return None
    # a conditional UPDATE: of two that claim at once the second finds the row changed
    row = Job.objects.filter(pk=job_id, state=job.state, updated_at=job.updated_at)
    if job.cancel_asked:
        row.update(state=JobState.CANCELLED, updated_at=at)
        return None
    tries = tries_of(job)
    if tries >= TRIES:
        note = _("Đã thử %(n)s lần mà chưa xong. Hãy báo người quản trị.") % {"n": TRIES}
        row.update(state=JobState.FAILED, note=note, updated_at=at)
        return None
    order = order_of(job)
    taken = row.filter(cancel_asked=False).update(
        state=JobState.RUNNING, done=0, note="", order=_envelope(order, tries + 1), updated_at=at
    )
    return Claim(job.pk, job.kind, job.contest_id, job.by_id, order, at) if taken else None


def step_job(*, claim: Claim, done: int, at: datetime, total: int | None = None) -> None:
    """Write down how far it is. Raises JobStopped when the work is to end."""
    more = {} if total is None else {"total": total}
    if not _ours(claim).filter(cancel_asked=False).update(done=done, updated_at=at, **more):
        _ours(claim).update(state=JobState.CANCELLED, updated_at=at)
        raise JobStopped
    claim.seen = at


@transaction.atomic
def finish_job(*, claim: Claim, name: str, content_type: str, data: bytes, note: str, done: int, at: datetime) -> None:
    """The work is done: its file and a word on what became of it."""
    ended = _ours(claim).update(state=JobState.DONE, done=done, total=done, note=note[:300], updated_at=at)
    if not ended:
        raise JobStopped
    JobFile.objects.filter(job_id=claim.job_id).delete()
    JobFile.objects.create(job_id=claim.job_id, name=name[:120], content_type=content_type, data=data, at=at)


def fail_job(*, claim: Claim, reason: str, at: datetime) -> None:
    """It cannot be done, with words that say why; trying again would not help."""
    _ours(claim).update(state=JobState.FAILED, note=reason[:300], updated_at=at)


def put_back(*, claim: Claim, at: datetime) -> None:
    """This process is told to end: the next one begins at once, and it counts as no try."""
    job = Job.objects.filter(pk=claim.job_id).first()
    if job is not None:
        order = _envelope(claim.order, max(0, tries_of(job) - 1))
        _ours(claim).update(state=JobState.WAITING, order=order, updated_at=at)


@transaction.atomic
def cancel_job(*, job: Job, by: User, at: datetime) -> None:
    """A job nobody works at ends at once; a running one after the step it is at. One that is over stays as it is."""
    rows = Job.objects.filter(pk=job.pk)
    idle = rows.filter(state=JobState.WAITING) | rows.filter(state=JobState.RUNNING, updated_at__lte=at - STALE)
    asked = idle.update(state=JobState.CANCELLED, cancel_asked=True, updated_at=at)
    asked = asked or rows.filter(state=JobState.RUNNING, cancel_asked=False).update(cancel_asked=True)
    if asked:
        subject, school = (job.contest.code, job.contest.school) if job.contest else ("", None)
        note = f"{job.kind} {job.pk}"
        trail.record(at=at, actor=by, act="job_cancelled", subject=subject, school=school, note=note)


def drop_files(*, at: datetime, most: int = 100) -> int:
    """Files that have lain a week are deleted; the job stays. How many went."""
    ids = JobFile.objects.filter(at__lte=at - FILES_KEPT).order_by("pk").values_list("pk", flat=True)
    return JobFile.objects.filter(pk__in=list(ids[:most])).delete()[0]


def _ours(claim: Claim) -> QuerySet[Job]:
    return Job.objects.filter(pk=claim.job_id, state=JobState.RUNNING, updated_at=claim.seen)


def _envelope(order: Mapping[str, object], tries: int) -> str:
    return json.dumps({"tries": tries, "what": order}, ensure_ascii=False)
