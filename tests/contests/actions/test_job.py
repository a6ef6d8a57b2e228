"""Long work: one process at a time, seen when it dies, stopped when asked."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.refusals import Refusal
from contests.actions import job as actions
from contests.models import Contest, Job, JobFile, JobState
from contests.queries.work import STALE, next_job
from tests.factories import make_school, make_user
from tests.factories_contests import make_contest

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LOST = STALE + timedelta(seconds=1)


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


@pytest.fixture
def contest() -> Contest:
    school = make_school()
    return make_contest(school=school, by=make_user("teacher", school=school))


@pytest.fixture
def job(contest: Contest) -> Job:
    return actions.make_job(kind="work", contest=contest, order={"n": 1}, total=3, by=contest.created_by, at=AT)


def state(job: Job) -> str:
    return str(Job.objects.get(pk=job.pk).state)


def claimed(job: Job, at: datetime) -> actions.Claim:
    claim = actions.claim_job(job_id=job.pk, at=at)
    assert claim is not None
    return claim


def test_from_the_order_to_the_file(contest: Contest, job: Job) -> None:
    with pytest.raises(Refusal, match="job_running"):
        actions.make_job(kind="work", contest=contest, order={}, total=1, by=contest.created_by, at=AT)
    assert next_job(AT) == job.pk
    claim = claimed(job, later(1))
    assert claim.order == {"n": 1}
    assert actions.claim_job(job_id=job.pk, at=later(2)) is None, "it is somebody's"
    assert next_job(later(2)) is None
    actions.step_job(claim=claim, done=2, at=later(3))
    assert Job.objects.get().done == 2
    actions.finish_job(claim=claim, name="a.pdf", content_type="application/pdf", data=b"x", note="", done=3, at=AT)
    assert (state(job), bytes(JobFile.objects.get().data)) == (JobState.DONE, b"x")
    assert actions.drop_files(at=AT + timedelta(days=6)) == 0
    assert actions.drop_files(at=AT + timedelta(days=7)) == 1


def test_a_job_whose_process_died_is_taken_over_and_the_old_one_finds_out(job: Job) -> None:
    first = claimed(job, AT)
    second = claimed(job, AT + LOST)
    with pytest.raises(actions.JobStopped):
        actions.step_job(claim=first, done=1, at=AT + LOST)
    with pytest.raises(actions.JobStopped):
        actions.finish_job(claim=first, name="a", content_type="b", data=b"", note="", done=1, at=AT + LOST)
    actions.fail_job(claim=first, reason="late word", at=AT + LOST)
    actions.step_job(claim=second, done=1, at=AT + LOST + timedelta(seconds=1))
    assert state(job) == JobState.RUNNING


def test_three_tries_and_an_end_with_words(job: Job) -> None:
    for time in range(3):
        claimed(job, AT + time * LOST)
    assert actions.claim_job(job_id=job.pk, at=AT + 3 * LOST) is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "3 lần" in job.note


def test_put_back_by_a_server_that_stops_counts_as_no_try(job: Job) -> None:
    for time in range(5):
        actions.put_back(claim=claimed(job, later(time)), at=later(time + 0.5))
    assert state(job) == JobState.WAITING


def test_cancelled_while_it_waits_while_it_runs_and_when_its_process_is_gone(contest: Contest, job: Job) -> None:
    by = contest.created_by
    claim = claimed(job, AT)
    actions.cancel_job(job=job, by=by, at=later(1))
    assert state(job) == JobState.RUNNING, "it ends after the step it is at"
    with pytest.raises(actions.JobStopped):
        actions.step_job(claim=claim, done=1, at=later(2))
    assert state(job) == JobState.CANCELLED
    for begun in (False, True):
        other = actions.make_job(kind="work", contest=contest, order={}, total=1, by=by, at=later(3))
        if begun:
            claimed(other, later(3))
        actions.cancel_job(job=other, by=by, at=later(3) + LOST)
        assert state(other) == JobState.CANCELLED
