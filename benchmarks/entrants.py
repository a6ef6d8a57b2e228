"""`python -m benchmarks.entrants --many N`: a board of N entrants, in a process of its own; says what its ticks cost.

Before every tick a few more people have handed in, so that there is something to say. `--postgres` is the process whose
CPU is PostgreSQL's.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from benchmarks import processes

TICKS = 7
MOVED = 10  # people whose score changes before a tick
OLD = 1_000_000  # ids of pupils and attempts begin here


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, required=True)
    parser.add_argument("--postgres", type=int, default=0)
    options = parser.parse_args()
    import django

    django.setup()
    contest = _filled(options.many)
    print(json.dumps(_measured(contest, options.postgres)))
    return 0


def _filled(many: int) -> Any:
    """Everybody has handed in, but for every tenth who still sits; points as after 20 items with points for speed."""
    from django.db import connection

    from backend import clock
    from benchmarks.province import _ingest
    from contests.models import Attempt, Contest
    from schools.models import School, User

    contest, chance, at = Contest.objects.order_by("pk").last(), np.random.default_rng(2026), clock.now()
    assert contest is not None
    paper, school = contest.papers.order_by("pk").first(), School.objects.order_by("pk").last()
    assert school is not None
    ids = np.arange(OLD, OLD + many)
    names = np.char.add("nguoi-du-thi-", ids.astype(str))
    pupil = {
        "username": names,
        "full_name": "Nguyễn Văn Minh Họa",
        "sort_key": "",
        "school": school.pk,
        "role": "pupil",
    }
    _ingest(User, {"id": ids, **pupil, "is_demo": True, "is_active": True, "created_at": at})
    ended = np.arange(many) % 10 != 0
    right = chance.binomial(20, 0.6, many)
    moment = np.datetime64(at.replace(tzinfo=None), "us") - chance.integers(0, 3_600, many) * 1_000_000
    _ingest(Attempt, {
        "id": ids, "contest": contest.pk, "user": ids, "paper": paper.pk, "seed": "", "school": school.pk, "grade": 10,
        "class_name": "10A1", "channel": "online", "state": np.where(ended, "submitted", "sitting"), "number": 1,
        "started_at": contest.opens_at, "due_at": contest.closes_at, "submitted_at": moment,
        "ended_at": moment, "stands_at": moment, "time_used_ms": chance.integers(60_000, 3_600_000, many),
        "points": np.where(ended, right * 100 + chance.integers(0, 1_000, many), 0), "right": np.where(ended, right, 0),
        "answered": 20, "speed": 0, "openings": 1,
    })  # fmt: skip
    Attempt.objects.filter(pk__gte=OLD, state="sitting").update(
        submitted_at=None, ended_at=None, stands_at=None, time_used_ms=None
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return contest


def _measured(contest: Any, postgres: int) -> dict[str, Any]:
    """Milliseconds of CPU, this process and PostgreSQL together, and wall; medians of a few ticks."""
    from backend import clock
    from contests.live.keeper import Keeper
    from contests.models import Attempt
    from contests.queries import board as reads

    keeper = Keeper(1)
    sitting = list(Attempt.objects.filter(pk__gte=OLD, state="sitting").order_by("pk").values_list("pk", flat=True))
    texts: list[str] = []

    def tick() -> None:
        snapshot = keeper.tick(contest.pk, clock.now())
        assert snapshot is not None
        texts.append(snapshot.text)

    def hand_in() -> None:
        now = clock.now()
        some, sitting[:] = sitting[:MOVED], sitting[MOVED:]
        done = {"state": "submitted", "submitted_at": now, "ended_at": now, "stands_at": now}
        Attempt.objects.filter(pk__in=some).update(**done, points=1_234, right=12, time_used_ms=600_000)

    first = _cost(tick, postgres)
    ticks = []
    for _number in range(TICKS):
        hand_in()
        ticks.append(_cost(tick, postgres))
    prints = [_cost(lambda: reads.fingerprints([contest.pk], clock.now()), postgres) for _number in range(3)]
    return {
        "tick CPU ms": round(median(one[0] + one[1] for one in ticks), 2),
        "of it database": round(median(one[1] for one in ticks), 2),
        "tick wall ms": round(median(one[2] for one in ticks), 2),
        "first tick ms": round(first[0] + first[1], 2),
        "fingerprint ms": round(median(one[0] + one[1] for one in prints), 2),
        "bytes": max(len(text.encode()) for text in texts),
    }


def _cost(work: Callable[[], object], postgres: int) -> tuple[float, float, float]:
    """Milliseconds of this process's CPU, of PostgreSQL's (0 without one), and of the clock on the wall."""

    def database() -> float:
        return processes.cpu_of_family(postgres) if postgres else 0.0

    before, used, began = database(), time.process_time(), time.perf_counter()
    work()
    wall, own = time.perf_counter() - began, time.process_time() - used
    return own * 1000, (database() - before) * 1000, wall * 1000


if __name__ == "__main__":
    sys.exit(main())
