"""From a demonstration contest in the database to a crowd at the server, and back to the database with its ledger."""

import asyncio
import random
import time
from datetime import timedelta

from asgiref.sync import sync_to_async

from backend import clock
from contests.actions import demonstration as actions
from contests.actions.job import report_progress
from contests.management.simulation.behaviour import Manners
from contests.management.simulation.cast import Cast, Item, Sitter
from contests.management.simulation.crowd import Crowd, Outcome, Tell
from contests.models import Contest
from contests.queries import demonstration as reads
from schools.models import User

SETTLES_WITHIN_S = 60.0


def cast_of(contest: Contest, pupils: list[User]) -> Cast:
    """What the crowd is told: the contest, its items with their keys, and a session for each pupil."""
    return Cast(
        contest=contest.code,
        opens_at=contest.opens_at.timestamp(),
        closes_at=contest.closes_at.timestamp(),
        items=tuple(Item(item.id, item.kind, item.options, item.key) for item in reads.keyed_items(contest)),
        sitters=tuple(
            Sitter(pupil.username, session)
            for pupil, session in zip(pupils, actions.sign_in(pupils=pupils), strict=True)
        ),
    )


def some_of(pupils: list[User], students: int, seed: str) -> list[User]:
    """`students` of them by the seed, spread over all classes."""
    chosen = random.Random(f"{seed}:sitters").sample(pupils, min(students, len(pupils)))  # noqa: S311 - no secret
    return sorted(chosen, key=lambda pupil: pupil.pk)


class Reporting:
    """Adds a crowd's progress to a job's: `steps` of them for the whole crowd."""

    def __init__(self, job_id: int, note: str, *, steps: int, before: int = 0) -> None:
        self.job_id, self.note, self.steps, self.before = job_id, note, steps, before

    async def __call__(self, share: float) -> None:
        await sync_to_async(self._write)(self.before + round(share * self.steps))

    def _write(self, done: int) -> None:
        report_progress(job_id=self.job_id, done=done, note=self.note, at=clock.now())


def drive(
    cast: Cast,
    *,
    url: str,
    seed: str,
    manners: Manners,
    tell: Tell,
    reporting: Reporting | None = None,
    watch: bool = False,
) -> Outcome:
    """The crowd's whole run against the server."""
    return asyncio.run(Crowd(cast, url, seed, manners, tell, reporting, watch).run())


def wait_until_settled(contest_id: int, closes_at: float, tell: Tell) -> bool:
    """Wait for the server to close and settle the contest; whether it did within a minute of the end."""
    deadline = max(closes_at, clock.now().timestamp()) + SETTLES_WITHIN_S
    said = 0.0
    while clock.now().timestamp() < deadline:
        if reads.is_settled(contest_id):
            return True
        if time.monotonic() - said > 10:
            said = time.monotonic()
            tell("waiting for the contest to close and its results to stand")
        time.sleep(0.5)
    return False


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)
