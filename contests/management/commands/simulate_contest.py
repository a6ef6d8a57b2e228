"""`simulate_contest`: N made-up pupils sit a contest on a running server; the last line is the ledger's sum."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend import clock
from contests.actions import demonstration as actions
from contests.management.simulation import run
from contests.management.simulation.behaviour import Manners
from contests.management.simulation.crowd import Outcome
from contests.models import Contest
from contests.queries import contest as contests
from contests.queries import demonstration as reads

ENOUGH = 0.95


class Command(BaseCommand):
    help = "Drives a running server with N simulated pupils and proves that no acknowledged answer was lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="the running server (same database)")
        parser.add_argument("--students", type=int, default=300)
        parser.add_argument("--seed", default="1")
        parser.add_argument("--seconds", type=float, default=120.0, help="length of the contest's window")
        parser.add_argument("--items", type=int, default=20)
        parser.add_argument("--report-job", type=int, default=0, help="a Job row that is told the progress")
        parser.add_argument("--demo-contest", default="", help="sit this demonstration contest instead of a new one")
        parser.add_argument("--burst", type=float, default=0.0, help="let all answers go out together every so often")
        parser.add_argument("--watch", action="store_true", help="print the unacknowledged answers at every change")
        parser.add_argument("--no-settle", action="store_true", help="do not wait for closing and results")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        contest = self._contest(options)
        pupils = run.some_of(reads.invited_pupils(contest), options["students"], options["seed"])
        cast = run.cast_of(contest, pupils)
        self._say(f"contest {contest.code}: {len(pupils)} pupils, {len(cast.items)} items, seed {options['seed']}")
        outcome = run.drive(
            cast,
            url=options["url"].rstrip("/"),
            seed=options["seed"],
            manners=_manners(contest, options),
            tell=self._say,
            reporting=run.Reporting(options["report_job"], contest.title, steps=len(pupils))
            if options["report_job"]
            else None,
            watch=options["watch"],
        )
        settled = options["no_settle"] or run.wait_until_settled(contest.pk, cast.closes_at, self._say)
        self._end(contest, outcome, len(pupils), settled, time.monotonic() - begun)

    def _contest(self, options: dict[str, Any]) -> Contest:
        if not options["demo_contest"]:
            return actions.gather_crowd(
                students=options["students"],
                seed=options["seed"],
                window=run.seconds(options["seconds"]),
                lead=run.seconds(6 + options["students"] / 100),
                items=options["items"],
                at=clock.now(),
            )
        contest = contests.contest_by_code(options["demo_contest"])
        if contest is None or not contest.is_demo:
            raise CommandError(f"no demonstration contest {options['demo_contest']}")
        return contest

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _end(self, contest: Contest, outcome: Outcome, pupils: int, settled: bool, took: float) -> None:
        for trouble in outcome.troubles[:20]:
            self._say(f"trouble: {trouble}")
        stored = reads.answers_stored(contest.pk)
        for sending in outcome.ledger.lost(stored)[:20]:
            self._say(f"LOST attempt {sending.attempt} item {sending.item} {sending.order}")
        figures = outcome.ledger.figures(stored) | {
            "students": pupils,
            "submitted": outcome.submitted,
            "drops": outcome.drops,
            "troubles": len(outcome.troubles),
            "settled": settled,
            "seconds": round(took, 1),
            "contest": contest.code,
        }
        self._say(f"CODE {contest.code}")
        self._say(json.dumps(figures))
        acknowledged, sent = outcome.ledger.counts()
        if figures["lost"] or acknowledged < ENOUGH * sent or not sent:
            raise SystemExit(1)


def _manners(contest: Contest, options: dict[str, Any]) -> Manners:
    """In a window of days everybody is done after `--seconds`; otherwise the window itself is the measure."""
    window = (contest.closes_at - contest.opens_at).total_seconds()
    if options["demo_contest"] and window > 2 * options["seconds"]:
        late_by = max(0.0, (clock.now() - contest.opens_at).total_seconds())
        return Manners(window, options["burst"], all_submit=True, answer_within=options["seconds"], shift=late_by)
    return Manners(window, options["burst"])
