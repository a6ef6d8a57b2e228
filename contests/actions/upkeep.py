"""What time itself brings about, once a second: attempts closed, answers graded, contests settled, traces deleted."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from contests.actions.attempt import close_overdue
from contests.actions.grading import grade_waiting
from contests.actions.job import drop_files
from contests.actions.key_alarm import look_at_keys
from contests.actions.privacy import deidentify_due
from contests.actions.settling import settle_contest
from contests.actions.tidying import tidy_up
from contests.models import Contest
from contests.queries.contest import unsettled

log = logging.getLogger(__name__)

#: So many people lose their names in one go, that no board waits for it.
NAMELESS_AT_ONCE = 40


@dataclass(frozen=True)
class Upkeep:
    """How much was done; `failed` counts steps that raised and were passed over."""

    closed: int
    graded: int
    settled: int
    failed: int
    tidied: int = 0


def keep_up(*, at: datetime, before: datetime | None, grade: bool = True, tidy: bool = False) -> Upkeep:
    """Each step in a transaction of its own; one that fails is logged and stops no other.

    `before`: receipt of the oldest answer not committed yet (None: nothing waits). `grade`: also try again what could
    not be graded. `tidy`: also delete what has had its day, names of contests long over among it, and look whether a
    key seems wrong (once a minute is enough).
    """
    failures: list[str] = []
    closed = _tried(lambda: close_overdue(at=at, before=before), failures)
    graded = _tried(grade_waiting, failures) if grade else 0
    due = list(unsettled(at))
    settled = sum(_tried(partial(_settled, contest, at), failures) for contest in due)
    tidied = 0
    if tidy:
        steps = (tidy_up, drop_files, look_at_keys, partial(deidentify_due, most=NAMELESS_AT_ONCE))
        tidied = sum(_tried(partial(step, at=at), failures) for step in steps)
    return Upkeep(closed, graded, settled, len(failures), tidied)


def _settled(contest: Contest, at: datetime) -> int:
    return int(settle_contest(contest=contest, at=at))


def _tried(step: Callable[[], int], failures: list[str]) -> int:
    try:
        return step()
    except Exception as failure:
        log.exception("a step of the contest loop failed and is tried again")
        failures.append(repr(failure))
        return 0
