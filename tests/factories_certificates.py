"""Certificates and long work, as plain rows."""

from itertools import count

from contests.models import Attempt, Certificate, Contest, Job, JobFile, JobState
from contests.rules.certificates import new_code

_numbers = count(1)


def make_certificate(attempt: Attempt, **fields: object) -> Certificate:
    """One of participation for whoever sat this attempt."""
    return Certificate.objects.create(
        **{
            "contest": attempt.contest,
            "user": attempt.user,
            "kind": "participation",
            "number": next(_numbers),
            "code": new_code(),
            "name": attempt.user.full_name,
            "class_name": attempt.class_name,
            "for_what": "Hoàn thành cuộc thi",
            "issued_at": attempt.contest.closes_at,
            **fields,
        }
    )


def make_job_done(contest: Contest) -> Job:
    """Work that is over, with its file."""
    at = contest.closes_at
    job = Job.objects.create(kind="certificates", contest=contest, state=JobState.DONE, made_at=at, updated_at=at)
    JobFile.objects.create(job=job, name="giay.pdf", content_type="application/pdf", data=b"%PDF-", at=at)
    return job
