"""A contest with its crowd, made through the ordinary actions; printed as JSON for a crowd in another process."""

import json
from dataclasses import asdict, replace
from datetime import timedelta

from backend import clock
from contests.actions import demonstration as actions
from contests.management.simulation.run import cast_of
from contests.models import Contest
from contests.queries import demonstration as reads


def make(students: int, seconds: float, lead: float, seed: str, items: int = 12) -> str:
    """For `manage.py shell`: a contest that opens `lead` seconds after all is made, and everybody signed in."""
    window, later = timedelta(seconds=seconds), timedelta(hours=1)
    contest = actions.gather_crowd(students=students, seed=seed, window=window, lead=later, items=items, at=clock.now())
    pupils = reads.invited_pupils(contest)[:students]
    cast = cast_of(contest, pupils)
    # nobody has seen it yet: how long it took to make it is taken off
    opens_at = clock.now() + timedelta(seconds=lead)
    Contest.objects.filter(pk=contest.pk).update(opens_at=opens_at, closes_at=opens_at + window)
    opens = opens_at.timestamp()
    return json.dumps(asdict(replace(cast, opens_at=opens, closes_at=opens + seconds)))
